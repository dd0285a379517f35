/** What whoever watches over an instance, and the balancer before it, are told. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { recordBatchAnswer } from "@/lib/protocol/records";
import { installServer } from "@/lib/server/context/current-context";
import { openServer } from "@/lib/server/context/open-context";
import { TRUST_PATHS, trustFolder } from "@/lib/server/publish/trust-files";
import { checkReadiness } from "@/lib/server/services/health/check-readiness";
import { HOUR } from "@/lib/shared/numeric-date";
import { enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

const TOKEN = "a-token-of-the-metrics-and-no-other";

let portal: TestServer;
beforeAll(async () => {
	portal = await openTestServer({ RELAIS_METRICS_TOKEN: TOKEN });
	await makeWorld(portal);
});
afterAll(() => portal.close());

async function readMetrics(): Promise<string> {
	const answer = await portal.call(PATHS.metrics, { headers: { authorization: `Bearer ${TOKEN}` } });
	expect([answer.status, answer.headers.get("content-type")]).toEqual([200, expect.stringMatching(/^text\/plain/)]);
	return answer.text();
}

const sampleOf = (text: string, series: string) =>
	Number(
		text
			.split("\n")
			.find((line) => line.startsWith(`${series} `))
			?.slice(series.length + 1),
	);

async function readiness(): Promise<unknown> {
	const answer = await portal.call(PATHS.ready);
	const body: unknown = await answer.json();
	return answer.ok ? body : [answer.status, problem.parse(body).error.code];
}

it("[OP-1] requests, times, records by answer, connections, list and clock are counted, and nobody is named", async () => {
	const counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	const record = await issueRecord(counter, portal.clock.now);
	const body = { records: [record, { ...record, key: "no key" }] };
	const registered = await postAs(portal, counter.key, { path: PATHS.records, body });
	const { answers } = recordBatchAnswer.parse(await registered.json());
	expect(answers.map(({ outcome }) => outcome)).toEqual(["registered", "refused"]);
	await portal.call("/api/health?who=someone");
	await portal.call("/api/someone", { method: "POST" });

	const text = await readMetrics();
	expect(sampleOf(text, `relais_requests_total{method="POST",path="/api/records",status="200"}`)).toBe(1);
	expect(sampleOf(text, `relais_request_seconds_count{method="POST",path="/api/records"}`)).toBe(1);
	expect(sampleOf(text, `relais_records_total{outcome="registered"}`)).toBe(1);
	expect(sampleOf(text, `relais_records_total{outcome="refused"}`)).toBe(1);
	expect(sampleOf(text, `relais_database_connections{state="open"}`)).toBeGreaterThan(0);
	expect(sampleOf(text, "relais_trust_list_issued_timestamp_seconds")).toBe(portal.clock.now);
	expect(sampleOf(text, "relais_clock_difference_seconds")).toBe(0);
	expect(sampleOf(text, "relais_publication_failures_total")).toBe(0);
	expect(text).toContain("nodejs_eventloop_lag_seconds");
	for (const secret of ["someone", PHARMACY, counter.kit.deviceId, record.key, TOKEN])
		expect(text).not.toContain(secret);
});

it("[OP-2] an instance that serves is ready, and says which list is old and which clock differs", async () => {
	expect(await readiness()).toEqual({ warnings: [] });
	const { clock } = portal;
	clock.now += 3 * HOUR;
	expect(await readiness()).toEqual({ warnings: ["trust_list_old"] });
	clock.now -= 3 * HOUR;
	await rm(join(trustFolder(portal.dataDir), TRUST_PATHS.list));
	expect(await readiness()).toEqual({ warnings: ["trust_list_old"] });
	await portal.server.publisher.publishNow();
	expect(await readiness()).toEqual({ warnings: [] });

	const behind = await openServer(portal.server.context.settings, {
		clock: () => clock.now,
		databaseClock: async () => clock.now + HOUR,
	});
	await behind.context.signingClock.compare();
	expect(await checkReadiness(behind.context)).toEqual({ database: "primary", warnings: ["clocks_differ"] });
	await behind.stop();
});

it("[OP-2] without a database that takes writes it is not ready, and lives", async () => {
	const { context } = portal.server;
	const answers = async (databaseUrl: string) => {
		const server = await openServer({ ...context.settings, databaseUrl }, { clock: () => portal.clock.now });
		installServer(server);
		const ready = await readiness();
		const health: unknown = await (await portal.call(PATHS.health)).json();
		installServer(portal.server);
		await server.stop();
		return { ready, health };
	};
	const set = (setting: string) =>
		context.db.$executeRawUnsafe(`DO $$ BEGIN EXECUTE format(
			'ALTER DATABASE %I SET ${setting}', current_database()); END $$`);
	await set("synchronous_commit = off");
	expect(await answers(portal.database.url)).toEqual({
		ready: { warnings: ["commits_not_durable"] },
		health: { database: true },
	});
	await set("default_transaction_read_only = on");
	expect(await answers(portal.database.url)).toEqual({
		ready: [503, "database_read_only"],
		health: { database: true },
	});
	expect(await answers("postgresql://nobody@127.0.0.1:1/nothing")).toEqual({
		ready: [503, "database_unavailable"],
		health: { database: false },
	});
});

it("[OP-1] without a token in the settings nobody reads them", async () => {
	const other = await openTestServer();
	try {
		for (const authorization of ["Bearer ", "Bearer undefined", `Bearer ${TOKEN}`]) {
			const answer = await other.call(PATHS.metrics, { headers: { authorization } });
			expect([answer.status, problem.parse(await answer.json()).error.code]).toEqual([401, "token_required"]);
		}
	} finally {
		await other.close();
	}
});
