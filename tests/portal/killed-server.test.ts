/**
 * The promise of design rule 1 against kill -9: whatever the moment, a record is whole or absent, and sending again
 * gives every record exactly once, with the answers that were given before.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { type EnrolledDevice, enrolDevice, issueRecord, proofFor } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

const ROOT = join(import.meta.dirname, "../..");

let portal: TestServer;
let counter: EnrolledDevice;
let nextIndex = 0;
let child: ChildProcess | undefined;

beforeAll(async () => {
	portal = await openTestServer({ SMTP_URL: "smtp://127.0.0.1:1" });
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterEach(() => kill());
afterAll(() => portal.close());

/** Starts the portal's process on the same database, keys and folders; its port. */
async function start(): Promise<number> {
	child = spawn(
		process.execPath,
		["--conditions=react-server", "--import", "tsx", join(ROOT, "tests/support/portal-process.ts")],
		{
			cwd: ROOT,
			stdio: ["ignore", "pipe", "inherit"],
			env: {
				...process.env,
				NODE_ENV: "production",
				DATABASE_URL: portal.database.url,
				RELAIS_DATA: portal.dataDir,
				RELAIS_ORIGIN: ORIGIN,
				SMTP_URL: "smtp://127.0.0.1:1",
				LOG_LEVEL: "silent",
			},
		},
	);
	if (child.stdout === null) throw new Error("no output");
	const [line] = (await once(createInterface(child.stdout), "line")) as [string];
	return (JSON.parse(line) as { port: number }).port;
}

async function kill(): Promise<void> {
	if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, "exit");
	child.kill("SIGKILL");
	await gone;
	child = undefined;
}

const issue = (count: number) =>
	Promise.all(
		Array.from({ length: count }, () =>
			issueRecord(counter, Math.floor(Date.now() / 1_000), {
				index: nextIndex++,
				record: { contact: { email: "camille@essai.example" } },
			}),
		),
	);

/** Undefined when the connection broke before an answer. */
async function send(port: number, records: readonly RecordInput[]): Promise<readonly RecordAnswer[] | undefined> {
	const path = PATHS.records;
	const body = JSON.stringify({ records });
	const authorization = await proofFor(counter.key, { path, body, now: Math.floor(Date.now() / 1_000) });
	try {
		const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
			method: "POST",
			headers: { authorization, "content-type": "application/json" },
			body,
		});
		return recordBatchAnswer.parse(await answer.json()).answers;
	} catch {
		return undefined;
	}
}

/** Registered records by key; throws when any of them lacks a part, or has a part twice. */
async function wholeRecords(records: readonly RecordInput[]): Promise<ReadonlyMap<string, string>> {
	const rows = await portal.database.query(
		`SELECT r.key, min(p.uvci) AS uvci, count(DISTINCT p.uvci)::int AS passes, count(DISTINCT l.token_hash)::int AS links,
			count(DISTINCT m.id)::int AS letters
		 FROM records r LEFT JOIN passes p ON p.record_key = r.key LEFT JOIN holder_links l ON l.record_key = r.key
			LEFT JOIN mail_jobs m ON m.record_key = r.key
		 WHERE r.key = ANY($1) GROUP BY r.key`,
		[records.map(({ key }) => key)],
	);
	for (const row of rows) expect(row).toMatchObject({ passes: 1, links: 2, letters: 1 });
	return new Map(rows.map(({ key, uvci }) => [String(key), String(uvci)]));
}

async function orphans(): Promise<number> {
	const [row] = await portal.database.query(
		`SELECT (SELECT count(*) FROM passes p WHERE NOT EXISTS (SELECT FROM records r WHERE r.key = p.record_key))
			+ (SELECT count(*) FROM holder_links l WHERE NOT EXISTS (SELECT FROM records r WHERE r.key = l.record_key)) AS n`,
	);
	return Number(row?.["n"]);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
	for (let i = 0; i < 400; i++) {
		if (await condition()) return;
		await sleep(25);
	}
	throw new Error("waited too long");
}

const blocked = async () => {
	const rows = await portal.database.query(
		"SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
	);
	return rows.length > 0;
};

describe("a server killed in the middle of a batch", () => {
	it("inside the transaction, records written and passes not: nothing remains, and sending again registers all", async () => {
		const records = await issue(20);
		const first = await start();
		const holder = await portal.database.connect();
		await holder.query("BEGIN");
		await holder.query("LOCK TABLE passes IN ACCESS EXCLUSIVE MODE");
		const lost = send(first, records);
		await until(blocked);
		await kill();
		expect(await lost).toBeUndefined();
		await holder.query("ROLLBACK");
		await holder.end();
		await until(async () => !(await blocked()));
		expect((await wholeRecords(records)).size).toBe(0);
		expect(await orphans()).toBe(0);

		const answers = await send(await start(), records);
		expect(answers?.map(({ outcome }) => outcome)).toEqual(records.map(() => "registered"));
		expect((await wholeRecords(records)).size).toBe(20);
	});

	it("after the commit, before the answer: the pass that was signed is the one that is answered", async () => {
		const records = await issue(10);
		const port = await start();
		const [before] = await Promise.all([send(port, records)]);
		await kill();
		const stored = await wholeRecords(records);
		const after = await send(await start(), records);
		expect(after).toEqual(before);
		for (const answer of after ?? []) {
			expect(answer.outcome === "registered" ? answer.passId : undefined).toBe(stored.get(answer.key));
		}
	});

	it("at any moment, again and again, while two tabs send: every record exactly once in the end", async () => {
		const records = await issue(60);
		const known = new Map<string, RecordAnswer>();
		const remember = (answers: readonly RecordAnswer[] | undefined) => {
			for (const answer of answers ?? []) {
				expect(answer).toEqual(known.get(answer.key) ?? answer);
				if (answer.outcome === "registered") known.set(answer.key, answer);
			}
		};
		for (let round = 0; round < 4; round++) {
			const port = await start();
			const reversed = [...records].reverse();
			const tabs = [send(port, records.slice(0, 40)), send(port, reversed.slice(0, 40)), send(port, records.slice(30))];
			await sleep(20 + Math.random() * 250);
			await kill();
			for (const tab of tabs) remember(await tab);
			const whole = await wholeRecords(records);
			for (const [key, answer] of known) {
				expect(answer.outcome === "registered" ? answer.passId : "").toBe(whole.get(key));
			}
			expect(await orphans()).toBe(0);
		}
		remember(await send(await start(), records));
		expect(known.size).toBe(60);
		expect((await wholeRecords(records)).size).toBe(60);
	});
});
