/** A device as the client makes one: its own P-256 key, signed requests, attestations. */

import { createHash, randomBytes, randomUUID } from "node:crypto";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { joseSigner } from "@/lib/attest/signer";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { type DeviceKit, type DevicePublicJwk, type DeviceRole, deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { stripNumberOf } from "@/lib/protocol/strip-number";
import { createEnrolmentCode } from "@/lib/server/services/enrolment/create-enrolment-code";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { HOUR } from "@/lib/shared/numeric-date";
import { OPERATOR } from "./actors";
import { granted } from "./granted";
import { issuedText } from "./issued-text";
import { ORIGIN, type TestServer } from "./test-server";

export type DeviceKey = {
	readonly privateKey: CryptoKey;
	readonly jwk: DevicePublicJwk;
	readonly thumbprint: string;
};

export async function deviceKey(): Promise<DeviceKey> {
	const { privateKey, publicKey } = await generateKeyPair("ES256");
	const { x = "", y = "" } = await exportJWK(publicKey);
	return { privateKey, jwk: { kty: "EC", crv: "P-256", x, y }, thumbprint: thumbprint({ x, y }) };
}

export type ProofOverrides = {
	readonly header?: Readonly<Record<string, unknown>>;
	readonly claims?: Readonly<Record<string, unknown>>;
	readonly signer?: CryptoKey;
};

export type ProvenRequest = {
	readonly path: string;
	readonly body: string;
	readonly now: number;
	readonly method?: string;
};

/** The `Authorization` value of one request (lib/protocol/device-proof.ts), with any part overridden. */
export async function proofFor(
	key: DeviceKey,
	request: ProvenRequest,
	overrides: ProofOverrides = {},
): Promise<string> {
	const { path, body, now, method = "POST" } = request;
	const claims = {
		aud: ORIGIN + path,
		htm: method,
		bh: createHash("sha256").update(body).digest("base64url"),
		jti: randomUUID(),
		iat: now,
		exp: now + 60,
		...overrides.claims,
	};
	const header = { alg: "ES256", typ: "device-proof+jwt", kid: key.thumbprint, ...overrides.header };
	return `Device ${await new SignJWT(claims).setProtectedHeader(header).sign(overrides.signer ?? key.privateKey)}`;
}

/** Posts as the device: signed, as JSON. */
export async function postAs(
	portal: TestServer,
	key: DeviceKey,
	request: { readonly path: string; readonly body: unknown; readonly overrides?: ProofOverrides },
): Promise<Response> {
	const body = JSON.stringify(request.body);
	const proven = { path: request.path, body, now: portal.clock.now };
	const authorization = await proofFor(key, proven, request.overrides);
	const headers = { authorization, "content-type": "application/json" };
	return portal.call(request.path, { method: "POST", body, headers });
}

export type EnrolledDevice = { readonly key: DeviceKey; readonly kit: DeviceKit };

/** Through the front door: a code from the console, a claim signed with the new key. */
export async function enrolDevice(
	portal: TestServer,
	home:
		| { readonly role: "counter"; readonly pharmacy: string }
		| { readonly role: Exclude<DeviceRole, "counter">; readonly venue: string },
): Promise<EnrolledDevice> {
	const { code } = await granted(
		createEnrolmentCode(portal.server.context, { id: randomUUID(), ...home }, { by: OPERATOR }),
	);
	const key = await deviceKey();
	const answer = await postAs(portal, key, {
		path: PATHS.claim,
		body: { code, jwk: key.jwk, label: "poste 1" },
	});
	if (answer.status !== 200) throw new Error(`enrolment answered ${answer.status}`);
	return { key, kit: deviceKit.parse(await answer.json()) };
}

export type IssueOptions = {
	readonly index?: number;
	readonly claims?: Partial<AttestationClaims>;
	readonly embed?: boolean;
	/** Parts of the record that differ from what the paper says. */
	readonly record?: Partial<RecordInput>;
};

/** An attestation of an invented person and the record that registers it. */
export async function issueRecord(
	device: EnrolledDevice,
	now: number,
	options: IssueOptions = {},
): Promise<RecordInput> {
	const delegation = device.kit.delegations.at(-1) ?? "";
	const [, first] = (decodeJwt(delegation) as { sl: [string, number, number] }).sl;
	const claims: AttestationClaims = {
		iat: now,
		exp: now + 47 * HOUR,
		k: "A",
		t: now - HOUR,
		n: ["ESSAI-DURAND", "Camille Aimée"],
		b: "1990-02-03",
		s: first + (options.index ?? 0),
		p: "1232",
		...options.claims,
	};
	const signer = joseSigner(device.key.privateKey, device.key.jwk);
	const attestation = await issuedText(claims, { delegation, signer, embed: options.embed ?? true });
	return {
		key: randomUUID(),
		attestation,
		identity: { family: claims.n[0], given: claims.n[1], birth: claims.b, sex: "X" },
		contact: {},
		sampled: { at: claims.t, zone: "Europe/Paris" },
		issued: { at: claims.iat, zone: "Europe/Paris" },
		queued: { at: claims.iat, zone: "Europe/Paris" },
		holderToken: randomBytes(16).toString("base64url"),
		stripNumber: stripNumberOf(randomBytes(4).readUInt32BE()),
		locale: "fr",
		...options.record,
	};
}
