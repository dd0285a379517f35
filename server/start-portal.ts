/**
 * `npm start`: from installed packages to a serving portal: settings, database client, build, keys, PostgreSQL, tables,
 * and on the embedded PostgreSQL the demo world. scripts/bootstrap/start.mjs has refused a wrong command line and installed the packages before this is read.
 *
 * Each step is skipped when there is nothing to do, so the second start takes seconds. Stopping (Ctrl-C, SIGTERM)
 * finishes requests under way, then stops the database that was started here.
 */
import { readEnvironment, UnusableSettings } from "../lib/server/settings/environment";
import { HELP, type Options, readOptions } from "../scripts/bootstrap/options.mjs";
import { dataFolder, endSteps, longStep, StepFailed, say } from "../scripts/bootstrap/project.mjs";
import { requireDataFolder } from "../scripts/bootstrap/writable.mjs";
import { buildPortal, isBuilt, prepareSources } from "./build/build";
import { portProblem, requireFreePort } from "./port";
import { makeKeys, migrateDatabase, wayIn } from "./portal-world";
import { PostgresUnavailable } from "./postgres/binaries";
import type { Database } from "./postgres/database";
import { startPostgres } from "./postgres/postgres";
import { serve } from "./serve";
import { stopOnSignal } from "./stop-signals";

/** What to do when stopping, last first. */
type Undo = (() => Promise<void>)[];

async function main(args: readonly string[]): Promise<void> {
	const undo: Undo = [];
	let stopping = false;
	const started = open(args, undo);
	stopOnSignal(async () => {
		stopping = true;
		say("stopping");
		endSteps();
		// What is under way comes to its end first: a database just being started has to be known before it can be stopped.
		await started.catch(() => undefined);
		await unwind(undo);
	});
	try {
		await started;
	} catch (error) {
		if (stopping) return;
		await unwind(undo);
		// Faults whose message says all; anything else is a bug and shows its stack.
		const isTold = [StepFailed, PostgresUnavailable, UnusableSettings].some((kind) => error instanceof kind);
		if (!isTold || !(error instanceof Error)) throw error;
		console.error(`relais: ${error.message}`);
		process.exitCode = 1;
	}
}

async function open(args: readonly string[], undo: Undo): Promise<void> {
	const options = readOptions(args);
	if (options.help) console.log(HELP);
	else await start(options, undo);
}

async function unwind(undo: Undo): Promise<void> {
	for (const each of undo.splice(0).reverse()) await each();
}

async function start(options: Options, undo: Undo): Promise<void> {
	const environment = readEnvironment(process.env);
	const host = options.lan ? "0.0.0.0" : (environment.HOST ?? "127.0.0.1");
	await requireFreePort({ port: options.port, host });
	await requireDataFolder();
	// Before the long step: whatever keeps a database from being used is worth knowing at once.
	say(process.env["DATABASE_URL"] ? "connecting to the database of DATABASE_URL" : "starting PostgreSQL");
	const database = await startPostgres({ dataFolder: dataFolder() });
	undo.push(database.stop);
	await build(options);
	await makeKeys(dataFolder());
	await serveWithLinks(options, { host, database, undo });
	say(database.external ? "Ctrl-C stops the portal" : "Ctrl-C stops the portal and its database");
}

async function build({ dev }: Options): Promise<void> {
	if (dev) return await longStep("preparing the sources", prepareSources);
	if (await isBuilt()) return;
	await longStep("building (about a minute; later starts skip this)", async () => {
		await prepareSources();
		await buildPortal();
	});
}

type Serving = { readonly host: string; readonly database: Database; readonly undo: Undo };

/** Serves, then shows the way in. */
async function serveWithLinks(options: Options, { host, database, undo }: Serving): Promise<void> {
	const lan = options.lan ? await (await import("./lan/lan")).prepareLan(options.port) : undefined;
	const origins = lan?.origins ?? ["localhost", "127.0.0.1"].map((name) => `http://${name}:${options.port}`);
	const settings = {
		RELAIS_DATA: dataFolder(),
		DATABASE_URL: database.url,
		RELAIS_ORIGIN: process.env["RELAIS_ORIGIN"] || origins.join(","),
	};
	Object.assign(process.env, settings);
	say("bringing the tables up to date");
	await migrateDatabase(settings);
	const way = await wayIn(database, settings);
	say("starting the web server");
	undo.push(await serveOrSay(options, { host, tls: lan?.tls }));
	if (lan) undo.push(await lan.show());
	say(`serving ${origins[0]}`);
	for (const line of way) console.log(line);
}

/** Answers how to stop; a port that was taken meanwhile is said in words. */
async function serveOrSay(
	{ port, dev }: Options,
	{ host, tls }: { host: string; tls: { key: string; cert: string } | undefined },
): Promise<() => Promise<void>> {
	try {
		return (await serve({ port, host, dev, tls })).close;
	} catch (error) {
		throw portProblem(error, port);
	}
}

await main(process.argv.slice(2));
