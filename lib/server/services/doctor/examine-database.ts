/** The database: whether it can be reached and written, keeps what it says, has this release's tables and room for us. */
import "server-only";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type Connections, type Database, openDatabase } from "../../db/database";
import { fieldKeysInUse } from "../field-key/reseal-columns";
import { askDatabase } from "../health/ask-database";
import { appliedMigrations, type DatabaseFacts, databaseFacts, monthFacts } from "./database-facts";
import { type Finding, findingsOf, wordOf } from "./finding";

const OLDEST_VERSION = 150_000;
/** Below that not even this command and an operator get in. */
const FEWEST_FREE = 3;
/** A country that comes back writes this much of log in minutes; each checkpoint on the way costs as much again. */
const ROOMY_LOG = 4 * 1024 ** 3;

export type DatabaseExamination = {
	readonly connectionString: string;
	/** Connections that one instance opens at most. */
	readonly pool: number;
	/** Names of this release's migrations. */
	readonly migrations: readonly string[];
	/** Undefined where the keys cannot be read. */
	readonly fieldKeyIds: ReadonlySet<string> | undefined;
	readonly now: NumericDate;
};

const database = findingsOf("database");

/** What PostgreSQL and the system call it when nobody gets in, and what helps. */
const HINTS: Readonly<Record<string, string>> = {
	ECONNREFUSED: "start PostgreSQL, or correct host and port in DATABASE_URL",
	ENOTFOUND: "correct the host in DATABASE_URL",
	"28P01": "correct the password in DATABASE_URL",
	"28000": "correct the account in DATABASE_URL, or allow it in pg_hba.conf",
	"3D000": "make the database, or correct its name in DATABASE_URL",
	"53300": "all connections are taken: raise max_connections, or lower RELAIS_DATABASE_POOL",
	"57P03": "it is starting or stopping: wait, and look into its log",
};

export async function examineDatabase(examination: DatabaseExamination): Promise<readonly Finding[]> {
	const { db, connections } = openDatabase({ ...examination, pool: 1 });
	try {
		return await examineOpen(examination, { db, connections });
	} catch (fault) {
		const word = wordOf(fault);
		return [database.fault(`it does not answer (${word}): ${HINTS[word] ?? "look whether it runs, and into its log"}`)];
	} finally {
		await db.$disconnect();
	}
}

type Opened = { readonly db: Database; readonly connections: Connections };

async function examineOpen(examination: DatabaseExamination, { db, connections }: Opened): Promise<readonly Finding[]> {
	const facts = await databaseFacts(connections);
	return [
		versionOf(facts),
		...(await commitsOf(db, facts)),
		...(facts.hasTables ? await tablesOf(examination, { db, connections, facts }) : [noTables()]),
		roleOf(facts),
		logOf(facts),
		clocksOf(facts, examination.now),
		connectionsOf(facts, examination.pool),
	];
}

function versionOf({ version }: DatabaseFacts): Finding {
	const says = `PostgreSQL ${Math.floor(version / 10_000)} answers`;
	return version < OLDEST_VERSION ? database.fault(`${says}: it has to be 15 or later`) : database.ok(says);
}

async function commitsOf(db: Database, { hasStandby }: DatabaseFacts): Promise<readonly Finding[]> {
	const commits = findingsOf("commits");
	const { reach, keepsCommits } = await askDatabase(db);
	const writes =
		reach === "primary" ? [] : [database.fault("it takes no writes: let DATABASE_URL lead to the primary")];
	if (!keepsCommits) {
		return [...writes, commits.fault("the database is set to forget them: set fsync and synchronous_commit to on")];
	}
	if (hasStandby) return [...writes, commits.ok("each waits for a second machine")];
	return [...writes, commits.look("each is on one machine only: use a synchronous standby, or archive continuously")];
}

function noTables(): Finding {
	return findingsOf("tables").fault("there are none: npm run --silent migrate");
}

