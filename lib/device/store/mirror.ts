import "client-only";
import Dexie, { type DBCoreMutateRequest } from "dexie";
import type { RelaisDatabase } from "./database";

/**
 * What a door's database holds, in memory beside it, so that the door can go on where the browser deletes it or refuses
 * to write (stand-in.ts). A row is taken over once its transaction is complete: the mirror never knows more than the
 * disk. There is nothing about a person in it, as there is nothing in the database.
 */

/** Of counters and holders, which do not go on without their disk: nothing that was acknowledged may be lost. */
const NOT_MIRRORED: readonly string[] = [
	...["indices", "outbox", "revocations", "positives", "drafts", "secrets", "professionals"],
	...["carriedRecords", "carriedResults"],
	"passes",
];

export type Mirror = {
	/** By table. */
	readonly rows: () => ReadonlyMap<string, readonly unknown[]>;
	/** Resolves once what was on the disk before is mirrored too; rejects where it cannot be read. */
	readonly ready: Promise<void>;
	readonly stop: () => void;
};

export const mirroredTables = (db: RelaisDatabase): readonly string[] =>
	db.tables.map(({ name }) => name).filter((name) => !NOT_MIRRORED.includes(name));

/** Follows `db`. `onRefused`: the browser refused a write, or took one back. */
export function mirror(db: RelaisDatabase, onRefused: (error: unknown) => void): Mirror {
	const tables = new Map<string, Map<string, unknown>>(mirroredTables(db).map((name) => [name, new Map()]));
	const read = async (name: string) => {
		const rows = await db.table(name).toArray();
		tables.set(name, new Map(rows.map((row): [string, unknown] => [keyOf(db, name, row), row])));
	};
	const reread = (name: string) => void read(name).catch(onRefused);
	const take = (name: string, request: DBCoreMutateRequest) => {
		const rows = tables.get(name);
		if (rows === undefined) return;
		if (request.type === "deleteRange") reread(name);
		else if (request.type === "delete") for (const key of request.keys) rows.delete(JSON.stringify(key));
		else for (const row of request.values) rows.set(keyOf(db, name, row), row);
	};
	db.watcher = { written: take, refused: onRefused };

	/** What another tab wrote. */
	const onMutated = (parts: object) => {
		for (const [name, rows] of tables) {
			if (!Object.keys(parts).some((part) => part.includes(`/${name}/`))) continue;
			void db
				.table(name)
				.count()
				.then((count) => (count === rows.size ? undefined : reread(name)), onRefused);
		}
	};
	Dexie.on.storagemutated.subscribe(onMutated);
	return {
		rows: () => new Map([...tables].map(([name, rows]) => [name, [...rows.values()]])),
		ready: Promise.all([...tables.keys()].map(read)).then(() => undefined),
		stop: () => {
			Dexie.on.storagemutated.unsubscribe(onMutated);
			db.watcher = undefined;
		},
	};
}

/** All our keys lie in their rows. */
function keyOf(db: RelaisDatabase, name: string, row: unknown): string {
	const { keyPath } = db.table(name).schema.primKey;
	return JSON.stringify(Dexie.getByKeyPath(row as object, keyPath as string | string[]));
}
