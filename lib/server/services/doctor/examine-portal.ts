/**
 * Looks at everything that a portal needs on this machine, and says of each part whether it is well and what to do (spec
 * OP-7). Changes nothing. What a part needs and does not have is said once, and the parts that depend on it are left out.
 */
import "server-only";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { readEnvironment, UnusableSettings } from "../../settings/environment";
import { dataFolder, readSettings, type Settings } from "../../settings/settings";
import { examineDatabase } from "./examine-database";
import { examineFolder, type FreeSpace, freeSpace } from "./examine-folder";
import { examineKeys } from "./examine-keys";
import { examinePublished } from "./examine-published";
import { examineInstance, examineMail } from "./examine-surroundings";
import { type Finding, findingsOf } from "./finding";

export type Examination = {
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Project root, where prisma/ lies. */
	readonly root: string;
	readonly now: NumericDate;
	readonly free?: FreeSpace;
};

export async function examinePortal({ env, root, now, free = freeSpace }: Examination): Promise<readonly Finding[]> {
	const settings = usableSettings(env);
	const dataDir = dataFolder(env);
	const folder = await examineFolder(dataDir, free);
	if (folder.some(({ part, state }) => part === "data folder" && state === "fault")) {
		return [settings.finding, ...folder];
	}
	const fieldKeys = settings.usable?.fieldKeys;
	const keys = await examineKeys({ dataDir, fieldKeys, now });
	const published = await examinePublished(dataDir, now);
	const here = [settings.finding, ...folder, ...keys.findings, ...published];
	if (settings.usable === undefined) return here;
	const { databaseUrl: connectionString, databasePool: pool, smtpUrl } = settings.usable;
	const migrations = await migrationsOf(root);
	const [database, mail, instance] = await Promise.all([
		examineDatabase({ connectionString, pool, migrations, fieldKeyIds: keys.fieldKeyIds, now }),
		examineMail(smtpUrl),
		examineInstance(originOf(env)),
	]);
	return [...here, ...database, mail, instance];
}

type UsableSettings = { readonly finding: Finding; readonly usable: Settings | undefined };

function usableSettings(env: Examination["env"]): UsableSettings {
	const settings = findingsOf("settings");
	try {
		return { finding: settings.ok("they can be used"), usable: readSettings(env) };
	} catch (fault) {
		if (!(fault instanceof UnusableSettings)) throw fault;
		return { finding: settings.fault(fault.message), usable: undefined };
	}
}

/** An address for all is reached by the machine's own. */
function originOf(env: Examination["env"]): string {
	const { PORT: port = 3_000, HOST: host = "127.0.0.1" } = readEnvironment(env);
	const reached = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
	return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}

async function migrationsOf(root: string): Promise<readonly string[]> {
	const entries = await readdir(join(root, "prisma/migrations"), { withFileTypes: true });
	return entries
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();
}
