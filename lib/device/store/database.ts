import "client-only";
import Dexie, { type DexieOptions, type EntityTable, type Table, type Transaction } from "dexie";
import type { AcceptedCode } from "@/lib/checkcode/accepted-code-store";
import { type CheckinEvent, UNNAMED_SALT } from "@/lib/checkin/checkin-event";
import type { KeptPost } from "@/lib/checkin/merge-heard";
import type { OutcomeCount } from "@/lib/checkin/outcome-counts";
import type { BlockMemory } from "@/lib/kit/index-stretch";
import type { OwnKit } from "@/lib/kit/own-kit";
import type { OutboxEntry } from "@/lib/outbox/outbox";
import type { DevicePublicJwk } from "@/lib/protocol/device-kit";
import type { TrustFile } from "@/lib/trust/trust-file";
import { Transactions } from "./put-away";
import { saltIdOf } from "./salt-id";
import type { MaybeApart, Sealed, SealedAct } from "./sealed";
import type { SlotSecret } from "./vault/vault-messages";
import type { FreshKeys, VaultRow } from "./vault/vault-row";
import { type Watcher, watchedCore } from "./watched-core";

/**
 * Everything that a device keeps, in one IndexedDB database. This file says what is stored and under which key; who
 * may write a table is the module named beside it. Nothing about a person lies here in the clear.
 *
 * A change of a table's key or indexes needs a new `version(n)` block below, never an edit of an old one, once a
 * release is out.
 */

/**
 * The enrolled device: one row. Written by device-store.ts, kit-store.ts and vault/counter-vault.ts. A `CryptoKey` lies in
 * the database's files with its bytes, whether a script may read them or not: doors and trains keep theirs so (what they
 * sign is that a request is theirs), a counter keeps its own in the vault (VA-1).
 */
export type DeviceRow = OwnKit & {
	readonly id: "device";
	/** ES256, usage `sign`. Of a counter only where an earlier version made it, and until another takes its place. */
	readonly privateKey?: CryptoKey;
	readonly publicJwk: DevicePublicJwk;
	/** RFC 7638 thumbprint of `publicJwk`, 43 characters. */
	readonly thumbprint: string;
	/** AES-256-GCM. Of a counter only where an earlier version made it, and until its first passphrase. */
	readonly storageKey?: CryptoKey;
	/** Of a counter, until they are in the vault. */
	readonly fresh?: FreshKeys;
	/** Of a counter: what sends its records while it is locked. Absent from what an earlier version enrolled. */
	readonly transport?: TransportRow;
	/** Of a counter: its `codeKeys` with their days (identity/sealed-codes.ts). */
	readonly sealedCodes?: Sealed;
	readonly enrolledAt: number;
};

/** A key that may send records and nothing else (identity/transport-key.ts). */
type TransportRow = {
	readonly privateKey: CryptoKey;
	readonly publicJwk: DevicePublicJwk;
	readonly thumbprint: string;
};

/** Keys made for an enrolment that was not confirmed yet: kept, so that a lost answer can be asked for again. */
export type PendingEnrolmentRow = {
	readonly id: "pending";
	readonly code: string;
	/** Root thumbprint that came with the code, if it came in a link. */
	readonly root: string | undefined;
	readonly publicJwk: DevicePublicJwk;
	/** Absent from what an earlier version left: keys that no vault could take. */
	readonly fresh?: FreshKeys;
	readonly transport?: TransportRow;
};

/** What is spent of a delegation's block (lib/kit/index-stretch.ts). Written by index-store.ts only. */
export type IndexRow = {
	readonly jti: string;
	/** Of an earlier version, which counted through the block: every index below it is spent. */
	readonly next?: number;
	/** Absent from rows of an earlier version. */
	readonly spent?: string;
	readonly open?: BlockMemory["open"];
};

/** An attestation on its way to the authority; what it holds about a person is sealed. Written by outbox-store.ts. */
export type OutboxRow = OutboxEntry & {
	/** `<delegation jti>.<s>`: unique, a last check against an index used twice. */
	readonly index: string;
	/** A `SealedAttestation` (sealed-attestation.ts), or null once its time has passed (retention.ts). */
	readonly sealed: SealedAct | null;
	/** The record as only the portal can read it (envelope.ts), until the portal has answered for it. */
	readonly envelope?: string;
	/** The details of the person are gone from `sealed`: only the sheet is left. */
	readonly trimmed: boolean;
	/** What became of its sheet (sheet-fate.ts), null until somebody says so. */
	readonly fate?: "handed" | "useless" | null;
	/** In rows of an earlier app, instead of `fate`: the sheet has been on the screen. */
	readonly shown?: boolean;
};

