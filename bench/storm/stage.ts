/** A portal with keys, database and counters of its own, all invented. */
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { openServer, type Server } from "@/lib/server/context/open-context";
import { transact } from "@/lib/server/db/transact";
import { initKeys } from "@/lib/server/keys/init-keys";
import { allotDelegation } from "@/lib/server/services/device/allot-delegation";
import { readSettings } from "@/lib/server/settings/settings";
import { type DeviceKey, deviceKey } from "@/tests/support/test-device";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { freePort } from "../../server/port";
import { migrateDatabase } from "../../server/portal-world";
import { startPostgres } from "../../server/postgres/postgres";
import { type Door, makeDoors } from "./doors";
import { parentOf } from "./processor-time";
import { portalProgram } from "./program";

export type Counter = {
	readonly key: DeviceKey;
	readonly pharmacy: string;
	readonly delegation: string;
	/** The next free index of its block. */
	next: number;
};

export type Stage = {
	readonly origin: string;
	/** Pids whose processor time is measured. */
	readonly portal: number;
	readonly postgres: number;
	/** This process's own look at the same portal: keys, cipher, tables. Its loops do not run. */
	readonly server: Server;
	/** Plain SQL. */
	readonly sql: pg.Client;
	readonly counters: readonly Counter[];
	readonly doors: readonly Door[];
	readonly close: () => Promise<void>;
};

/** The number of a pharmacy has five digits. */
const FIRST_PHARMACY = 10_000;
const DOORS = 20;
/** Delegations signed in one transaction. */
const AT_ONCE = 100;

export async function openStage({ devices }: { readonly devices: number }): Promise<Stage> {
	const dataFolder = await mkdtemp(path.join(tmpdir(), "relais-storm-"));
	const [postgres, port] = await Promise.all([
		startPostgres({ dataFolder, databaseUrl: "", transient: true }),
		freePort(),
	]);
	const origin = `http://127.0.0.1:${port}`;
	const env = { RELAIS_DATA: dataFolder, DATABASE_URL: postgres.url, RELAIS_ORIGIN: origin, LOG_LEVEL: "warn" };
	const made = await initKeys(dataFolder, { issuer: origin, now: Math.floor(Date.now() / 1_000) });
	if (!made.ok) throw new Error(made.error.code);
	await migrateDatabase(env);
	const server = await openServer(readSettings(env));
	const sql = new pg.Client({ connectionString: postgres.url });
	await sql.connect();
	const [backend] = (await sql.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows;
	const counters = await makeCounters(server, devices);
	const doors = await makeDoors(server, DOORS);
	const child = await startPortal({ ...env, PORT: String(port) });
	return {
		origin,
		portal: child.pid as number,
		postgres: parentOf(backend?.pid ?? 0),
		server,
		sql,
		counters,
		doors,
		close: async () => {
			const ended = new Promise((resolve) => child.once("exit", resolve));
			child.kill("SIGTERM");
			await ended;
			await server.stop();
			await sql.end();
			await postgres.destroy();
			await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

async function startPortal(env: Readonly<Record<string, string>>): Promise<ChildProcess> {
	const program = await portalProgram();
	// Whoever profiles the bench, or gives it another heap, means the portal.
	const options = process.execArgv.filter((option) => /^--(?:cpu-prof|max-)/.test(option));
	const child = spawn(process.execPath, ["--conditions=react-server", ...options, program], {
		cwd: ROOT,
		env: { ...process.env, NODE_ENV: "production", ...env },
		stdio: ["ignore", "inherit", "inherit", "ipc"],
	});
	child.once("exit", () => rmSync(program));
	await new Promise((resolve, reject) => {
		child.once("message", resolve);
		child.once("exit", (status) => reject(new Error(`the portal ended with status ${status}`)));
	});
	return child;
}

/** Enrolled counters of as many pharmacies, each with a block of indices. */
export async function makeCounters({ context }: Server, devices: number): Promise<readonly Counter[]> {
	const numbers = Array.from({ length: devices }, (_, i) => String(FIRST_PHARMACY + i));
	const pharmacies = numbers.map((number) => ({ number, name: `Pharmacie ${number}`, town: "Lyon", kinds: "ANV" }));
	await context.db.pharmacy.createMany({ data: pharmacies });
	const keys = await Promise.all(numbers.map(() => deviceKey()));
	const rows = keys.map(({ jwk, thumbprint }, i) => ({
		id: crypto.randomUUID(),
		role: "counter" as const,
		label: "poste 1",
		thumbprint,
		publicJwk: jwk,
		pharmacyNumber: numbers[i] as string,
	}));
	await context.db.device.createMany({ data: rows });
	for (let from = 0; from < devices; from += AT_ONCE) {
		const block = async (tx: Parameters<typeof allotDelegation>[1]) => {
			for (let i = from; i < Math.min(devices, from + AT_ONCE); i++) {
				const [device, pharmacy] = [rows[i], pharmacies[i]];
				if (device && pharmacy) await allotDelegation(context, tx, { device, pharmacy, requestKey: device.id });
			}
		};
		await transact(context.db, block, { seconds: 60 });
	}
	const delegations = await context.db.delegation.findMany();
	const byPharmacy = new Map(delegations.map((row) => [row.pharmacyNumber, row]));
	return numbers.map((pharmacy, i) => {
		const row = byPharmacy.get(pharmacy);
		if (row === undefined) throw new Error("a counter without a delegation");
		return { key: keys[i] as DeviceKey, pharmacy, delegation: row.jwt, next: row.firstIndex };
	});
}
