import "client-only";
import Dexie, { type DexieOptions, type EntityTable, type Table } from "dexie";
import type { AcceptedCode } from "@/lib/checkcode/accepted-code-store";
import type { OutcomeCount } from "@/lib/checkin/outcome-counts";
import type { TrustFile } from "@/lib/trust/trust-file";
import { beginNewLog } from "./new-log";
import { Transactions } from "./put-away";
import type {
	CarriedRow,
	CheckinRow,
	DeviceRow,
	DraftRow,
	FactRow,
	IndexRow,
	OutboxRow,
	PassRow,
	PendingEnrolmentRow,
	PositiveRow,
	PostRow,
	ProfessionalRow,
	RevocationRow,
	SaltRow,
	ShiftRow,
	StaffRow,
} from "./rows";
import { storageFailure } from "./storage-failure";
import { cutCodeHashes, nameAssignments, nameEventTypes, nameSalts, nameStates } from "./upgrades";
import type { SlotSecret } from "./vault/vault-messages";
import type { VaultRow } from "./vault/vault-row";
import { type Watcher, watchedCore } from "./watched-core";

/**
 * Everything that a device keeps, in one IndexedDB database: which tables there are, and under which keys (rows.ts says
 * what is in them).
 *
 * A change of a table's key or indexes needs a new `version(n)` block below, never an edit of an old one, once a
 * release is out.
 */

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

let opened: RelaisDatabase | undefined;

/** The database of this page. Opened lazily by its first use; tests give their own to the modules under test. */
export function database(): RelaisDatabase {
	if (opened === undefined) {
		opened = new RelaisDatabase();
		if (typeof window !== "undefined") {
			opened.underWay.takeBackWith(window, () => location.reload());
			// A disk that refuses this refuses the next write, which says so to whoever waits for it.
			beginNewLog().catch((error: unknown) => {
				if (storageFailure(error) === undefined) reportError(error);
			});
		}
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
