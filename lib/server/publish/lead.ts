/**
 * One of the instances that share a data folder publishes what follows from what is registered: it holds a lease in the
 * database, by the database's clock, and renews it each time it asks. One that died loses it after LEASE_SECONDS. A lease,
 * and no lock of a session: poolers and other engines give those away.
 *
 * Two that believe to lead for a moment do no harm: what they publish is dated one after the other (publish-dated-file.ts).
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ServerContext } from "../context/server-context";
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
			const rows = await db.$queryRaw<readonly unknown[]>`
				INSERT INTO leases (name, holder, ends_at)
				VALUES (${name}, ${holder}::uuid, now() + make_interval(secs => ${LEASE_SECONDS}::int))
				ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at
				WHERE leases.holder = excluded.holder OR leases.ends_at < now() RETURNING name`;
			return rows.length > 0;
		},
		giveUp: async () => {
			if (name !== undefined) await db.lease.deleteMany({ where: { name, holder } });
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
