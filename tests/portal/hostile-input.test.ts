/**
 * Well-formed JSON that means harm: characters that PostgreSQL cannot store, identifiers in another spelling, days and
 * numbers at the end of what a column can hold. Whoever sends it gets a refusal that names the field; nobody gets a 500.
 */

import { randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { codeReportAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { type RecordAnswer, recordBatchAnswer } from "@/lib/protocol/records";
import { createConsoleLink } from "@/lib/server/services/console/create-console-link";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { COMMAND } from "@/tests/support/actors";
import { deviceKey, type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, VENUE } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let door: EnrolledDevice;
let cookie: string;
let nextIndex = 0;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	door = await enrolDevice(portal, { role: "door", venue: VENUE });
	await portal.server.publisher.publishAll();
	const token = (await createConsoleLink(portal.server.context, "test", COMMAND)).split("#")[1];
	const opened = await postConsole(PATHS.console.session, { token });
	cookie = (opened.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
});
afterAll(() => portal.close());

function postConsole(path: string, body: unknown): Promise<Response> {
	const headers = { "content-type": "application/json", origin: ORIGIN, ...(cookie ? { cookie } : {}) };
	return portal.call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function refusedField(answer: Response): Promise<string | undefined> {
	const { error } = problem.parse(await answer.json());
	expect([answer.status, error.code]).toEqual([400, "request_malformed"]);
	return error.field;
}

async function send(records: readonly unknown[]): Promise<readonly RecordAnswer[]> {
	const answer = await postAs(portal, counter.key, { path: PATHS.records, body: { records } });
	expect(answer.status).toBe(200);
	return recordBatchAnswer.parse(await answer.json()).answers;
}

const issue = (options: Parameters<typeof issueRecord>[2] = {}) =>
	issueRecord(counter, portal.clock.now, { index: nextIndex++, ...options });

/** PostgreSQL has no U+0000, UTF-8 no lone surrogate; the others write over what stands beside them. */
const UNFIT = ["a\0b", "a\ud800", "\udc00b", "a\u202eb", "a\nb", "a\u0085b"];

describe("text that a column cannot hold, or that a screen would show as something else", () => {
	const times = () => ({ from: portal.clock.now, to: portal.clock.now + HOUR });
	const assignment = () => ({ id: randomUUID(), venue: VENUE, kind: "event", name: "x", gates: ["A"], capacity: null });

	it.each(UNFIT)("is refused from the console (%j)", async (text) => {
		const pharmacy = { number: "40177", name: "Pharmacie", town: "Lyon" };
		const requests: readonly (readonly [string, unknown, string])[] = [
			[PATHS.console.pharmacies, { ...pharmacy, name: text }, "name"],
			[PATHS.console.pharmacies, { ...pharmacy, town: text }, "town"],
			[PATHS.console.venues, { id: randomUUID(), name: text }, "name"],
			[PATHS.console.assignments, { ...assignment(), ...times(), name: text }, "name"],
			[PATHS.console.assignments, { ...assignment(), ...times(), gates: ["A", text] }, "gates.1"],
			[PATHS.console.assignments, { ...assignment(), ...times(), venue: text }, "venue"],
			[PATHS.console.enrolments, { id: randomUUID(), role: "door", venue: text }, "venue"],
		];
		for (const [path, body, field] of requests) expect(await refusedField(await postConsole(path, body))).toBe(field);
	});

	it.each(UNFIT)("is refused from devices (%j)", async (text) => {
		const key = await deviceKey();
		const body = { code: "0".repeat(20), jwk: key.jwk, label: text };
		expect(await refusedField(await postAs(portal, key, { path: PATHS.claim, body }))).toBe("label");
		const event = {
			id: randomUUID(),
			assignment: "film",
			gate: "A",
			at: portal.clock.now,
			direction: "in",
			outcome: "accepted",
			format: "relais",
			pseudonym: "A".repeat(22),
		};
		for (const field of ["assignment", "gate"]) {
			const events = [{ ...event, [field]: text }];
			const body = { events: [...events, { ...event, id: randomUUID() }], post: null };
			const answer = await postAs(portal, door.key, { path: PATHS.checkins, body });
			expect(await answer.json()).toMatchObject({
				stored: [body.events[1]?.id],
				refused: [{ id: event.id, reason: "malformed" }],
			});
			const post = { assignment: "film", gate: "A", role: "both", after: 0, completeAt: null };
			const asked = { events: [], post: { ...post, [field]: text } };
			expect(await refusedField(await postAs(portal, door.key, { path: PATHS.checkins, body: asked }))).toBe(
				`post.${field}`,
			);
		}
	});

	it.each(UNFIT)("is refused in a record, alone (%j)", async (text) => {
		const good = await issue();
		const { identity, contact } = good;
		const bad = [
			[{ ...good, identity: { ...identity, family: text } }, "identity.family"],
			[{ ...good, identity: { ...identity, given: text } }, "identity.given"],
			[{ ...good, contact: { ...contact, phone: text } }, "contact.phone"],
			[{ ...good, professional: text }, "professional"],
		] as const;
		const renamed = bad.map(([record], i) => ({ ...record, key: randomUUID(), holderToken: `${i}`.repeat(22) }));
		const answers = await send([...renamed, good]);
		expect(answers.map((answer) => ("field" in answer ? answer.field : answer.outcome))).toEqual([
			...bad.map(([, field]) => field),
			"registered",
		]);
	});
});

describe("identifiers in another spelling", () => {
	it("name nothing: a key has one form, so that a record cannot be half there", async () => {
		const record = await issue();
		const [shouted] = await send([{ ...record, key: record.key.toUpperCase().replace(/^./, "A") }]);
		expect(shouted).toMatchObject({ outcome: "refused", reason: "record_malformed", field: "key" });
		expect(await send([record])).toMatchObject([{ outcome: "registered" }]);
		const id = randomUUID().toUpperCase().replace(/^./, "A");
		const enrolment = { id, role: "counter", pharmacy: PHARMACY };
		expect(await refusedField(await postConsole(PATHS.console.enrolments, enrolment))).toBe("id");
	});
});

describe("times and numbers at the edge", () => {
	it("a vaccination that never ends is registered and revoked like any other, and opens no list of its own", async () => {
		const { now } = portal.clock;
		const endless = [253_402_300_800, 8_640_000_000_000, Number.MAX_SAFE_INTEGER];
		const records = await Promise.all(
			endless.map((exp) => issue({ claims: { k: "V", d: [2, 2], p: "EU/1/20/1528", t: now - DAY, exp } })),
		);
		const good = await issue();
		const answers = await send([...records, good]);
		expect(answers.map(({ outcome }) => outcome)).toEqual(records.concat(good).map(() => "registered"));
		for (const { attestation } of records) {
			const body = { attestation, reason: "entry_error" };
			const answer = await postAs(portal, counter.key, { path: PATHS.revocations, body });
			expect([answer.status, await answer.json()]).toEqual([200, { outcome: "revoked", revokedAt: now }]);
		}
		await portal.server.publisher.publishAll();
		const [own] = await portal.database.query("SELECT code_day::text AS day FROM records WHERE key = $1", [good.key]);
		expect(await readdir(join(portal.dataDir, "public/trust/codes"))).toEqual([`${own?.["day"]}.jwt`]);
	});

	it("reports speak of days that a door may still remember", async () => {
		const report = (day: string) =>
			postAs(portal, door.key, { path: PATHS.codeReports, body: { day, hashes: ["AAAA"] } });
		for (const day of ["0000-01-01", "0001-01-01", "9999-12-31", "2000-01-01"]) {
			expect(await refusedField(await report(day))).toBe("day");
		}
		const today = new Date(portal.clock.now * 1_000).toISOString().slice(0, 10);
		expect((await report(today)).status).toBe(200);
	});
});

describe("answers", () => {
	const read = async <Schema extends z.ZodType>(answer: Response, schema: Schema) => schema.parse(await answer.json());

	it("[CC-8] to a report are what a door reads: how many of its hashes the portal has, the same every time", async () => {
		const day = new Date(portal.clock.now * 1_000).toISOString().slice(0, 10);
		const body = { day, hashes: ["AAAB", "AAAC"] };
		for (let i = 0; i < 2; i++) {
			const answer = await postAs(portal, door.key, { path: PATHS.codeReports, body });
			expect(await read(answer, codeReportAnswer)).toEqual({ received: 2 });
		}
	});
});