/** The wish to take an attestation back; `key` is its outbox entry's. Written by revocation.ts. */
export type RevocationRow = {
	readonly key: string;
	readonly state: "waiting" | "done" | "refused";
	readonly askedAt: number;
	/** The request, until it is answered. */
	readonly sealed: MaybeApart | null;
	/** Key of the act that replaces it; absent where nothing does. */
	readonly replacedBy?: string;
};

/** Somebody who is sampled, or half typed: the form of the counter, sealed. Written by draft-store.ts. */
export type DraftRow = {
	readonly id: string;
	readonly startedAt: number;
	/** Counts up from person to person: two may begin in one second, and a clock goes back. Missing in rows of earlier versions. */
	readonly number?: number;
	readonly sealed: MaybeApart;
};

/** Somebody who issues here. Written by counter/professionals.ts. */
type ProfessionalRow = { readonly id: string; readonly sealed: Sealed };

/** A positive antigen test on its way to the authority; sealed until it is registered. Written by positive-store.ts. */
export type PositiveRow = OutboxEntry & {
	readonly sealed: MaybeApart | null;
	/** The result as only the portal can read it (envelope.ts), until the portal has answered for it. */
	readonly envelope?: string;
};

/** An act of another workstation that goes to the authority from here (counter/carried). */
export type CarriedRow = OutboxEntry & {
	/** Id of the workstation. */
	readonly device: string;
	/** As only the portal can read it, until the portal has answered for it. */
	readonly envelope?: string;
};

/** Small facts: clock witnesses, portal health, the kit request under way. Each key belongs to one module. */
export type FactRow = { readonly name: string; readonly value: unknown };

/** One passage of the door, until the server has stored it and the event is over. Written by checkin-store.ts. */
export type CheckinRow = {
	readonly id: string;
	readonly assignment: string;
	/** This device recorded it; else it was heard of from another gate. */
	readonly own: 0 | 1;
	/** 1: the portal has answered for it, or never will be asked. */
	readonly sent: 0 | 1;
	/** Why the portal does not take it. */
	readonly refused?: string;
	readonly event: CheckinEvent;
};

/** What was heard of another post of an assignment. Written by checkin-store.ts. */
export type PostRow = KeptPost & { readonly assignment: string };

/** A salt of an event, made here or handed on by another gate. */
export type StoredSalt = {
	/** `saltIdOf` (salt-id.ts). */
	readonly id: string;
	/** When the first gate made it: gates that hold several use the oldest. */
	readonly made: number;
	/** HMAC-SHA-256, non-extractable. */
	readonly key: CryptoKey;
	/** Its 32 bytes, for another gate; null where they are not known, or this device has no storage key. */
	readonly sealed: Sealed | null;
	/** Another gate made it. */
	readonly handed: boolean;
};

/** The salts of an event, deleted when it is over. Written by event-salt.ts. */
export type SaltRow = { readonly assignment: string; readonly ends: number; readonly salts: readonly StoredSalt[] };

/**
 * Somebody whom the supervisor authorised to check passes here. `id` stands on the badge. Kept as the law asks; written
 * by scan-register.ts.
 */
export type StaffRow = {
	readonly id: string;
	/** Name or number, as text. */
	readonly sealed: Sealed;
	readonly authorisedAt: number;
	/** Null while authorised. */
	readonly withdrawnAt: number | null;
};

/** Who checked passes on this device, from when to when. Written by scan-register.ts. */
export type ShiftRow = {
	readonly id: string;
	/** `StaffRow.id`; empty where nobody said who they are. */
	readonly staff: string;
	readonly place: string;
	readonly gate: string;
	readonly from: number;
	/** The last check. */
	readonly seen: number;
	/** Null while it goes on, or where the app was killed: then it ended at `seen`. */
	readonly to: number | null;
};

/** A holder's pass, kept on the holder's own device when they ask for it. */
export type PassRow = { readonly id: string; readonly value: unknown };

export const DATABASE_NAME = "relais";

type MemoryIndexedDb = Pick<DexieOptions, "indexedDB" | "IDBKeyRange">;

