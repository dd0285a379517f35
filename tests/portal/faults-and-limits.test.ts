import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { RECORD_BATCH_LIMIT } from "@/lib/protocol/records";
import { installServer } from "@/lib/server/context/current-context";
import { openServer } from "@/lib/server/context/open-context";
import { DEFAULT_LIMITS, type LoadLimits } from "@/lib/server/http/load-guard";
import {
	deviceKey,
	type EnrolledDevice,
	enrolDevice,
	issueRecord,
	postAs,
	proofFor,
} from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

const CUT_CONNECTIONS =
	"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

let portal: TestServer;
let counter: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

async function codeOf(answer: Response): Promise<string> {
	return problem.parse(await answer.json()).error.code;
}

/** A second server over the same world, with other limits. */
async function withLimits(limits: Partial<LoadLimits>, use: () => Promise<void>): Promise<void> {
	const { settings } = portal.server.context;
	const strict = await openServer(settings, {
		clock: () => portal.clock.now,
		limits: { ...DEFAULT_LIMITS, ...limits },
	});
	installServer(strict);
	try {
		await use();
	} finally {
		installServer(portal.server);
		await strict.stop();
	}
}

/** A request whose body does not end until it is told to. */
function upload(headers: Readonly<Record<string, string>>) {
	let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
	const body = new ReadableStream<Uint8Array>({
		start: (given) => {
			controller = given;
		},
	});
	return {
		init: { method: "POST", headers, body, duplex: "half" } as RequestInit,
		finish: (text: string) => {
			controller?.enqueue(new TextEncoder().encode(text));
			controller?.close();
		},
		fail: (fault: Error) => controller?.error(fault),
	};
}

describe("what a request may be", () => {
	it("no larger than its route takes, whether it says so or not", async () => {
		const body = JSON.stringify({ token: "x".repeat(5_000), birth: "" });
		const headers = { "content-type": "application/json" };
		const named = await portal.call("/api/passes/open", { method: "POST", headers, body });
		expect(named.status).toBe(413);
		const stream = new ReadableStream({
			pull: (controller) => controller.enqueue(new Uint8Array(4_096)),
		});
		const endless = { method: "POST", headers, body: stream, duplex: "half" } as RequestInit;
		const answer = await portal.call("/api/passes/open", endless);
		expect([answer.status, await codeOf(answer)]).toEqual([413, "body_too_large"]);
	});

	it("JSON, and said to be", async () => {
		for (const type of ["text/plain", "application/x-www-form-urlencoded", ""]) {
			const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
			const answer = await portal.call("/api/passes/open", { method: "POST", headers, body: "{}" });
			expect([answer.status, await codeOf(answer)]).toEqual([415, "body_type"]);
		}
		const packed = { "content-type": "application/json", "content-encoding": "gzip" };
		const answer = await portal.call("/api/passes/open", { method: "POST", headers: packed, body: "{}" });
		expect([answer.status, await codeOf(answer)]).toEqual([415, "body_type"]);
		for (const body of ["", "{", "[]", "null", '{"token":1}', "\u0000", '{"__proto__":{}}']) {
			const headers = { "content-type": "application/json; charset=utf-8" };
			const answer = await portal.call("/api/passes/open", { method: "POST", headers, body });
			expect([answer.status, await codeOf(answer)]).toEqual([400, "request_malformed"]);
		}
		const bytes = Uint8Array.of(0x22, 0xff, 0x22);
		const headers = { "content-type": "application/json" };
		expect((await portal.call("/api/passes/open", { method: "POST", headers, body: bytes })).status).toBe(400);
	});

	it("names the offending field, never its value", async () => {
		const headers = { "content-type": "application/json" };
		const body = JSON.stringify({ token: "A".repeat(22), birth: "secret value" });
		const answer = await portal.call("/api/passes/open", { method: "POST", headers, body });
		const text = await answer.text();
		expect(JSON.parse(text)).toMatchObject({ error: { code: "request_malformed", field: "birth" } });
		expect(text).not.toContain("secret value");
	});

	it(`a batch has at most ${RECORD_BATCH_LIMIT} records`, async () => {
		const records = Array.from({ length: RECORD_BATCH_LIMIT + 1 }, () => ({}));
		const answer = await postAs(portal, counter.key, { path: PATHS.records, body: { records } });
		expect(answer.status).toBe(400);
	});
});

