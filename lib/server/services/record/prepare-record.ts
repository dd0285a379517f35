/**
 * From an authentic attestation and its record to the row that registers it, or the reason why it does not: identity and
 * times must be those that were signed. What is prepared here depends on nothing but its input and the keys.
 */
import "server-only";
import { createHmac } from "node:crypto";
import type { Prisma } from "@/generated/prisma/client";
import { codeHash } from "@/lib/checkcode/code-hash";
import { deriveGKeys, derivePKey } from "@/lib/checkcode/derive-keys";
import { slotDay, slotOf } from "@/lib/checkcode/expiry-slot";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { issueCode } from "@/lib/checkcode/issue-code";
import { revokedCode } from "@/lib/checkcode/revoked-codes";
import { macsOf } from "@/lib/checkcode/symbols";
import { dayAt } from "@/lib/entry/zone-time";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { isNameOnPaper } from "@/lib/protocol/paper-name";
import type { RecordInput } from "@/lib/protocol/records";
import { type BoundedMemory, boundedMemory } from "@/lib/shared/bounded-memory";
import { type Bytes, base64url } from "@/lib/shared/bytes";
import { LAST_SECOND } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import { canonicalJson } from "../../crypto/canonical-json";
import { hmacSha256 } from "../../crypto/node-crypto";
import { timestamp } from "../../db/timestamp";
import { masterOfDay } from "../../keys/key-store";
import { actOf, sameDayIndex } from "../same-day/same-day-index";
import { payloadMac } from "./paper-mac";

export type SignedRecord = {
	readonly record: RecordInput;
	readonly jti: string;
	readonly claims: AttestationClaims;
	/** What was signed. */
	readonly payload: Uint8Array;
	/** What the record that it corrects said, where this one says nothing. */
	readonly carried?: Carried | undefined;
};

/** What a counter no longer has of a person whom it corrects (carry-over.ts). */
export type Carried = { readonly nir?: string | undefined; readonly contact: RecordInput["contact"] };

type RecordRow = Prisma.RecordCreateManyInput & {
	readonly reason: string | null;
	readonly registeredAt: Date;
	readonly contentMac: Bytes;
	readonly codeDay: Date;
	readonly codeHash: Bytes;
};

/** `state` refused: an authentic paper whose record contradicts it. It is stored, and its paper is revoked. */
export type PreparedRecord = SignedRecord & {
	readonly row: RecordRow;
	readonly code: PaperCode;
	/** As it is stored: with what was carried over. */
	readonly contact: RecordInput["contact"];
	/** Which paper (paper-mac.ts). */
	readonly mac: Bytes;
};

/** The check code of a paper, in the forms in which it is published (spec CC-8). */
export type PaperCode = {
	/** UTC day of its expiry, `YYYY-MM-DD`. */
	readonly day: string;
	/** Once it is registered. */
	readonly hash: Bytes;
	/** Once it is revoked. */
	readonly entry: Bytes;
};

export type Registrant = {
	readonly pharmacyNumber: string;
	readonly deviceId: string;
	readonly requestId?: string | undefined;
};

export function prepareRecord(context: ServerContext, signed: SignedRecord, registrant: Registrant): PreparedRecord {
	const { record, jti, claims, payload, carried } = signed;
	const { pharmacyNumber, deviceId } = registrant;
	const place = (column: string) => ({ table: "records", column, row: [pharmacyNumber, record.key] });
	const { sampled, issued, queued, corrects } = record;
	const identity = { nir: carried?.nir, ...record.identity };
	const contact = { ...carried?.contact, ...record.contact };
	const now = context.clock();
	const refusal = sameIdentity(identity, claims) ? undefined : "identity_mismatch";
	const code = paperCode(context, pharmacyNumber, claims);
	const row: RecordRow = {
		pharmacyNumber,
		key: record.key,
		delegationJti: jti,
		statusIndex: claims.s,
		deviceId,
		state: refusal === undefined ? "registered" : "refused",
		reason: refusal ?? null,
		kind: claims.k,
		contentMac: contentMac(record),
		fieldKeyId: context.cipher.keyId,
		identitySealed: context.cipher.seal(place("identity"), JSON.stringify(sealedIdentity({ ...record, identity }))),
		contactSealed: context.cipher.seal(place("contact"), JSON.stringify(contact)),
		attestationSealed: context.cipher.seal(place("attestation"), record.attestation),
		sampledAt: timestamp(sampled.at),
		sampledZone: sampled.zone,
		issuedAt: timestamp(issued.at),
		issuedZone: issued.zone,
		queuedAt: timestamp(queued.at),
		queuedZone: queued.zone,
		registeredAt: timestamp(now),
		registeredZone: SERVER_ZONE,
		sameDay: sameDayIndex(context.cipher, pharmacyNumber, {
			...{ family: claims.n[0], given: claims.n[1], birth: claims.b },
			...{ act: actOf(claims.k), day: dayAt(sampled.at, sampled.zone) },
		}),
		corrects: corrects?.key ?? null,
		correctsReason: corrects?.reason ?? null,
		codeDay: new Date(`${code.day}T00:00:00Z`),
		codeHash: code.hash,
		startId: record.start?.id ?? null,
		startNumber: record.start?.number ?? null,
	};
	return { ...signed, row, code, contact, mac: payloadMac(context.keys, payload) };
}

