/**
 * A whole portal in this process for one test file: keys and folders of its own, a database of its own, a clock that
 * the test sets, and every API route of the project behind `call`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { PROBLEMS, problem } from "@/lib/protocol/problem";
import { LOOKUPS, problemsOf, type RouteRow } from "@/lib/protocol/route-row";
import { installServer } from "@/lib/server/context/current-context";
import { openServer, type Server } from "@/lib/server/context/open-context";
import type { RouteHandlers } from "@/lib/server/http/define-route";
import { DEFAULT_LIMITS, type LoadLimits } from "@/lib/server/http/load-guard";
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

/** All requests of a test come from one network, also those of many strangers, and on a quick machine within seconds. */
const ROOMY: LoadLimits = {
	...DEFAULT_LIMITS,
	burst: 100_000,
	lookups: Object.fromEntries(LOOKUPS.map((kind) => [kind, { burst: 100_000, perSecond: 1 }])) as LoadLimits["lookups"],
};

export async function openTestServer(env: Readonly<Record<string, string>> = {}): Promise<TestServer> {
	return openServerOn(await freshDatabase(), { env, now: Math.floor(Date.now() / 1_000) });
}

/** `database` is dropped with it. `now`: what its clock shows first. */
export async function openServerOn(
	database: TestDatabase,
	{ env = {}, now }: { readonly env?: Readonly<Record<string, string>>; readonly now: NumericDate },
): Promise<TestServer> {
	const dataDir = await mkdtemp(join(tmpdir(), "relais-server-"));
	const clock = { now };
	const made = await initKeys(dataDir, { issuer: ORIGIN, now: clock.now });
	if (!made.ok) throw new Error(made.error.code);
	const settings = readSettings({
		DATABASE_URL: database.url,
		RELAIS_ORIGIN: ORIGIN,
		RELAIS_DATA: dataDir,
		LOG_LEVEL: "silent",
		...env,
	});
	const server = await openServer(settings, { clock: () => clock.now, limits: ROOMY });
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
	const answer = await handlers[method](new Request(ORIGIN + path, init));
	const row = handlers[method].route?.row;
	if (row !== undefined && method !== "HEAD") await holdToTable(row, answer.clone());
	return answer;
}

/** Every answer of every portal test is one that lib/protocol/routes.ts announces, and so docs/api.md. */
async function holdToTable(row: RouteRow, answer: Response): Promise<void> {
	const called = `${row.method} ${row.path}`;
	if (answer.ok) {
		if (answer.status !== row.status) throw new Error(`${called} answered ${answer.status}, not ${row.status}`);
		if (row.answer !== undefined) exactly(row.answer, await answer.json(), called);
		return;
	}
	const said: unknown = await answer.json();
	const { code } = exactly(problem, said, called).error;
	const announced = problemsOf(row).find((each) => each === code);
	if (announced === undefined) throw new Error(`${called} answered ${code}, which its row does not announce`);
	if (PROBLEMS[announced].status !== answer.status) throw new Error(`${called}: ${code} with ${answer.status}`);
}

/** Devices pass over what they do not know (OP-6); the portal says nothing that is not announced. */
function exactly<Said>(schema: z.ZodType<Said>, said: unknown, called: string): Said {
	const read = schema.parse(said);
	if (!isDeepStrictEqual(read, said)) throw new Error(`${called} answered more than is announced`);
	return read;
}