describe("a busy server", () => {
	it("answers 429 with Retry-After to a device that floods, and goes on serving the others", async () => {
		await withLimits({ burst: 5, perSecond: 0.001 }, async () => {
			const flooding = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
			const ask = (device: EnrolledDevice) =>
				postAs(portal, device.key, { path: PATHS.kit, body: { unexpected: true } });
			for (let i = 0; i < 5; i++) expect((await ask(flooding)).status).toBe(400);
			const refused = await ask(flooding);
			expect([refused.status, await codeOf(refused)]).toEqual([429, "too_many_requests"]);
			expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
			expect((await ask(counter)).status).toBe(400);
		});
	});

	it("sheds bulk work first, and says when to come back", async () => {
		const inside = { interactive: 10, bulk: 8 };
		await withLimits({ inside, insideEach: inside, working: { interactive: 4, bulk: 2 } }, async () => {
			const records = await Promise.all(
				Array.from({ length: 30 }, (_, index) => issueRecord(counter, portal.clock.now, { index })),
			);
			const holder = await portal.database.connect();
			await holder.query("BEGIN");
			await holder.query("LOCK TABLE passes IN ACCESS EXCLUSIVE MODE");
			const sent = records.map((record) =>
				postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } }),
			);
			const first = await Promise.race(sent);
			expect([first.status, await codeOf(first)]).toEqual([503, "overloaded"]);
			expect(Number(first.headers.get("retry-after"))).toBeGreaterThanOrEqual(5);
			expect((await portal.call("/api/health")).status).toBe(200);
			await holder.query("ROLLBACK");
			await holder.end();
			const statuses = (await Promise.all(sent)).map(({ status }) => status);
			expect(statuses.filter((status) => status === 200)).toHaveLength(8);
			const again = await postAs(portal, counter.key, { path: PATHS.records, body: { records } });
			const { answers } = (await again.json()) as { answers: { outcome: string }[] };
			expect(answers.every(({ outcome }) => outcome === "registered")).toBe(true);
		});
	});

	it("waits for nobody's body before it knows whose it is", async () => {
		const stranger = await deviceKey();
		const body = "{}";
		for (const authorization of [
			undefined,
			await proofFor(stranger, { path: PATHS.records, body, now: portal.clock.now }),
		]) {
			const headers = { "content-type": "application/json", ...(authorization ? { authorization } : {}) };
			const answer = await portal.call(PATHS.records, upload(headers).init);
			expect(answer.status).toBe(401);
		}
	});

	it("lets bodies crawl without a place at work, a few of one device", async () => {
		const [slow, quick] = [
			await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY }),
			await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY }),
		];
		const working = { interactive: 4, bulk: 1 };
		await withLimits({ working, insideEach: { interactive: 4, bulk: 2 } }, async () => {
			const crawling = await Promise.all(
				[0, 1, 2].map(async (index) => {
					const body = JSON.stringify({ records: [await issueRecord(slow, portal.clock.now, { index })] });
					const proof = { path: PATHS.records, body, now: portal.clock.now };
					const headers = { "content-type": "application/json", authorization: await proofFor(slow.key, proof) };
					const { init, finish } = upload(headers);
					return { answer: portal.call(PATHS.records, init), finish: () => finish(body) };
				}),
			);
			const turnedAway = await Promise.race(crawling.map(({ answer }) => answer));
			expect([turnedAway.status, await codeOf(turnedAway)]).toEqual([429, "too_many_requests"]);
			const records = [await issueRecord(quick, portal.clock.now)];
			const between = await postAs(portal, quick.key, { path: PATHS.records, body: { records } });
			expect(await between.json()).toMatchObject({ answers: [{ outcome: "registered" }] });
			for (const { finish } of crawling) finish();
			const statuses = (await Promise.all(crawling.map(({ answer }) => answer))).map(({ status }) => status);
			expect(statuses.sort()).toEqual([200, 200, 429]);
		});
	});

	it("makes no fault of a body that breaks off", async () => {
		const { init, fail } = upload({ "content-type": "application/json" });
		const answer = portal.call("/api/passes/open", init);
		fail(Object.assign(new Error("aborted"), { code: "ECONNRESET" }));
		expect([(await answer).status, await codeOf(await answer)]).toEqual([400, "request_malformed"]);
	});
});

