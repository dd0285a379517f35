import "client-only";
import type { DBCore, DBCoreMutateRequest, DBCoreTable } from "dexie";

/** Whoever follows what is written (mirror.ts). */
export type Watcher = {
	/** Called once the transaction is complete. */
	readonly written: (table: string, request: DBCoreMutateRequest) => void;
	/** The browser took a transaction back: no room, or no database any more. */
	readonly refused: (error: DOMException) => void;
};

/** Tells of every write; `watcher` is asked each time, so that a database that is open already can be followed. */
export function watchedCore(core: DBCore, watcher: () => Watcher | undefined): DBCore {
	/** What a transaction that is under way has changed. */
	const pending = new WeakMap<object, (() => void)[]>();
	const changesOf = (transaction: IDBTransaction) => {
		const known = pending.get(transaction);
		if (known !== undefined) return known;
		const changes: (() => void)[] = [];
		pending.set(transaction, changes);
		transaction.addEventListener("complete", () => {
			for (const change of changes) change();
		});
		transaction.addEventListener("abort", () => {
			if (transaction.error !== null) watcher()?.refused(transaction.error);
		});
		return changes;
	};
	const watchedTable = (name: string, table: DBCoreTable): DBCoreTable => ({
		...table,
		mutate: (request) => {
			if (watcher() === undefined) return table.mutate(request);
			const changes = changesOf(request.trans as unknown as IDBTransaction);
			return table.mutate(request).then((answer) => {
				if (answer.numFailures === 0) changes.push(() => watcher()?.written(name, request));
				return answer;
			});
		},
	});
	return { ...core, table: (name) => watchedTable(name, core.table(name)) };
}
