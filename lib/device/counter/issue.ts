import "client-only";
import { AttestationRefused, issueAttestation } from "@/lib/attest/issue-attestation";
import { joseSigner } from "@/lib/attest/signer";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { issueCode } from "@/lib/checkcode/issue-code";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { type ReservedIndex, reserveIndex } from "@/lib/kit/index-reservation";
import type { IndexWitness } from "@/lib/kit/index-store";
import { inForce, type OwnDelegation, readDelegations } from "@/lib/kit/own-delegation";
import { queuedEntry } from "@/lib/outbox/outbox";
import { type RecordInput, recordInput } from "@/lib/protocol/records";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { base64url } from "@/lib/shared/bytes";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { loadDevice } from "../identity/device-store";
import { indexedDbIndexStore, storageWitness } from "../identity/index-store";
import type { StoredDevice } from "../identity/stored-device";
import { database, type RelaisDatabase, type RevocationRow } from "../store/database";
import { type WithLock, withLock } from "../store/locks";
import { storageFailure } from "../store/storage-failure";
import { bestNow } from "../trust/clock";
import { indexedDbOutboxStore } from "./outbox-store";
import { askRevocation, revocationRow } from "./revocation";
import { type AttestationSheet, openAttestation, sealAttestation } from "./sealed-attestation";

/**
 * Issues an attestation: index → signature → check code → encryption → durable outbox entry → and only then a sheet.
 * Whatever fails on the way, nothing is shown and nothing may be printed; a spent index stays spent. It needs no
 * network and no login. Names and dates are checked by the form (app/(counter)); here only what the formats require.
 */

/** What the counter entered. Texts are trimmed NFC; the birth date is YYYY-MM-DD, YYYY-MM or YYYY. */
export type AttestationDraft = {
	/** Made with the empty form: the idempotency key. Issuing the same draft twice gives the same sheet. */
	readonly id: string;
	readonly kind: AttestationKind;
	readonly identity: RecordInput["identity"];
	readonly contact: RecordInput["contact"];
	readonly professional?: string;
	readonly performedAt: NumericDate;
	readonly product?: { readonly code: string; readonly name: string };
	readonly dose?: readonly [number, number];
	/** Language for messages to the holder. */
	readonly locale: RecordInput["locale"];
	/** Key of an entry that this one replaces: a refused one is marked, any other is revoked. */
	readonly corrects?: string;
};

export type IssueFailure = Failure<
	| "not_enrolled"
	| "no_delegation"
	| "kind_not_delegated"
	| "indices_exhausted"
	| "time_in_future"
	| "sample_too_old"
	| "code_keys_missing"
	| "record_malformed"
	| "storage_full"
	| "storage_failed"
	| "signing_failed"
>;

/** Everything outside of this module that issuing depends on; the browser's own by default. */
export type IssuePorts = {
	readonly db: RelaisDatabase;
	readonly lock: WithLock;
	readonly witness: IndexWitness;
	readonly now: () => NumericDate;
	/** IANA name of the zone that the counter lives in. */
	readonly zone: () => string;
};

const browserPorts = (): IssuePorts => ({
	db: database(),
	lock: withLock,
	witness: storageWitness(window.localStorage),
	now: bestNow,
	zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
});

export function issueDraft(
	draft: AttestationDraft,
	ports: IssuePorts = browserPorts(),
): Promise<Result<AttestationSheet, IssueFailure>> {
	return ports.lock("relais-issue", async () => {
		try {
			return await issueAlone(draft, ports);
		} catch (error) {
			// Nothing was shown. A bug throws on; what the storage refused is an answer for the person at the counter.
			const failure = storageFailure(error);
			if (failure === undefined) throw error;
			return err(failure);
		}
	});
}

const refuse = (code: IssueFailure["code"]) => err<IssueFailure>({ code, retryable: false });

async function issueAlone(draft: AttestationDraft, ports: IssuePorts): Promise<Result<AttestationSheet, IssueFailure>> {
	const device = await loadDevice(ports.db);
	if (device === undefined || device.pharmacy === null || device.codeKeys.holder !== "issuer") {
		return refuse("not_enrolled");
	}
	const already = await issuedSheet(draft.id, { device, db: ports.db });
	if (already !== undefined) return ok(already);

	const now = ports.now();
	const chosen = chooseDelegations(draft, { delegations: readDelegations(device.delegations), now });
	if (!chosen.ok) return chosen;
	const { highestIndex } = device;
	const memory = { store: indexedDbIndexStore(ports.db), witness: ports.witness, highestIndex };
	const reserved = await reserveIndex(chosen.value, memory);
	if (!reserved.ok) return reserved;

	const made = await makeAttestation(draft, { device, reserved: reserved.value, now, zone: ports.zone() });
	if (!made.ok) return made;
	const { sheet, record } = made.value;
	const sealed = await sealAttestation(device.storageKey, draft.id, { record, sheet });
	const index = `${reserved.value.delegation.jti}.${reserved.value.index}`;
	const store = indexedDbOutboxStore(ports.db);
	const replaced = await replacedEntry(draft, { device, db: ports.db });
	// One transaction: the new entry, and what becomes of the one that it replaces.
	await ports.db.transaction("rw", ports.db.outbox, ports.db.revocations, async () => {
		await store.add(queuedEntry(draft.id, now), { index, sealed });
		if (draft.corrects !== undefined) await store.apply(draft.corrects, { type: "corrected", by: draft.id });
		if (replaced !== undefined) await askRevocation(replaced, ports.db);
	});
	return ok(sheet);
}

