/**
 * Device proofs (lib/protocol/device-proof.ts): who signed this very request, now, for the first time.
 * Order: form, key, signature, binding to the request, time, replay, denial; the body's hash once the body is there.
 * A proof whose signature does not hold learns nothing about the device that it names.
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
import type { DeviceCaller, UnenrolledCaller } from "./caller";

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
};

/** Proven as far as the head of a request goes. `bodyHash`: what `requireProvenBody` compares the body with. */
export type Proven<Caller> = { readonly caller: Caller; readonly bodyHash: string };

export function requireProvenBody({ bodyHash }: Proven<unknown>, body: Uint8Array): void {
	if (createHash("sha256").update(body).digest("base64url") !== bodyHash) throw new ApiProblem("proof_invalid");
}

/** The enrolled device that signed the request. Throws ApiProblem for every other case. */
export async function requireDevice(context: ServerContext, request: SignedRequest): Promise<Proven<DeviceCaller>> {
	const proof = readProof(request);
	const device = await context.db.device.findFirst({
		where: { OR: [{ thumbprint: proof.kid }, { transportThumbprint: proof.kid }] },
		include: { pharmacy: { select: { deniedAt: true } } },
	});
	if (device === null) throw new ApiProblem("device_not_enrolled");
	const key = device.thumbprint === proof.kid ? "device" : "transport";
	const jwk = devicePublicJwk.parse(key === "device" ? device.publicJwk : device.transportJwk);
	const bodyHash = await checkProof(context, request, { jwt: proof.jwt, jwk });
	if (device.state === "denied" || device.pharmacy?.deniedAt) throw new ApiProblem("device_denied");
	await noteSeen(context, device);
	const { id: deviceId, role, pharmacyNumber, venueId } = device;
	const { thumbprint } = device;
	return { caller: { kind: "device", deviceId, role, thumbprint, key, pharmacyNumber, venueId }, bodyHash };
}

/** The holder of `jwk`, which the request's own body brought along: proves possession, nothing else. */
export async function requireKeyHolder(
	context: ServerContext,
	request: SignedRequest,
	jwk: DevicePublicJwk,
): Promise<Proven<UnenrolledCaller>> {
	const proof = readProof(request);
	if (proof.kid !== thumbprint(jwk)) throw new ApiProblem("proof_invalid");
	const bodyHash = await checkProof(context, request, { jwt: proof.jwt, jwk });
	return { caller: { kind: "unenrolled", thumbprint: proof.kid }, bodyHash };
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

/** The body's hash that the proof names. */
async function checkProof(
	context: ServerContext,
	request: SignedRequest,
	{ jwt, jwk }: { readonly jwt: string; readonly jwk: DevicePublicJwk },
): Promise<string> {
	const { aud, htm, bh, jti, iat, exp } = await readClaims(jwt, jwk);
	const here = context.settings.origins.map((origin) => origin + request.pathname);
	if (!here.includes(aud) || htm !== request.method) throw new ApiProblem("proof_invalid");
	if (exp !== iat + DEVICE_PROOF_LIFETIME) throw new ApiProblem("proof_invalid");
	const now = context.clock();
	if (iat > now + DEVICE_PROOF_SKEW || exp <= now) {
		throw new ApiProblem("proof_time", { headers: { [SERVER_TIME_HEADER]: String(now) } });
	}
	const { count } = await context.db.proofJti.createMany({
		data: { thumbprint: thumbprint(jwk), jti, expiresAt: timestamp(exp + 1) },
		skipDuplicates: true,
	});
	if (count === 0) throw new ApiProblem("proof_replayed");
	return bh;
}

async function readClaims(jwt: string, jwk: DevicePublicJwk): Promise<z.infer<typeof claims>> {
	try {
		const key = await importJWK({ ...jwk }, "ES256");
		const { payload } = await compactVerify(jwt, key, { algorithms: ["ES256"] });
		return claims.parse(JSON.parse(fromUtf8(payload) ?? ""));
	} catch {
		throw new ApiProblem("proof_invalid"); // whichever: a signature that does not hold, or claims that it does not have
	}
}
