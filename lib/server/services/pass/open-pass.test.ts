import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenPassAnswer, openPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { DAY, MINUTE } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let nextIndex = 0;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

async function registered(): Promise<RecordInput> {
	const record = await issueRecord(counter, portal.clock.now, { index: nextIndex++ });
	await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
	return record;
}

async function open(token: string, birth: string, headers: Record<string, string> = {}): Promise<OpenPassAnswer> {
	const answer = await portal.call(PATHS.openPass, {
		method: "POST",
		headers: { "content-type": "application/json", origin: ORIGIN, ...headers },
		body: JSON.stringify({ token, birth }),
	});
	return openPassAnswer.parse(await answer.json());
}

const RIGHT = "1990-02-03";
const WRONG = "1990-03-02";

describe("holder link", () => {
	it("opens with the birth date, as often as wanted, always the same pass", async () => {
		const { holderToken } = await registered();
		const first = await open(holderToken, RIGHT);
		expect(first).toMatchObject({ state: "ready", registeredAt: portal.clock.now });
		expect(await open(holderToken, RIGHT)).toEqual(first);
	});

	it("says the same of a token that never existed and of a record that has not come yet", async () => {
		const record = await issueRecord(counter, portal.clock.now, { index: nextIndex++ });
		const before = await open(record.holderToken, RIGHT);
		expect(before).toEqual(await open(randomBytes(16).toString("base64url"), WRONG));
		expect(before).toEqual({ state: "not_registered" });
	});

	it("locks after five wrong dates, for longer each time, across restarts and however many come at once", async () => {
		const { holderToken } = await registered();
		const { now } = portal.clock;
		const tries = await Promise.all(Array.from({ length: 12 }, () => open(holderToken, WRONG)));
		const left = tries.flatMap((answer) => (answer.state === "wrong_birth" ? [answer.triesLeft] : []));
		expect(left.sort()).toEqual([1, 2, 3, 4]);
		expect(tries.filter(({ state }) => state === "locked")).toHaveLength(8);
		expect(await open(holderToken, RIGHT)).toEqual({ state: "locked", until: now + 15 * MINUTE });
		portal.clock.now = now + 15 * MINUTE;
		expect(await open(holderToken, WRONG)).toEqual({ state: "locked", until: portal.clock.now + 30 * MINUTE });
		portal.clock.now += 30 * MINUTE;
		expect(await open(holderToken, RIGHT)).toMatchObject({ state: "ready" });
		expect(await open(holderToken, WRONG)).toEqual({ state: "wrong_birth", triesLeft: 4 });
		portal.clock.now = now;
	});

	it("locks for a day at most", async () => {
		const { holderToken } = await registered();
		const { now } = portal.clock;
		for (let i = 0; i < 20; i++) {
			const answer = await open(holderToken, WRONG);
			if (answer.state === "locked") {
				expect(answer.until - portal.clock.now).toBeLessThanOrEqual(DAY);
				portal.clock.now = answer.until;
			}
		}
		portal.clock.now = now;
	});

	it("of a refused or revoked record opens to 'withdrawn', for the holder only", async () => {
		const revoked = await registered();
		const body = { attestation: revoked.attestation, reason: "entry_error" };
		await postAs(portal, counter.key, { path: PATHS.revocations, body });
		expect(await open(revoked.holderToken, RIGHT)).toEqual({ state: "withdrawn" });
		expect(await open(revoked.holderToken, WRONG)).toMatchObject({ state: "wrong_birth" });
		const record = await issueRecord(counter, portal.clock.now, { index: nextIndex++ });
		const refused = { ...record, identity: { ...record.identity, family: "AUTRE" } };
		await postAs(portal, counter.key, { path: PATHS.records, body: { records: [refused] } });
		expect(await open(record.holderToken, RIGHT)).toEqual({ state: "withdrawn" });
	});

	it("cannot be tried from another site's page", async () => {
		const { holderToken } = await registered();
		const answer = await portal.call(PATHS.openPass, {
			method: "POST",
			headers: { "content-type": "application/json", origin: "https://elsewhere.example" },
			body: JSON.stringify({ token: holderToken, birth: RIGHT }),
		});
		expect(answer.status).toBe(403);
	});
});
