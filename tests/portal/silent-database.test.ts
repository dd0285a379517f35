/**
 * A database that says nothing: its machine lost power, or a switch between it and us. No packet tells us so. A proxy that
 * stops passing bytes stands for it; a failover is the same with new connections that work.
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server as NetServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { installServer } from "@/lib/server/context/current-context";
import { openServer, type Server } from "@/lib/server/context/open-context";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let proxy: NetServer;
let behindProxy: Server;
/** Connections of the portal: as many may be silent. */
const POOL = 3;
const pairs = new Set<readonly [Socket, Socket]>();

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
	const url = new URL(portal.database.url);
	const port = Number(url.port);
	proxy = createServer((near) => {
		const far = connect(port, "127.0.0.1");
		pairs.add([near, far]);
		for (const end of [near, far]) end.on("error", () => undefined);
		near.pipe(far);
		far.pipe(near);
	});
	proxy.listen(0, "127.0.0.1");
	await once(proxy, "listening");
	url.port = String((proxy.address() as AddressInfo).port);
	const settings = { ...portal.server.context.settings, databaseUrl: url.href, databasePool: POOL };
	behindProxy = await openServer(settings, { clock: () => portal.clock.now, databasePatience: 5_000 });
	installServer(behindProxy);
});
afterAll(async () => {
	installServer(portal.server);
	await behindProxy.stop();
	for (const pair of pairs) for (const end of pair) end.destroy();
	proxy.close();
	await portal.close();
});

/** What is open now never says anything again; what is opened from now on works. */
function silence(): void {
	for (const [near, far] of pairs) {
		near.unpipe(far);
		far.unpipe(near);
	}
}

const askForKit = () =>
	postAs(portal, counter.key, { path: PATHS.kit, body: { key: randomUUID(), indicesLeft: 2_000 } });

async function codes(answers: readonly Response[]): Promise<readonly string[]> {
	return Promise.all(answers.map(async (answer) => (answer.ok ? "ok" : problem.parse(await answer.json()).error.code)));
}

describe("connections that fell silent", () => {
	it("are given up, and others take their place", async () => {
		expect(await codes(await Promise.all([askForKit(), askForKit(), askForKit()]))).toEqual(["ok", "ok", "ok"]);
		silence();
		const away = "database_unavailable";
		expect(await codes(await Promise.all([askForKit(), askForKit(), askForKit()]))).toEqual([away, away, away]);
		expect(await codes(await Promise.all([askForKit(), askForKit(), askForKit()]))).toEqual(["ok", "ok", "ok"]);
	});

	it("in the middle of a batch leave nothing behind: it registers when it is sent again", async () => {
		const records = [await issueRecord(counter, portal.clock.now)];
		const send = () => postAs(portal, counter.key, { path: PATHS.records, body: { records } });
		const holder = await portal.database.connect();
		await holder.query("BEGIN");
		await holder.query("LOCK TABLE passes IN ACCESS EXCLUSIVE MODE");
		const lost = send();
		const waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
		while ((await portal.database.query(waits)).length === 0) await sleep(25);
		silence();
		expect(await codes([await lost])).toEqual(["database_unavailable"]);
		await holder.query("ROLLBACK");
		await holder.end();
		// The database too finds out that nobody is there.
		for (const [, far] of pairs) far.destroy();
		let answer = await send();
		for (let i = 0; !answer.ok && i < POOL; i++) answer = await send();
		expect(await answer.json()).toMatchObject({ answers: [{ outcome: "registered" }] });
	});
});

describe("what we leave at the database", () => {
	it("ends by itself: a lock that nobody will give back, a statement that nobody waits for", async () => {
		const [limits] = await behindProxy.context.db.$queryRaw<readonly Record<string, string>[]>`
			SELECT current_setting('statement_timeout') AS statement,
				current_setting('idle_in_transaction_session_timeout') AS idle`;
		expect(limits).toEqual({ statement: "30s", idle: "1min" });
	});
});
