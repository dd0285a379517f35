/**
 * A portal that somebody operates: one PostgreSQL with the accounts that docs/operations.md prints, two instances behind
 * HAProxy, devices that were enrolled through the console. Nothing here reaches into tables: what makes it may be older.
 */
import { randomUUID } from "node:crypto";
import path from "node:path";
import pg from "pg";
import type { Door } from "@/bench/storm/doors";
import { PATHS } from "@/lib/protocol/paths";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { type PortalInstance, portalInstance } from "@/tests/support/portal-instance";
import { freePort } from "../../server/port";
import { startPostgres } from "../../server/postgres/postgres";
import { startBalancer } from "../fleet/balancer";
import { deviceNow } from "../fleet/device";
import { printedBlock, replaced } from "../fleet/printed";
import type { Programs } from "../fleet/programs";
import { type Console, type EnrolledCounter, enrol, enrolCounter, signIn } from "../operations/console";
import { shell } from "../operations/shell";
import type { Release } from "./release";

const PASSWORD = "of-this-run-alone";
const COUNTERS = 24;
const DOORS = 4;
/** The number of a pharmacy has five digits. */
const FIRST_PHARMACY = 20_000;

export const PLACES = [0, 1] as const;
type Place = (typeof PLACES)[number];
/** Settings of one start beside those that all have. */
export type Env = Readonly<Record<string, string>>;

export type Stage = {
	/** The balancer's. */
	readonly origin: string;
	/** Where each instance answers by itself. */
	readonly direct: readonly [string, string];
	readonly data: string;
	readonly counters: readonly EnrolledCounter[];
	readonly doors: readonly Door[];
	readonly operator: Console;
	/** Restarts so far. */
	readonly restarts: () => number;
	/** Ends an instance as its supervisor does, and starts it on a release. */
	restart(place: Place, release: Release, env: Env): Promise<void>;
	/** Runs a printed command in the folder of a release, with an instance's environment; answers what it wrote. */
	command(text: string, release: Release, env: Env): Promise<string>;
	/** The same with the account that owns the tables. */
	asOwner(text: string, release: Release): Promise<string>;
	/** From now on the instances' account only adds to the audit trail, which their release's tables have. */
	narrowAudit(): Promise<void>;
	/** Of an instance, without its own port. */
	settings(env: Env): Env;
	logs(): Promise<string>;
	close(): Promise<void>;
};

export async function openStage(programs: Programs, release: Release): Promise<Stage> {
	const folder = await programs.folder("relais-rolling-");
	const data = path.join(folder, "data");
	const database = await startPostgres({ dataFolder: folder, databaseUrl: "", transient: true });
	const [port, ...ports] = [await freePort(), await freePort(), await freePort()] as const;
	const origin = `http://127.0.0.1:${port}`;
	const settings = (env: Env): Env => ({
		RELAIS_DATA: data,
		DATABASE_URL: appUrl(database.url),
		RELAIS_ORIGIN: origin,
		RELAIS_PROXIES: "1",
		RELAIS_DRAIN_SECONDS: "5",
		LOG_LEVEL: "warn",
		HOST: "127.0.0.1",
		...env,
	});
	const command: Stage["command"] = (text, { root }, env) => shell(text, { cwd: root, env: settings(env) });
	const asOwner: Stage["asOwner"] = (text, of) => command(text, of, { DATABASE_URL: database.url });
	const direct = [`http://127.0.0.1:${ports[0]}`, `http://127.0.0.1:${ports[1]}`] as const;
	const instance = (place: Place, { root }: Release, env: Env) =>
		portalInstance({
			settings: settings({ ...env, PORT: String(ports[place]) }),
			origin: direct[place],
			logFile: path.join(folder, `instance-${place + 1}.log`),
			root,
		});

	await asOwner("npm run --silent relais -- keys init", release);
	await asOwner("npm run --silent migrate", release);
	await makeAccount(database.url, { mark: "CREATE ROLE relais_app", password: "choose-one" });
	const instances: [PortalInstance, PortalInstance] = [instance(0, release, {}), instance(1, release, {})];
	await Promise.all(instances.map((each) => each.start()));
	await startBalancer(programs, { folder, port, instances: ports });
	const link = await command('npm run --silent console-link -- "Name"', release, {});
	const operator = await signIn(origin, link.trim().split("\n").at(-1) ?? "");
	let restarts = 0;
	return {
		...{ origin, direct, data, operator, settings, command, asOwner },
		counters: await makeCounters(origin, operator),
		doors: await makeDoors(origin, operator),
		restarts: () => restarts,
		narrowAudit: () => makeAccount(database.url, { mark: "CREATE ROLE relais_audit", password: "choose-another" }),
		async restart(place, of, env) {
			await instances[place].stop();
			instances[place] = instance(place, of, env);
			await instances[place].start();
			restarts++;
		},
		logs: async () => (await Promise.all(instances.map((each) => each.log()))).join(""),
		close: async () => {
			await Promise.all(instances.map((each) => each.kill()));
			await database.destroy();
		},
	};
}

function appUrl(url: string): string {
	return Object.assign(new URL(url), { username: "relais_app", password: PASSWORD }).href;
}

/** `password`: what is printed in its place. */
async function makeAccount(url: string, { mark, password }: { readonly mark: string; readonly password: string }) {
	const sql = replaced(await printedBlock("sql", mark), new Map([[password, PASSWORD]]));
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		await client.query(sql);
	} finally {
		await client.end();
	}
}

async function makeCounters(origin: string, operator: Console): Promise<readonly EnrolledCounter[]> {
	const counters: EnrolledCounter[] = [];
	for (let i = 0; i < COUNTERS; i++) {
		const number = String(FIRST_PHARMACY + i);
		await operator.post(PATHS.console.pharmacies, { number, name: `Pharmacie ${number}`, town: "Lyon" });
		counters.push(await enrolCounter(origin, operator, number));
	}
	return counters;
}

async function makeDoors(origin: string, operator: Console): Promise<readonly Door[]> {
	const [venue, assignment] = [randomUUID(), randomUUID()];
	const gates = Array.from({ length: DOORS }, (_, i) => `Porte ${i + 1}`);
	await operator.post(PATHS.console.venues, { id: venue, name: "Salle d'essai" });
	const times = { from: deviceNow() - HOUR, to: deviceNow() + DAY };
	const event = { id: assignment, venue, kind: "event", name: "Essai", gates, capacity: null, ...times };
	await operator.post(PATHS.console.assignments, event);
	const doors: Door[] = [];
	for (const gate of gates) {
		const { key, kit } = await enrol(origin, operator, { role: "door", venue });
		doors.push({ id: kit.deviceId, key, assignment, gate });
	}
	return doors;
}
