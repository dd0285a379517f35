/**
 * From a bare clone to a serving portal: packages, database client, build, keys, PostgreSQL, tables, demo world.
 *
 * Each step is skipped when there is nothing to do, so the second start takes seconds. Stopping (Ctrl-C, SIGTERM)
 * finishes requests under way, then stops the database that was started here.
 */
import { serve } from "../serve.mjs";
import { buildPortal, isBuilt, prepareSources } from "./build.mjs";
import { installDependencies } from "./dependencies.mjs";
import { HELP, readOptions } from "./options.mjs";
import { portProblem, requireFreePort } from "./port.mjs";
import { demoLinks, makeKeys, migrateDatabase } from "./portal-world.mjs";
import { startPostgres } from "./postgres.mjs";
import { PostgresUnavailable } from "./postgres-binaries.mjs";
import { dataFolder, endSteps, longStep, StepFailed, say } from "./project.mjs";
import { stopOnSignal } from "./stop-signals.mjs";
import { requireFolders } from "./writable.mjs";

/** @typedef {(() => Promise<void>)[]} Undo what to do when stopping, last first */

/** @param {readonly string[]} args command line */
export async function main(args) {
	/** @type {Undo} */
	const undo = [];
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
		if (!(error instanceof StepFailed || error instanceof PostgresUnavailable)) throw error;
		console.error(`relais: ${error.message}`);
		process.exitCode = 1;
	}
}

async function open(args, undo) {
	const options = readOptions(args);
	if (options.help) console.log(HELP);
	else await start(options, undo);
}

/** @param {Undo} undo */
async function unwind(undo) {
	for (const each of undo.splice(0).reverse()) await each();
}

async function start(options, undo) {
	const host = options.lan ? "0.0.0.0" : process.env["HOST"] || "127.0.0.1";
	await requireFreePort({ port: options.port, host });
	await requireFolders();
	await installDependencies();
	// Before the long step: whatever keeps a database from being used is worth knowing at once.
	say(process.env["DATABASE_URL"] ? "connecting to the database of DATABASE_URL" : "starting PostgreSQL");
	const database = await startPostgres({ dataFolder: dataFolder() });
	undo.push(database.stop);
	await build(options);
	await makeKeys(dataFolder());
	await openDoors(options, { host, databaseUrl: database.url, undo });
	say(database.external ? "Ctrl-C stops the portal" : "Ctrl-C stops the portal and its database");
}

async function build({ dev }) {
	if (dev) return await longStep("preparing the sources", prepareSources);
	if (await isBuilt()) return;
	await longStep("building (about a minute; later starts skip this)", async () => {
		await prepareSources();
		await buildPortal();
	});
}

/** Serves, then shows the way in. */
async function openDoors(options, { host, databaseUrl, undo }) {
	const lan = options.lan ? await (await import("./lan.mjs")).prepareLan(options.port) : undefined;
	const origins = lan?.origins ?? ["localhost", "127.0.0.1"].map((name) => `http://${name}:${options.port}`);
	const settings = {
		RELAIS_DATA: dataFolder(),
		DATABASE_URL: databaseUrl,
		RELAIS_ORIGIN: process.env["RELAIS_ORIGIN"] || origins.join(","),
	};
	Object.assign(process.env, settings);
	say("bringing the tables up to date");
	await migrateDatabase(settings);
	say("making one-time links");
	const links = await demoLinks(settings);
	say("starting the web server");
	let serving;
	try {
		serving = await serve({ port: options.port, host, dev: options.dev, tls: lan?.tls });
	} catch (error) {
		throw portProblem(error, options.port);
	}
	undo.push(serving.close);
	if (lan) undo.push(await lan.show());
	say(`serving ${origins[0]}`);
	for (const [name, link] of Object.entries(links)) console.log(`  ${name.padEnd(8)} ${link}`);
	say("each link works once; every start prints new ones");
}