export class RelaisDatabase extends Dexie {
	declare readonly device: EntityTable<DeviceRow | PendingEnrolmentRow | VaultRow, "id">;
	/** Megabytes, rewritten only where they changed. Written by trust/list-store.ts. */
	declare readonly trust: EntityTable<TrustFile, "name">;
	declare readonly indices: EntityTable<IndexRow, "jti">;
	declare readonly outbox: EntityTable<OutboxRow, "key">;
	declare readonly revocations: EntityTable<RevocationRow, "key">;
	declare readonly positives: EntityTable<PositiveRow, "key">;
	declare readonly carriedRecords: EntityTable<CarriedRow, "key">;
	declare readonly carriedResults: EntityTable<CarriedRow, "key">;
	declare readonly drafts: EntityTable<DraftRow, "id">;
	declare readonly facts: EntityTable<FactRow, "name">;
	declare readonly checkins: Table<CheckinRow, string>;
	declare readonly posts: Table<PostRow, [string, string]>;
	/** Seven days (spec CC-8). Written by accepted-code-store.ts. */
	declare readonly rememberedCodes: Table<AcceptedCode, [string, string]>;
	declare readonly eventSalts: Table<SaltRow, string>;
	declare readonly passes: Table<PassRow, string>;
	/** Numbers without persons. Written by outcome-store.ts. */
	declare readonly outcomes: Table<OutcomeCount, [string, string, number, string, string, string]>;
	declare readonly staff: Table<StaffRow, string>;
	declare readonly shifts: Table<ShiftRow, string>;
	declare readonly professionals: EntityTable<ProfessionalRow, "id">;
	/** Where no file can be overwritten in place. Written by vault/slots.ts. */
	declare readonly secrets: Table<SlotSecret, number>;
	/** Set by mirror.ts only. */
	watcher: Watcher | undefined;
	readonly underWay = new Transactions();
	/** Gone with the page, and nothing of it may lie anywhere else. */
	readonly inMemory: boolean;

	/** `memory`: an IndexedDB of another make than the browser's, which is memory (stand-in.ts, an exercise). */
	constructor(name = DATABASE_NAME, memory: MemoryIndexedDb = {}) {
		// Strict: a transaction is done when the bytes are on the disk, not when the operating system has them.
		super(name, { chromeTransactionDurability: "strict", ...memory });
		this.inMemory = memory.indexedDB !== undefined;
		this.use({ stack: "dbcore", name: "watch", create: (core) => watchedCore(core, () => this.watcher) });
		this.use({ stack: "dbcore", name: "put away", create: (core) => this.underWay.followed(core) });
		this.version(1).stores({
			device: "id",
			trust: "name",
			indices: "jti",
			outbox: "key, &index, status, queuedAt",
			revocations: "key, state",
			facts: "name",
			checkins: "id, sent, [venue+event.pseudonym], [venue+event.at]",
			acceptedCodes: "hash, day, acceptedAt",
			salts: "venue, ends",
			passes: "id",
		});
		// A table's key cannot be changed: the salts move to a table of another name.
		this.version(2)
			.stores({
				outbox: "key, &index, state, queuedAt",
				checkins: "id, sent, [assignment+event.pseudonym], [assignment+event.at]",
				eventSalts: "assignment, ends",
				salts: null,
			})
			.upgrade(async (transaction) => {
				await nameAssignments(transaction);
				await nameStates(transaction);
			});
		this.version(3)
			.stores({ rememberedCodes: "[day+hash], day, acceptedAt", acceptedCodes: null })
			.upgrade(cutCodeHashes);
		this.version(4).stores({}).upgrade(nameSalts);
		this.version(5).stores({
			outcomes: "[assignment+gate+minute+outcome+format+reason], assignment, minute",
			staff: "id",
			shifts: "id, from",
		});
		this.version(6)
			.stores({
				checkins: "id, sent, [assignment+event.pseudonym], [assignment+event.alias], [assignment+event.at]",
				posts: "[assignment+post], assignment",
			})
			.upgrade(nameEventTypes);
		this.version(7).stores({ drafts: "id" });
		this.version(8).stores({ positives: "key, state" });
		this.version(9).stores({ secrets: "slot", professionals: "id" });
		this.version(10).stores({ carriedRecords: "key, state", carriedResults: "key, state" });
	}
}

