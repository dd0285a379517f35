/**
 * What the authority, which knows every pass, can learn from the check-ins that doors sent: not who came. Everything that
 * lies in its tables and folders is tried as a salt, for every pass and paper that it registered.
 */
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codePassIdOfPaper } from "@/lib/checkcode/code-pass-id";
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import { checkinExchangeAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import { recordBatchAnswer } from "@/lib/protocol/records";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "../support/test-device";
import { openTestServer, type TestServer } from "../support/test-server";
import { makeWorld, PHARMACY, VENUE } from "../support/test-world";

const PEOPLE = [
	{ n: ["PORTEVALLON", "Théodorine"], b: "1987-11-23" },
	{ n: ["QUERVILLIERS", "Anatolienne"], b: "2003-05-17" },
	{ n: ["TARDIVELLE", "Eudoxie"], b: "1962-08" },
] as const;

let portal: TestServer;
let doors: readonly EnrolledDevice[];
/** Ids by which the authority knows somebody's pass or paper. */
let passIds: readonly string[];
/** One for each door: it never leaves the test, as it never leaves the doors. */
const salts = [randomBytes(32), randomBytes(32)];

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	await portal.server.publisher.publishAll();
	const counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	doors = [
		await enrolDevice(portal, { role: "door", venue: VENUE }),
		await enrolDevice(portal, { role: "door", venue: VENUE }),
	];
	const { now } = portal.clock;
	const exp = now + 47 * 3600;
	const claimed = PEOPLE.map(({ n, b }) => ({ n: [n[0], n[1]] as [string, string], b, exp }));
	const records = await Promise.all(claimed.map((claims, index) => issueRecord(counter, now, { claims, index })));
	const answer = await postAs(portal, counter.key, { path: PATHS.records, body: { records } });
	const { answers } = recordBatchAnswer.parse(await answer.json());
	const uvcis = answers.flatMap((one) => (one.outcome === "registered" ? [one.passId] : []));
	expect(uvcis).toHaveLength(PEOPLE.length);
	const rows = await portal.database.query("SELECT delegation_jti, status_index FROM records");
	const papers = rows.map((row) => `${row["delegation_jti"]}.${row["status_index"]}`);
	const codes = claimed.map(({ n: [family, given], b: birth }) =>
		codePassIdOfPaper({ pharmacy: PHARMACY, kind: "A", exp, person: { family, given, birth } }),
	);
	passIds = [...uvcis, ...papers, ...codes.filter((id) => id !== undefined)];
	expect(passIds).toHaveLength(3 * PEOPLE.length);
	await Promise.all(doors.map((door, i) => sendPassages(door, salts[i] as Buffer)));
});
afterAll(() => portal.close());

/** As lib/device/door/event-salt.ts makes it. */
const pseudonymOf = (id: string, salt: Uint8Array) =>
	createHmac("sha256", salt).update(id, "utf8").digest().subarray(0, 16).toString("base64url");
const saltIdOf = (salt: Uint8Array) =>
	createHmac("sha256", salt).update("salt id", "utf8").digest().subarray(0, 8).toString("base64url");

async function sendPassages(door: EnrolledDevice, salt: Uint8Array): Promise<void> {
	const events = passIds.map((id, i): CheckinEvent => {
		const code = passIds[(i + 2 * PEOPLE.length) % passIds.length] as string;
		return {
			...{ type: "passage", id: randomUUID(), assignment: "film", gate: "A", at: portal.clock.now + i },
			...{ direction: "in", outcome: "accepted", format: "relais" },
			...{ pseudonym: pseudonymOf(id, salt), alias: pseudonymOf(code, salt), salt: saltIdOf(salt) },
		} as const;
	});
	const post = { assignment: "film", gate: "A", role: "entry", after: 0, completeAt: null };
	const answer = await postAs(portal, door.key, { path: PATHS.checkins, body: { events, post } });
	expect(checkinExchangeAnswer.parse(await answer.json()).stored).toHaveLength(passIds.length);
}