async function tablesOf(
	examination: DatabaseExamination,
	opened: Opened & { readonly facts: DatabaseFacts },
): Promise<readonly Finding[]> {
	const tables = findingsOf("tables");
	const applied = new Set(await appliedMigrations(opened.connections));
	const own = new Set(examination.migrations);
	const missing = examination.migrations.filter((name) => !applied.has(name));
	// They are read by statements of this release.
	if (missing.length > 0) {
		return [
			tables.fault(`${missing.length} changes are to be made, the first is ${missing[0]}: npm run --silent migrate`),
		];
	}
	const newer = [...applied].filter((name) => !own.has(name));
	const state =
		newer.length === 0
			? tables.ok("they are this release's")
			: tables.look(`${newer.length} changes are of a newer release: go back to it when you can`);
	const months = await monthsOf(opened.connections);
	return [state, ...(await fieldKeysOf(examination, opened)), auditOf(opened.facts), months];
}

async function monthsOf(connections: Connections): Promise<Finding> {
	const months = findingsOf("months");
	const { missing, unplaced } = await monthFacts(connections);
	const remedy = "look whether an instance runs, which makes them every ten minutes, into its log, and at its clock";
	if (missing !== null) return months.look(`none is made for ${missing}: ${remedy}`);
	if (unplaced) return months.look(`there are records or passes of a month that is not made: ${remedy}`);
	return months.ok("they are made ahead");
}

function auditOf(facts: DatabaseFacts): Finding {
	const audit = findingsOf("audit entries");
	const could = [...(facts.changesEntries ? ["change or drop"] : []), ...(facts.readsEntries ? ["read"] : [])];
	const remedy =
		facts.isSuperuser || facts.ownsTables
			? "give it another one (docs/operations.md, Three accounts)"
			: "run the second block of docs/operations.md, Three accounts";
	if (!facts.addsEntries)
		return audit.fault(`the portal's account may not add any, and without them it decides nothing: ${remedy}`);
	if (could.length === 0) return audit.ok("the portal's account can add them, and neither read nor change them");
	return audit.look(`the portal's account could ${could.join(" and ")} them: ${remedy}`);
}

async function fieldKeysOf({ fieldKeyIds }: DatabaseExamination, { db }: Opened): Promise<readonly Finding[]> {
	if (fieldKeyIds === undefined) return [];
	const fieldKeys = findingsOf("field keys");
	const unknown = (await fieldKeysInUse({ db })).filter((id) => !fieldKeyIds.has(id));
	if (unknown.length === 0) return [fieldKeys.ok("all that stored rows need are here")];
	return [
		fieldKeys.fault(`stored rows need ${unknown.join(", ")}: put the file back, or the key into RELAIS_FIELD_KEY`),
	];
}

function roleOf({ isSuperuser, ownsTables }: DatabaseFacts): Finding {
	const role = findingsOf("database role");
	if (isSuperuser) return role.look("the portal's account may do everything in this server: give it one of its own");
	if (ownsTables)
		return role.look(
			"the portal's account owns the tables and could drop them: give it another one (docs/operations.md, Three accounts)",
		);
	return role.ok("it is not the tables' owner");
}

function logOf({ logBytes }: DatabaseFacts): Finding {
	const log = findingsOf("database log");
	if (logBytes >= ROOMY_LOG) return log.ok("it has room for a country that comes back");
	return log.look("it is full too soon when a country comes back: set max_wal_size = 4GB");
}

function clocksOf({ now: theirs }: DatabaseFacts, now: NumericDate): Finding {
	const clocks = findingsOf("clocks");
	const apart = Math.round(Math.abs(theirs - now));
	const says = `this machine's and the database's are ${apart} s apart`;
	return apart > CLOCK_TOLERANCE ? clocks.fault(`${says}: set both right (NTP)`) : clocks.ok(says);
}

function connectionsOf({ free }: DatabaseFacts, pool: number): Finding {
	const connections = findingsOf("connections");
	const says = `${free} more can be opened, an instance opens up to ${pool}`;
	const remedy = "raise max_connections, or lower RELAIS_DATABASE_POOL";
	if (free < FEWEST_FREE) return connections.fault(`${says}: ${remedy}`);
	return free < pool ? connections.look(`${says}: ${remedy}`) : connections.ok(says);
}
