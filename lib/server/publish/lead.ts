/**
 * One of the instances that share a data folder publishes what follows from what is registered, under a lease (db/lease.ts).
 *
 * Two that believe to lead for a moment do no harm: what they publish is dated one after the other (publish-dated-file.ts).
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ServerContext } from "../context/server-context";
import { giveUpLease, takeLease } from "../db/lease";
import { makeFolder } from "./make-folder";

const LEASE_SECONDS = 45;

export type Lead = {
	/** Whether this instance leads from now on, for at least as long as one publication takes. */
	readonly holds: () => Promise<boolean>;
	/** Lets another one lead at once. */
	readonly giveUp: () => Promise<void>;
};

export function leadOfFolder({ db, settings }: ServerContext): Lead {
	const holder = randomUUID();
	let name: string | undefined;
	return {
		holds: async () => {
			name = `publish ${await nameOfFolder(settings.dataDir)}`;
			return takeLease(db, { name, holder }, LEASE_SECONDS);
		},
		giveUp: async () => {
			if (name !== undefined) await giveUpLease(db, { name, holder });
		},
	};
}

/** The same for all who share the folder, and another one for whoever has a copy of it. */
async function nameOfFolder(dataDir: string): Promise<string> {
	const path = join(dataDir, "folder-name");
	await makeFolder(dirname(path));
	await writeFile(path, randomUUID(), { flag: "wx" }).catch((fault: NodeJS.ErrnoException) => {
		if (fault.code !== "EEXIST") throw fault;
	});
	const [text, { ino }] = await Promise.all([readFile(path, "utf8"), stat(path)]);
	return `${text.trim()}.${ino}`;
}
