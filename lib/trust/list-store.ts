import type { NumericDate } from "@/lib/shared/numeric-date";
import type { TrustFile } from "./trust-file";

/** Why a document was last refused, and when; shown to the operator of the device until a refresh refuses none (TL-3). */
export type RefusedUpdate = { readonly reason: string; readonly at: NumericDate };

type AcceptedLists = {
	/** Thumbprint of the root that they hang on. */
	readonly root: string;
	/** Those that changed: nothing else is written, and nobody who follows the bundle is woken for the rest. */
	readonly files: readonly TrustFile[];
	/** Names of files that nothing in use speaks of any more. */
	readonly forgotten: readonly string[];
	/** When the server confirmed that the list in use is current; undefined: it did not. */
	readonly confirmedAt: NumericDate | undefined;
	/** The document that was refused in the same refresh (TL-3); undefined: none, and an earlier one is no longer news. */
	readonly refused: RefusedUpdate | undefined;
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
	/** What a refresh came to: the files that were taken, the root they hang on, what is forgotten, what was refused. */
	accept(accepted: AcceptedLists): Promise<void>;
	refused(): Promise<RefusedUpdate | undefined>;
	confirmedAt(): Promise<NumericDate | undefined>;
	/** One code list, in place of the one of that name. */
	putCodeList(file: TrustFile): Promise<void>;
	/** Forgets the code lists of all days but these. */
	keepCodeLists(days: readonly string[]): Promise<void>;
}
