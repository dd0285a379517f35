import type { NumericDate } from "@/lib/shared/numeric-date";
import type { TrustFile } from "./trust-file";

/** Why the last update was refused, and when; shown to the operator of the device until one is accepted (TL-3). */
export type RefusedUpdate = { readonly reason: string; readonly at: NumericDate };

type AcceptedLists = {
	/** Thumbprint of the root that they hang on. */
	readonly root: string;
	/** Those that changed: nothing else is written, and nobody who follows the bundle is woken for the rest. */
	readonly files: readonly TrustFile[];
	/** All that the trust list names: other status lists are forgotten. */
	readonly statusIds: readonly string[];
	/** When the server confirmed that this is current. */
	readonly confirmedAt: NumericDate;
};

/**
 * Where a device keeps the published files. Two stores keep this contract (tests/contracts/list-store.ts): memory, for
 * simulations, and IndexedDB. Every method is one step, and a change is durable when its promise resolves.
 */
export interface ListStore {
	/** Thumbprint of the root in use; undefined while none is pinned. */
	root(): Promise<string | undefined>;
	/** All of them, code lists included. */
	files(): Promise<readonly TrustFile[]>;
	file(name: string): Promise<TrustFile | undefined>;
	/** An accepted update: the files, the root they hang on, and that the last refusal is no longer news. */
	accept(accepted: AcceptedLists): Promise<void>;
	/** Keeps every file as it is. */
	refuse(refused: RefusedUpdate): Promise<void>;
	refused(): Promise<RefusedUpdate | undefined>;
	confirmedAt(): Promise<NumericDate | undefined>;
	/** One code list, in place of the one of that name. */
	putCodeList(file: TrustFile): Promise<void>;
	/** Forgets the code lists of all days but these. */
	keepCodeLists(days: readonly string[]): Promise<void>;
}
