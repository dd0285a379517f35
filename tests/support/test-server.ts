/**
 * A whole portal in this process for one test file: keys and folders of its own, a database of its own, a clock that
 * the test sets, and every API route of the project behind `call`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installServer } from "@/lib/server/context/current-context";
import { openServer, type Server } from "@/lib/server/context/open-context";
import type { RouteHandlers } from "@/lib/server/http/define-route";
import { initKeys } from "@/lib/server/keys/init-keys";
import { readSettings } from "@/lib/server/settings/settings";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { routeHandlers } from "./api-routes";
import { freshDatabase, type TestDatabase } from "./test-database";

export const ORIGIN = "http://localhost:3000";

export type TestServer = {
	readonly server: Server;
	readonly database: TestDatabase;
	readonly dataDir: string;
	/** Settable; starts at the real time. */
	readonly clock: { now: NumericDate };
	/** What the API answers to this request, through its route's own file. */
	readonly call: (path: string, init?: RequestInit) => Promise<Response>;
	readonly close: () => Promise<void>;
};

export async function openTestServer(env: Readonly<Record<string, string>> = {}): Promise<TestServer> {
	const dataDir = await mkdtemp(join(tmpdir(), "relais-server-"));
	const database = await freshDatabase();
	const clock = { now: Math.floor(Date.now() / 1_000) };
	const made = await initKeys(dataDir, { issuer: ORIGIN, now: clock.now });
	if (!made.ok) throw new Error(made.error.code);
	const settings = readSettings({
		DATABASE_URL: database.url,
		RELAIS_ORIGIN: ORIGIN,
		RELAIS_DATA: dataDir,
		LOG_LEVEL: "silent",
		...env,
	});
	const server = await openServer(settings, { clock: () => clock.now });
	installServer(server);
	await server.publisher.publishAll();
	return {
		server,
		database,
		dataDir,
		clock,
		call: callRoute,
		close: async () => {
			installServer(undefined);
			await server.stop();
			await database.drop();
			await rm(dataDir, { recursive: true, force: true });
		},
	};
}

async function callRoute(path: string, init: RequestInit = {}): Promise<Response> {
	const [pathname = path] = path.split("?");
	const handlers = await routeHandlers(pathname);
	const method = (init.method ?? "GET") as keyof RouteHandlers;
	return handlers[method](new Request(ORIGIN + path, init));
}
