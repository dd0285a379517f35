/**
 * A real portal for a test: production build, PostgreSQL and data folder of its own, a free port.
 *
 * It can be killed as by a power cut and started again at the same address with the same data; its database lives on,
 * unless that is killed too.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { buildPortal, isBuilt, prepareSources } from "../../server/build/build";
import { freePort } from "../../server/port";
import { type DemoLinks, demoLinks, makeKeys, migrateDatabase } from "../../server/portal-world";
import { startPostgres } from "../../server/postgres/postgres";

export type TestPortal = {
	/** `http://127.0.0.1:<port>` or `http://localhost:<port>`: a secure context for browsers. */
	readonly origin: string;
	/** For looking, after the fact, at what was really stored. */
	readonly databaseUrl: string;
	readonly dataFolder: string;
	/** Fresh links, at any time, portal up or down. */
	links(): Promise<DemoLinks>;
	/** Starts it (again); resolves when it answers. */
	start(): Promise<void>;
	/** SIGKILL: nothing is finished, nothing is said. */
	kill(): Promise<void>;
	/** SIGTERM: requests under way are finished. */
	stop(): Promise<void>;
	/** What it has written so far. */
	log(): Promise<string>;
	/** Stops everything and deletes it. */
	close(): Promise<void>;
};

export type PortalOptions = {
	/** Further settings, such as SMTP_URL. */
	readonly env?: Readonly<Record<string, string>>;
	/** WebAuthn knows names only; 127.0.0.1 without it. */
	readonly host?: "localhost";
};

/** Makes a portal and starts it. The first one of a run builds, if the build is out of date. */
export async function openPortal({ env = {}, host }: PortalOptions = {}): Promise<TestPortal> {
	await requireBuild();
	const dataFolder = await mkdtemp(path.join(tmpdir(), "relais-portal-"));
	const [database, port] = await Promise.all([
		startPostgres({ dataFolder, databaseUrl: "", transient: true }),
		freePort(),
	]);
	const origin = `http://${host ?? "127.0.0.1"}:${port}`;
	const settings = { RELAIS_DATA: dataFolder, DATABASE_URL: database.url, RELAIS_ORIGIN: origin };
	await makeKeys(dataFolder);
	await migrateDatabase(settings);
	const server = serverProcess({ ...env, ...settings, PORT: String(port), HOST: "127.0.0.1" }, origin);
	const portal: TestPortal = {
		origin,
		databaseUrl: database.url,
		dataFolder,
		links: () => demoLinks(settings),
		...server,
		close: async () => {
			await server.stop();
			await database.destroy();
			await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
	await portal.start();
	return portal;
}

async function requireBuild(): Promise<void> {
	if (await isBuilt()) return;
	await prepareSources();
	await buildPortal();
}

function serverProcess(settings: Record<string, string>, origin: string) {
	const logFile = path.join(settings["RELAIS_DATA"] ?? "", "portal.log");
	let child: ChildProcess | undefined;
	const log = () => readFile(logFile, "utf8").catch(() => "");
	const end = async (signal: "SIGKILL" | "SIGTERM") => {
		const running = child;
		child = undefined;
		if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
		const ended = new Promise((resolve) => running.once("exit", resolve));
		running.kill(signal);
		await ended;
	};
	const start = async () => {
		if (child !== undefined) throw new Error("this portal runs already");
		const output = openSync(logFile, "a");
		child = spawn(process.execPath, ["--import", "tsx/esm", "server/serve.ts"], {
			cwd: ROOT,
			env: { ...process.env, NODE_ENV: "production", ...settings },
			stdio: ["ignore", output, output],
		});
		closeSync(output);
		try {
			await untilItAnswers(origin, child);
		} catch (cause) {
			throw new Error(`the portal did not start:\n${(await log()).slice(-4000)}`, { cause });
		}
	};
	return { start, log, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}

async function untilItAnswers(origin: string, child: ChildProcess): Promise<void> {
	for (let attempt = 0; attempt < 300; attempt++) {
		if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
		const answer = await fetch(origin).catch(() => undefined);
		if (answer?.ok) return;
		await sleep(100);
	}
	throw new Error("no answer within 30 s");
}
