import "client-only";
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import type { KeptPost } from "@/lib/checkin/merge-heard";
import type { BlockMemory } from "@/lib/kit/index-stretch";
import type { OwnKit } from "@/lib/kit/own-kit";
import type { OutboxEntry } from "@/lib/outbox/outbox";
import type { DevicePublicJwk } from "@/lib/protocol/device-kit";
import type { MaybeApart, Sealed, SealedAct } from "./sealed";
import type { FreshKeys } from "./vault/vault-row";

/** Rows of the database, table by table: what is stored, and who may write it. Nothing about a person lies here in the clear. */

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
export type ProfessionalRow = { readonly id: string; readonly sealed: Sealed };

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
	/** This device recorded it on this disk; else it was heard of. */
	readonly own: 0 | 1;
	/** 1: the portal has it, has answered for it, or never will be asked. */
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