type Tables = ReadonlyMap<string, readonly Record<string, unknown>[]>;

async function readTables(): Promise<Tables> {
	const names = await portal.database.query(
		"SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
	);
	const tables = names.map(({ table_name: name }) => String(name));
	return new Map(
		await Promise.all(
			tables.map(async (name) => [name, await portal.database.query(`SELECT * FROM "${name}"`)] as const),
		),
	);
}

/** Every value, and every part of it that might be a key: as bytes, as text, decoded from base64, base64url and hex. */
function* keysIn(value: unknown): Generator<Uint8Array> {
	if (value instanceof Uint8Array) yield value;
	else if (value instanceof Date) yield* keysIn(value.toISOString());
	else if (Array.isArray(value)) for (const one of value) yield* keysIn(one);
	else if (value instanceof Object) for (const one of Object.values(value)) yield* keysIn(one);
	else if (value !== null && value !== undefined) yield* keysOfText(String(value));
}

function* keysOfText(text: string): Generator<Uint8Array> {
	for (const part of new Set([text, ...text.split(/[\s".,:|{}[\]]+/)])) {
		if (part === "") continue;
		yield Buffer.from(part, "utf8");
		yield Buffer.from(part, "base64url");
		if (/^([0-9a-f]{2})+$/i.test(part)) yield Buffer.from(part, "hex");
	}
}

async function filesBelow(folder: string): Promise<readonly Buffer[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return Promise.all(entries.filter((one) => one.isFile()).map((one) => readFile(join(one.parentPath, one.name))));
}

/** Pseudonyms of the tables that a pass id gives under one of the keys, or without any. */
function reproduced(tables: Tables, keys: ReadonlySet<string>): number {
	const rows = tables.get("check_ins") ?? [];
	const stored = new Set(rows.flatMap((row) => [row["pseudonym"], row["alias"]].map(String)));
	let found = 0;
	for (const key of keys) {
		const bytes = Buffer.from(key, "base64");
		for (const id of passIds) {
			if (stored.has(pseudonymOf(id, bytes))) found++;
			// The other way round: the id as the key.
			if (stored.has(createHmac("sha256", id).update(bytes).digest().subarray(0, 16).toString("base64url"))) found++;
		}
	}
	return found;
}

describe("[CI-5] the portal's tables", () => {
	it("hold no pseudonym that a pass id and anything the portal stores could reproduce", async () => {
		const tables = await readTables();
		expect(tables.get("check_ins")).toHaveLength(2 * passIds.length);
		const keys = new Set<string>();
		for (const key of keysIn([...tables.values()])) keys.add(Buffer.from(key).toString("base64"));
		for (const file of await filesBelow(portal.dataDir)) {
			for (const key of [file, ...keysOfText(file.toString("utf8"))]) keys.add(Buffer.from(key).toString("base64"));
		}
		expect(keys.size).toBeGreaterThan(500);
		expect(reproduced(tables, keys)).toBe(0);
		// The search finds what it looks for: with the salt, which only doors have, it is all there.
		const salt = (salts[0] as Buffer).toString("base64");
		expect(reproduced(tables, new Set([salt]))).toBeGreaterThanOrEqual(passIds.length);
	});

	it("hold no salt, no name, no birth date and no pass id beside a check-in", async () => {
		const tables = await readTables();
		const kept = JSON.stringify(["check_ins", "posts", "assignments"].map((name) => tables.get(name)));
		const names = PEOPLE.flatMap(({ n, b }) => [...n, b, b.replaceAll("-", "").slice(2)]);
		const secret = salts.flatMap((salt) => [salt.toString("base64url"), salt.toString("hex"), salt.toString("base64")]);
		for (const text of [...names, ...passIds, ...secret]) expect(kept.includes(text)).toBe(false);
	});
});
