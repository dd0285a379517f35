/**
 * Device proofs (lib/protocol/device-proof.ts): who signed this very request, now, for the first time.
 * Order: form, key, signature, binding to the request, time, device, replay, denial; the body's hash once the body is
 * there. A proof whose signature does not hold learns nothing about the device that it names, and under a key that this
 * process knows it costs the database nothing.
 */
import "server-only";
import { createHash } from "node:crypto";
import { decodeProtectedHeader } from "jose";
import { z } from "zod";
import type { DevicePublicJwk } from "@/lib/protocol/device-kit";
import {
	DEVICE_PROOF_LIFETIME,
	DEVICE_PROOF_SCHEME,
	DEVICE_PROOF_SKEW,
	DEVICE_PROOF_TYP,
	SERVER_TIME_HEADER,
} from "@/lib/protocol/device-proof";
import { THUMBPRINT_FORM } from "@/lib/shared/base64url-forms";
import { fromBase64url, fromUtf8, utf8 } from "@/lib/shared/bytes";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import type { ServerContext } from "../context/server-context";
import { verifyEs256 } from "../crypto/node-crypto";
import { timestamp } from "../db/timestamp";
import { ApiProblem } from "../http/problem-response";
import { admitDevice } from "./admit-device";
import type { Callers, DeviceCaller } from "./caller";
import { takeLookup } from "./take-lookup";

const header = z.strictObject({
	alg: z.literal("ES256"),
	typ: z.literal(DEVICE_PROOF_TYP),
	kid: z.string().regex(THUMBPRINT_FORM),
});

const claims = z.strictObject({
	aud: z.string(),
	htm: z.string(),
	bh: z.string(),
	jti: z.uuid(),
	iat: z.int(),
	exp: z.int(),
});

export type SignedRequest = {
	readonly method: string;
	readonly pathname: string;
	readonly authorization: string | null;
	/** Where it comes from: what limits strangers. */
	readonly network: string;
};

/** Proven as far as the head of a request goes. `bodyHash`: what `requireProvenBody` compares the body with. */
export type Proven<Caller> = { readonly caller: Caller; readonly bodyHash: string };

export function requireProvenBody({ bodyHash }: Proven<unknown>, body: Uint8Array): void {
	if (createHash("sha256").update(body).digest("base64url") !== bodyHash) throw new ApiProblem("proof_invalid");
}

/** The enrolled device that signed the request. Throws ApiProblem for every other case. */
export async function requireDevice(context: ServerContext, request: SignedRequest): Promise<Proven<DeviceCaller>> {
	const { keys } = context.acquaintances;
	const proof = readProof(request);
	const met = keys.get(proof.kid);
	const examined =
		met === undefined
			? await meetDevice(context, request, proof)
			: await examineProof(context, request, { jwt: proof.jwt, jwk: met });
	const device = await admitDevice(context, { kid: proof.kid, jti: examined.jti, exp: examined.exp });
	if (device === undefined) {
		keys.forget(proof.kid);
		throw new ApiProblem("device_not_enrolled");
	}
	if (!device.isFirst) throw new ApiProblem("proof_replayed");
	if (device.isDenied) throw new ApiProblem("device_denied");
	if (met !== undefined) keys.meet(proof.kid, met);
	const { id: deviceId, role, pharmacyNumber, venueId, thumbprint } = device;
	const key = thumbprint === proof.kid ? "device" : "transport";
	const caller = { kind: "device", deviceId, role, thumbprint, key, pharmacyNumber, venueId } as const;
	return { caller, bodyHash: examined.bh };
}

type Proof = { readonly jwt: string; readonly kid: string };

/** The proof of a device that this process does not know yet. Its key is asked for as far as the network may. */
async function meetDevice(context: ServerContext, request: SignedRequest, proof: Proof): Promise<ProofClaims> {
	const isKnown = takeLookup(context, "device", request.network);
	const jwk = await context.strangers.device(proof.kid);
	if (jwk === undefined) throw new ApiProblem("device_not_enrolled");
	context.acquaintances.keys.meet(proof.kid, jwk);
	const examined = await examineProof(context, request, { jwt: proof.jwt, jwk });
	isKnown();
	return examined;
}

/**
 * The holder of `jwk`, which the request's own body brought along: proves possession, nothing else. The proof is not spent
 * yet: what strangers try leaves nothing in the database.
 */
export async function requireKeyHolder(
	context: ServerContext,
	request: SignedRequest,
	jwk: DevicePublicJwk,
): Promise<Proven<Callers["device:unenrolled"]>> {
	const proof = readProof(request);
	if (proof.kid !== thumbprint(jwk)) throw new ApiProblem("proof_invalid");
	const examined = await examineProof(context, request, { jwt: proof.jwt, jwk });
	const isKnown = takeLookup(context, "enrolment", request.network);
	const spend = () => spendProof(context, proof.kid, examined);
	return { caller: { kind: "unenrolled", thumbprint: proof.kid, isKnown, spend }, bodyHash: examined.bh };
}

function readProof({ authorization }: SignedRequest): Proof {
	const [scheme, jwt, ...rest] = (authorization ?? "").split(" ");
	if (scheme !== DEVICE_PROOF_SCHEME || jwt === undefined || rest.length > 0) throw new ApiProblem("proof_missing");
	try {
		return { jwt, kid: header.parse(decodeProtectedHeader(jwt)).kid };
	} catch {
		throw new ApiProblem("proof_invalid");
	}
}

type ProofClaims = z.infer<typeof claims>;

/** What a proof claims that was signed with this key, for this very request, now. Asks nobody. */
async function examineProof(
	context: ServerContext,
	request: SignedRequest,
	{ jwt, jwk }: { readonly jwt: string; readonly jwk: DevicePublicJwk },
): Promise<ProofClaims> {
	const claimed = await readClaims(jwt, jwk);
	const { aud, htm, iat, exp } = claimed;
	const here = context.settings.origins.map((origin) => origin + request.pathname);
	if (!here.includes(aud) || htm !== request.method) throw new ApiProblem("proof_invalid");
	if (exp !== iat + DEVICE_PROOF_LIFETIME) throw new ApiProblem("proof_invalid");
	const now = context.clock();
	if (iat > now + DEVICE_PROOF_SKEW || exp <= now) {
		throw new ApiProblem("proof_time", { headers: { [SERVER_TIME_HEADER]: String(now) } });
	}
	return claimed;
}

/** Once, on whichever instance. */
async function spendProof({ db }: ServerContext, kid: string, { jti, exp }: ProofClaims): Promise<void> {
	const { count } = await db.proofJti.createMany({
		data: { thumbprint: kid, jti, expiresAt: timestamp(exp + 1) },
		skipDuplicates: true,
	});
	if (count === 0) throw new ApiProblem("proof_replayed");
}

async function readClaims(jwt: string, jwk: DevicePublicJwk): Promise<ProofClaims> {
	const [header = "", body = "", end = "", ...rest] = jwt.split(".");
	const [payload, signature] = [fromBase64url(body), fromBase64url(end)];
	if (payload === undefined || signature === undefined || rest.length > 0) throw new ApiProblem("proof_invalid");
	const holds = await verifyEs256(jwk, { input: utf8(`${header}.${body}`), signature });
	if (holds !== true) throw new ApiProblem("proof_invalid");
	try {
		return claims.parse(JSON.parse(fromUtf8(payload) ?? ""));
	} catch {
		throw new ApiProblem("proof_invalid"); // claims that it does not have
	}
}
