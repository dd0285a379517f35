/**
 * Device proofs (lib/protocol/device-proof.ts): who signed this very request, now, for the first time.
 * Order: form, key, signature, binding to the request, time, device, replay, denial; the body's hash once the body is
 * there. A proof whose signature does not hold learns nothing about the device that it names, and under a key that this
 * process knows it costs the database nothing.
 */
import "server-only";
import { createHash } from "node:crypto";
import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { z } from "zod";
import { type DevicePublicJwk, devicePublicJwk } from "@/lib/protocol/device-kit";
import {
	DEVICE_PROOF_LIFETIME,
	DEVICE_PROOF_SCHEME,
	DEVICE_PROOF_SKEW,
	DEVICE_PROOF_TYP,
	SERVER_TIME_HEADER,
} from "@/lib/protocol/device-proof";
import { THUMBPRINT_FORM } from "@/lib/shared/base64url-forms";
import { fromUtf8 } from "@/lib/shared/bytes";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { MINUTE } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { numericDate, timestamp } from "../db/timestamp";
import { ApiProblem } from "../http/problem-response";
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
	const { db, acquaintances } = context;
	const proof = readProof(request);
	const met = acquaintances.keys.get(proof.kid);
	const early = met === undefined ? undefined : await examineProof(context, request, { jwt: proof.jwt, jwk: met });
	const isKnown = met === undefined ? await requireEnrolled(context, proof.kid, request.network) : undefined;
	const device = await db.device.findFirst({
		where: withKey(proof.kid),
		include: { pharmacy: { select: { deniedAt: true } } },
	});
	if (device === null) {
		acquaintances.keys.forget(proof.kid);
		throw new ApiProblem("device_not_enrolled");
	}
	const key = device.thumbprint === proof.kid ? "device" : "transport";
	const jwk = devicePublicJwk.parse(key === "device" ? device.publicJwk : device.transportJwk);
	acquaintances.keys.meet(proof.kid, jwk);
	const examined = early ?? (await examineProof(context, request, { jwt: proof.jwt, jwk }));
	isKnown?.();
	await spendProof(context, proof.kid, examined);
	if (device.state === "denied" || device.pharmacy?.deniedAt) throw new ApiProblem("device_denied");
	await noteSeen(context, device);
	const { id: deviceId, role, pharmacyNumber, venueId, thumbprint } = device;
	const caller = { kind: "device", deviceId, role, thumbprint, key, pharmacyNumber, venueId } as const;
	return { caller, bodyHash: examined.bh };
}

const withKey = (kid: string) => ({ OR: [{ thumbprint: kid }, { transportThumbprint: kid }] });

/** Asks whether there is a device with this key, as far as the network may; answers as `takeLookup`. */
async function requireEnrolled(context: ServerContext, kid: string, network: string): Promise<() => void> {
	const isKnown = takeLookup(context, "device", network);
	if ((await context.db.device.count({ where: withKey(kid) })) === 0) throw new ApiProblem("device_not_enrolled");
	return isKnown;
}

/** The holder of `jwk`, which the request's own body brought along: proves possession, nothing else. */
export async function requireKeyHolder(
	context: ServerContext,
	request: SignedRequest,
	jwk: DevicePublicJwk,
): Promise<Proven<Callers["device:unenrolled"]>> {
	const proof = readProof(request);
	if (proof.kid !== thumbprint(jwk)) throw new ApiProblem("proof_invalid");
	const examined = await examineProof(context, request, { jwt: proof.jwt, jwk });
	const isKnown = takeLookup(context, "enrolment", request.network);
	await spendProof(context, proof.kid, examined);
	return { caller: { kind: "unenrolled", thumbprint: proof.kid, isKnown }, bodyHash: examined.bh };
}

const SEEN_EVERY = MINUTE;

/** To the minute: a draining outbox need not write this at every call. */
async function noteSeen(
	{ db, clock }: ServerContext,
	{ id, lastSeenAt }: { readonly id: string; readonly lastSeenAt: Date | null },
): Promise<void> {
	const now = clock();
	if (lastSeenAt !== null && numericDate(lastSeenAt) > now - SEEN_EVERY) return;
	await db.device.update({ where: { id }, data: { lastSeenAt: timestamp(now) } });
}

function readProof({ authorization }: SignedRequest): { readonly jwt: string; readonly kid: string } {
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
	try {
		const key = await importJWK({ ...jwk }, "ES256");
		const { payload } = await compactVerify(jwt, key, { algorithms: ["ES256"] });
		return claims.parse(JSON.parse(fromUtf8(payload) ?? ""));
	} catch {
		throw new ApiProblem("proof_invalid"); // whichever: a signature that does not hold, or claims that it does not have
	}
}
