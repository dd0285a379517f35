/**
 * A pharmacy counter without a browser: enrols with a running portal over HTTP, issues and registers. For journeys that
 * are about somebody else (a door, a holder); the counter's own journey is tests/e2e/counter.spec.ts.
 */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { joseSigner } from "@/lib/attest/signer";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { type IssuedCode, issueCode } from "@/lib/checkcode/issue-code";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { type DeviceKit, deviceKit } from "@/lib/protocol/device-kit";
import { holderPath } from "@/lib/protocol/holder-link";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { stripNumberOf } from "@/lib/protocol/strip-number";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { HOUR } from "@/lib/shared/numeric-date";
import { issuedText } from "./issued-text";

type Key = { readonly privateKey: CryptoKey; readonly jwk: { kty: "EC"; crv: "P-256"; x: string; y: string } };

/** One sheet of paper, and what the pharmacy keeps of it. */
export type Sheet = {
	/** `RP1:` text of the QR. */
	readonly text: string;
	readonly code: IssuedCode;
	/** `/pass#…` */
	readonly holderPath: string;
	readonly record: RecordInput;
	readonly claims: AttestationClaims;
};

export type RemoteCounter = {
	readonly kit: DeviceKit;
	issue(claims?: Partial<AttestationClaims>): Promise<Sheet>;
	/** Registers; answers the status of each. */
	register(sheets: readonly Sheet[]): Promise<readonly string[]>;
	/** Registers a new sheet in the place of another one, whose paper it takes back. */
	correct(sheet: Sheet, claims?: Partial<AttestationClaims>): Promise<Sheet>;
};

const now = () => Math.floor(Date.now() / 1000);

/** `link`: a one-time enrolment link of role counter. */
export async function enrolCounter(origin: string, link: string): Promise<RemoteCounter> {
	const { privateKey, publicKey } = await generateKeyPair("ES256");
	const { x = "", y = "" } = await exportJWK(publicKey);
	const key: Key = { privateKey, jwk: { kty: "EC", crv: "P-256", x, y } };
	const code = (new URL(link).hash.slice(1).split(".")[0] ?? "").toUpperCase();
	const kit = deviceKit.parse(await post(origin, key, [PATHS.claim, { code, jwk: key.jwk, label: "poste 1" }]));
	let next = 0;
	const issue = async (claims = {}) => issueSheet({ kit, key }, { s: firstIndex(kit) + next++, ...claims });
	const register = async (sheets: readonly Sheet[]) => {
		const body = { records: sheets.map((sheet) => sheet.record) };
		const { answers } = recordBatchAnswer.parse(await post(origin, key, [PATHS.records, body]));
		return answers.map((answer) => answer.outcome);
	};
	return {
		...{ kit, issue, register },
		correct: async (old, claims) => {
			const sheet = await issue(claims);
			const corrects = { key: old.record.key, reason: "entry_error" } as const;
			await register([{ ...sheet, record: { ...sheet.record, corrects } }]);
			await post(origin, key, [PATHS.revocations, { attestation: old.text, reason: corrects.reason }]);
			return sheet;
		},
	};
}

function firstIndex(kit: DeviceKit): number {
	const { sl } = decodeJwt(kit.delegations.at(-1) ?? "") as { sl: [string, number, number] };
	return sl[1];
}

async function issueSheet({ kit, key }: { kit: DeviceKit; key: Key }, claims: Partial<AttestationClaims>) {
	const iat = now();
	const whole: AttestationClaims = {
		iat,
		exp: iat + 71 * HOUR,
		k: "A",
		t: iat - HOUR / 2,
		n: ["ESSAI", "Camille Aimée"],
		b: "1990-02-03",
		s: 0,
		p: "1232",
		...claims,
	};
	const signer = joseSigner(key.privateKey, key.jwk);
	const delegation = kit.delegations.at(-1) ?? "";
	const text = await issuedText(whole, { delegation, signer, embed: true });
	const record = recordOf(text, whole);
	return {
		text,
		claims: whole,
		code: codeOf(kit, whole),
		holderPath: holderPath({ token: record.holderToken, asks: "stripNumber", paperUntil: whole.exp }),
		record,
	};
}

function codeOf(kit: DeviceKit, claims: AttestationClaims): IssuedCode {
	if (kit.codeKeys.holder !== "issuer") throw new Error("not a counter");
	const [family, given] = claims.n;
	const issued = issueCode(kit.codeKeys, {
		pharmacy: kit.codeKeys.pharmacy,
		kind: claims.k,
		exp: claims.exp,
		birth: claims.b,
		initials: initialsOf({ family, given }),
	});
	if (!issued.ok) throw new Error(issued.error.code);
	return issued.value;
}

function recordOf(attestation: string, claims: AttestationClaims): RecordInput {
	const zone = "Europe/Paris";
	return {
		key: randomUUID(),
		attestation,
		identity: { family: claims.n[0], given: claims.n[1], birth: claims.b, sex: "X" },
		contact: {},
		sampled: { at: claims.t, zone },
		issued: { at: claims.iat, zone },
		queued: { at: claims.iat, zone },
		holderToken: randomBytes(16).toString("base64url"),
		stripNumber: stripNumberOf(randomBytes(4).readUInt32BE()),
		locale: "fr",
	};
}

async function post(origin: string, key: Key, [path, content]: [path: string, content: unknown]): Promise<unknown> {
	const body = JSON.stringify(content);
	const time = now();
	const proof = await new SignJWT({
		aud: origin + path,
		htm: "POST",
		bh: createHash("sha256").update(body).digest("base64url"),
		jti: randomUUID(),
		iat: time,
		exp: time + 60,
	})
		.setProtectedHeader({ alg: "ES256", typ: "device-proof+jwt", kid: thumbprint(key.jwk) })
		.sign(key.privateKey);
	const headers = { authorization: `Device ${proof}`, "content-type": "application/json" };
	const answer = await fetch(origin + path, { method: "POST", body, headers });
	if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
	return answer.json();
}