/** The server's own times are taken and stored in UTC. */
const SERVER_ZONE = "UTC";

/** Whether a record is the one that was registered before: a MAC under its own holder token, which is not stored. */
export function contentMac(record: RecordInput): Bytes {
	return Uint8Array.from(createHmac("sha256", record.holderToken).update(canonicalJson(record)).digest());
}

/** What stands in the column of the identity: everything about the person and the act that no query asks for. */
function sealedIdentity({ identity, professional, stripNumber, document, guardian, lot, consent }: RecordInput) {
	return { ...identity, professional, stripNumber, document, guardian, lot, consent };
}

/** The paper has the Latin spelling, shortened where it is longer than the paper's limit (spec EN-5, EN-6). */
function sameIdentity(identity: RecordInput["identity"], { n, b }: AttestationClaims): boolean {
	const { family, given } = identity.latin ?? identity;
	return isNameOnPaper(family, n[0]) && isNameOnPaper(given, n[1]) && identity.birth === b;
}

/**
 * The check code that stands on the paper (spec CC-8): computed again, never sent. A vaccination's `exp` may be any
 * number; beyond 64 days no door reads the code (CC-7), and beyond this calendar it is the calendar's last one.
 */
export function paperCode(
	{ keys }: ServerContext,
	pharmacy: string,
	{ k, b, n, ...claims }: AttestationClaims,
): PaperCode {
	const exp = Math.min(claims.exp, LAST_SECOND);
	const slot = slotOf(exp);
	const day = slotDay(slot);
	const pKeys = dayKeys(masterOfDay(keys, day), pharmacy, day);
	const initials = initialsOf({ family: n[0], given: n[1] });
	const request = { pharmacy, kind: k, exp, birth: b, initials };
	const issued = issueCode({ pharmacy, days: { [day]: pKeys } }, request, hmacSha256);
	if (!issued.ok) throw new Error(`no check code for a verified attestation: ${issued.error.code}`);
	const symbols = issued.value.code.replaceAll(" ", "");
	const entry = revokedCode({ pharmacy, kind: k, slot, macs: macsOf(symbols) });
	return { day, hash: codeHash(pharmacy, symbols), entry };
}

const DAYS_REMEMBERED = 64;
const KEYS_REMEMBERED = 512;
type DayMemory = {
	readonly days: BoundedMemory<readonly Uint8Array[]>;
	readonly keys: BoundedMemory<readonly string[]>;
};
const remembered = new WeakMap<Uint8Array, DayMemory>();

function memoryOf(master: Uint8Array): DayMemory {
	const known = remembered.get(master) ?? {
		days: boundedMemory<readonly Uint8Array[]>(DAYS_REMEMBERED),
		keys: boundedMemory<readonly string[]>(KEYS_REMEMBERED),
	};
	remembered.set(master, known);
	return known;
}

/** The twelve keys of a pharmacy and day: the records of one batch share them, and all pharmacies those of the day. */
function dayKeys(master: Uint8Array, pharmacy: string, day: string): readonly string[] {
	const { days, keys } = memoryOf(master);
	const name = `${pharmacy} ${day}`;
	const found = keys.get(name);
	if (found !== undefined) return found;
	const gKeys = days.get(day) ?? deriveGKeys(master, day, hmacSha256);
	days.set(day, gKeys);
	const derived = gKeys.map((gKey) => base64url(derivePKey(gKey, pharmacy, hmacSha256)));
	keys.set(name, derived);
	return derived;
}