describe("with the database away", () => {
	it("every call that needs it answers 503 with Retry-After, and health says so", async () => {
		const settings = { ...portal.server.context.settings, databaseUrl: "postgres://nobody@127.0.0.1:1/none" };
		const cut = await openServer(settings, { clock: () => portal.clock.now });
		installServer(cut);
		try {
			await cut.start();
			expect(await (await portal.call("/api/health")).json()).toEqual({ database: false });
			const path = PATHS.kit;
			const answer = await postAs(portal, counter.key, { path, body: { key: randomUUID(), indicesLeft: 0 } });
			expect([answer.status, await codeOf(answer)]).toEqual([503, "database_unavailable"]);
			expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
		} finally {
			installServer(portal.server);
			await cut.stop();
		}
	});

	it("connections cut in the middle of their work crash nothing, and retries register every record once", async () => {
		const device = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await portal.server.publisher.publishAll();
		const records = await Promise.all(
			Array.from({ length: 40 }, (_, index) => issueRecord(device, portal.clock.now, { index })),
		);
		let sending = true;
		const cutting = (async () => {
			while (sending) {
				await portal.database.query(CUT_CONNECTIONS);
				await sleep(15 + Math.random() * 40);
			}
		})();
		let cut = 0;
		for (const start of [0, 10, 20, 30]) {
			const batch = records.slice(start, start + 10);
			for (let round = 0; round < 4; round++) {
				const sent = [batch, [...batch].reverse()].map((each) =>
					postAs(portal, device.key, { path: PATHS.records, body: { records: each } }),
				);
				for (const { status } of await Promise.all(sent)) {
					expect([200, 503]).toContain(status);
					if (status === 503) cut += 1;
				}
			}
		}
		sending = false;
		await cutting;
		expect(cut).toBeGreaterThan(0);
		const answer = await postAs(portal, device.key, { path: PATHS.records, body: { records } });
		const { answers } = (await answer.json()) as { answers: { outcome: string }[] };
		expect(answers.filter(({ outcome }) => outcome !== "registered")).toEqual([]);
		const [counts] = await portal.database.query(
			"SELECT count(*)::int AS records, count(DISTINCT uvci)::int AS passes FROM records r JOIN passes p ON p.record_key = r.key WHERE r.key = ANY($1)",
			[records.map(({ key }) => key)],
		);
		expect(counts).toEqual({ records: 40, passes: 40 });
	});

	it("the connections that broke are replaced by themselves", async () => {
		await portal.database.query(CUT_CONNECTIONS);
		const path = PATHS.kit;
		const statuses: number[] = [];
		for (let i = 0; i < 12; i++) {
			const body = JSON.stringify({ key: randomUUID(), indicesLeft: 2_000 });
			const authorization = await proofFor(counter.key, { path, body, now: portal.clock.now });
			const headers = { authorization, "content-type": "application/json" };
			statuses.push((await portal.call(path, { method: "POST", headers, body })).status);
		}
		expect(statuses.at(-1)).toBe(200);
		expect(statuses.every((status) => status === 200 || status === 503)).toBe(true);
	});
});
