/** What waits at the counters: signed attestations of invented people, with their records. */
import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { joseSigner } from "@/lib/attest/signer";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import type { RecordInput } from "@/lib/protocol/records";
import { stripNumberOf } from "@/lib/protocol/strip-number";
import { HOUR } from "@/lib/shared/numeric-date";
import { issuedText } from "@/tests/support/issued-text";
import type { Counter } from "./stage";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

export async function issue(counter: Counter): Promise<RecordInput> {
	const now = Math.floor(Date.now() / 1_000);
	const claims: AttestationClaims = {
		iat: now,
		exp: now + 70 * HOUR,
		k: "A",
		t: now - HOUR - randomInt(HOUR / 2),
		n: [`ESSAI-${name()}`, `Camille ${name()}`],
		b: `19${randomInt(50, 99)}-0${randomInt(1, 9)}-${randomInt(10, 28)}`,
		s: counter.next++,
		p: "1232",
	};
	const signer = joseSigner(counter.key.privateKey, counter.key.jwk);
	const attestation = await issuedText(claims, { delegation: counter.delegation, signer, embed: true });
	const zone = "Europe/Paris";
	return {
		key: randomUUID(),
		attestation,
		identity: { family: claims.n[0], given: claims.n[1], birth: claims.b, sex: "X" },
		contact: { phone: "+33639980100" },
		sampled: { at: claims.t, zone },
		issued: { at: claims.iat, zone },
		queued: { at: claims.iat, zone },
		holderToken: randomBytes(16).toString("base64url"),
		stripNumber: stripNumberOf(randomBytes(4).readUInt32BE()),
		locale: "fr",
	};
}

function name(): string {
	return Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
