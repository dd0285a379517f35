/**
 * A real portal for a test: production build, PostgreSQL and data folder of its own, a free port.
 *
 * It can be killed as by a power cut and started again at the same address with the same data; its database lives on,
 * unless that is killed too.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildPortal, isBuilt, prepareSources } from "../../server/build/build";
import { freePort } from "../../server/port";
import { type DemoLinks, demoLinks, makeKeys, migrateDatabase } from "../../server/portal-world";
import { startPostgres } from "../../server/postgres/postgres";
import { portalInstance } from "./portal-instance";

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
	/** Of the process that runs now. */
	pid(): number;
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
	const server = portalInstance({
		settings: { ...env, ...settings, PORT: String(port), HOST: "127.0.0.1" },
		origin,
		logFile: path.join(dataFolder, "portal.log"),
	});
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

/** Builds, if the build is out of date. */
export async function requireBuild(): Promise<void> {
	if (await isBuilt()) return;
	await prepareSources();
	await buildPortal();
}