/** The wish to revoke what this draft replaces; undefined when nothing is, or when it was refused and so is revoked. */
async function replacedEntry(
	draft: AttestationDraft,
	{ device, db }: { device: StoredDevice; db: RelaisDatabase },
): Promise<RevocationRow | undefined> {
	if (draft.corrects === undefined) return undefined;
	const stored = await indexedDbOutboxStore(db).get(draft.corrects);
	if (stored === undefined || stored.entry.status === "refused") return undefined;
	const sheet = await issuedSheet(draft.corrects, { device, db });
	if (sheet === undefined) return undefined;
	const wish = { key: draft.corrects, attestation: sheet.rp1, reason: "entry_error" } as const;
	return revocationRow(device.storageKey, wish);
}

/** The sheet of an entry that is in the outbox already: a second click, a reprint. */
export async function issuedSheet(
	key: string,
	from: { device: StoredDevice; db?: RelaisDatabase },
): Promise<AttestationSheet | undefined> {
	const stored = await indexedDbOutboxStore(from.db ?? database()).get(key);
	if (stored?.payload == null) return undefined;
	return (await openAttestation(from.device.storageKey, key, stored.payload.sealed))?.sheet;
}

/** Those that may sign this draft now, oldest first: the older block is used up before the newer one. */
function chooseDelegations(
	draft: AttestationDraft,
	{ delegations, now }: { delegations: readonly OwnDelegation[]; now: NumericDate },
): Result<readonly OwnDelegation[], IssueFailure> {
	const current = delegations.filter((delegation) => inForce(delegation, now));
	if (current.length === 0) return refuse("no_delegation");
	const allowed = current.filter((delegation) => delegation.kinds.includes(draft.kind));
	if (allowed.length === 0) return refuse("kind_not_delegated");
	if (draft.performedAt > now + CLOCK_TOLERANCE) return refuse("time_in_future");
	const inTime = allowed.filter((delegation) => expiryOf(draft, delegation, now) > now);
	return inTime.length === 0 ? refuse("sample_too_old") : ok(inTime);
}

/** [RP-2] Tests and recoveries run from the sample; a vaccination has no such limit and runs from now. */
function expiryOf(draft: AttestationDraft, delegation: OwnDelegation, now: NumericDate): NumericDate {
	return (draft.kind === "V" ? now : draft.performedAt) + delegation.longest;
}

type Making = { device: StoredDevice; reserved: ReservedIndex; now: NumericDate; zone: string };

async function makeAttestation(
	draft: AttestationDraft,
	making: Making,
): Promise<Result<{ sheet: AttestationSheet; record: RecordInput }, IssueFailure>> {
	const { device, reserved, now, zone } = making;
	const { pharmacy, codeKeys } = device;
	if (pharmacy === null || codeKeys.holder !== "issuer") return refuse("not_enrolled");
	const { family, given, birth } = draft.identity;
	const expires = expiryOf(draft, reserved.delegation, now);
	const code = issueCode(codeKeys, {
		pharmacy: pharmacy.number,
		kind: draft.kind,
		exp: expires,
		birth,
		initials: initialsOf({ family, given }),
	});
	if (!code.ok) return refuse(code.error.code === "code_keys_missing" ? "code_keys_missing" : "record_malformed");

	const claims: AttestationClaims = {
		iat: now,
		exp: expires,
		k: draft.kind,
		t: draft.performedAt,
		n: [family, given],
		b: birth,
		s: reserved.index,
		...(draft.product === undefined ? {} : { p: draft.product.code }),
		...(draft.kind === "V" && draft.dose !== undefined ? { d: draft.dose } : {}),
	};
	const rp1 = await sign(claims, { device, delegation: reserved.delegation });
	if (rp1 === undefined) return refuse("signing_failed");

	const holderToken = base64url(crypto.getRandomValues(new Uint8Array(16)));
	const record = recordInput.safeParse({
		key: draft.id,
		attestation: rp1,
		identity: draft.identity,
		contact: draft.contact,
		...(draft.professional === undefined ? {} : { professional: draft.professional }),
		sampled: { at: draft.performedAt, zone },
		issued: { at: now, zone },
		queued: { at: now, zone },
		holderToken,
		locale: draft.locale,
	});
	if (!record.success) return refuse("record_malformed");
	const sheet: AttestationSheet = {
		kind: draft.kind,
		person: { family, given, birth },
		performedAt: draft.performedAt,
		zone,
		issuedAt: now,
		expires,
		...(draft.product === undefined ? {} : { product: draft.product }),
		...(draft.dose === undefined ? {} : { dose: [...draft.dose] }),
		pharmacy: { name: pharmacy.name },
		rp1,
		checkCode: { number: code.value.number, code: code.value.code, ends: code.value.ends },
		holderPath: `/pass#${holderToken}.${expires.toString(36)}`,
		index: reserved.index,
	};
	return ok({ sheet, record: record.data });
}

/** Undefined: claims that no verifier would take, or a key that the browser no longer lets us use. */
async function sign(
	claims: AttestationClaims,
	by: { device: StoredDevice; delegation: OwnDelegation },
): Promise<string | undefined> {
	const signer = joseSigner(by.device.privateKey, by.device.publicJwk);
	try {
		// Embedded: a door that never heard of this delegation verifies the paper in a cellar.
		return await issueAttestation(claims, { delegation: by.delegation.jwt, signer, embed: true });
	} catch (error) {
		if (error instanceof AttestationRefused || error instanceof DOMException) return undefined;
		throw error;
	}
}