/**
 * Version 1 called the assignment `venue`, which is something else (a venue has assignments). Passages that wait to be
 * sent, the salt that recognises who is inside and the chosen post are kept under the new name: a door that is updated
 * in the middle of an event goes on counting, and the portal takes what it sends.
 */
async function nameAssignments(transaction: Transaction): Promise<void> {
	await transaction
		.table<{ venue?: string; assignment: string; event: { venue?: string; assignment: string } }>("checkins")
		.toCollection()
		.modify((row) => {
			renameVenue(row);
			renameVenue(row.event);
		});
	const salts = await transaction.table<{ venue: string; salt: CryptoKey; ends: number }>("salts").toArray();
	const renamed = salts.map(({ venue: assignment, ...rest }): SingleSaltRow => ({ assignment, ...rest }));
	await transaction.table<SingleSaltRow, string>("eventSalts").bulkAdd(renamed);
	await transaction
		.table<{ name: string; value: { venue?: string; assignment: string } }, string>("facts")
		.where("name")
		.equals("gate")
		.modify(({ value }) => renameVenue(value));
}

/**
 * Up to version 2 a code was remembered by eight bytes of its hash. Three are published now (CC-8): four symbols of
 * base64url are three bytes exactly. Two days may have the same, so the day is part of the key.
 */
async function cutCodeHashes(transaction: Transaction): Promise<void> {
	const codes = await transaction.table<AcceptedCode>("acceptedCodes").toArray();
	const cut = codes.map((code): AcceptedCode => ({ ...code, hash: code.hash.slice(0, 4) }));
	await transaction.table<AcceptedCode>("rememberedCodes").bulkPut(cut);
}

type SingleSaltRow = { readonly assignment: string; readonly salt: CryptoKey; readonly ends: number };

/**
 * Up to version 3 an event had one salt, and it had no id. Its bytes are known to nobody, so it cannot be handed on; it
 * goes on recognising who is inside.
 */
async function nameSalts(transaction: Transaction): Promise<void> {
	const rows = await transaction.table<SingleSaltRow>("eventSalts").toArray();
	const ids = await Dexie.waitFor(Promise.all(rows.map(({ salt }) => saltIdOf(salt))));
	const named = rows.map(({ assignment, ends, salt: key }, i): SaltRow => {
		return { assignment, ends, salts: [{ id: ids[i] ?? "", made: 0, key, sealed: null, handed: false }] };
	});
	await transaction.table<SaltRow>("eventSalts").bulkPut(named);
}

/**
 * Up to version 5 every event was a passage of this device, and did not say under which salt: those go on being known by
 * their names, and are comparable with nobody else's.
 */
async function nameEventTypes(transaction: Transaction): Promise<void> {
	await transaction
		.table<{ own?: 0 | 1; event: { type?: string; salt?: string } }>("checkins")
		.toCollection()
		.modify((row) => {
			row.own ??= 1;
			row.event.type ??= "passage";
			row.event.salt ??= UNNAMED_SALT;
		});
}

function renameVenue(named: { venue?: string; assignment: string }): void {
	if (named.venue === undefined) return;
	named.assignment = named.venue;
	delete named.venue;
}

/**
 * Version 1 called the state of an outbox entry `status`. What waits is found by its state: without its new name a
 * counter that is updated in the middle of an outage would never send its queue.
 */
async function nameStates(transaction: Transaction): Promise<void> {
	await transaction
		.table<{ status?: OutboxRow["state"]; state: OutboxRow["state"] }>("outbox")
		.toCollection()
		.modify((row) => {
			if (row.status === undefined) return;
			row.state = row.status;
			delete row.status;
		});
}

let opened: RelaisDatabase | undefined;

/** The database of this page. Opened lazily by its first use; tests give their own to the modules under test. */
export function database(): RelaisDatabase {
	if (opened === undefined) {
		opened = new RelaisDatabase();
		if (typeof window !== "undefined") opened.underWay.takeBackWith(window, () => location.reload());
	}
	return opened;
}

/**
 * From now on this page works on another database: stand-in.ts, where the browser lost or refuses its own; an exercise,
 * whose page never opened the device's (`isOpened`).
 */
export function workOn(other: RelaisDatabase): void {
	opened = other;
}

/** Whether this page has worked on a database already. */
export const isOpened = (): boolean => opened !== undefined;
