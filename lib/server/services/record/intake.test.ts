import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, recordBatchAnswer } from "@/lib/protocol/records";
import type { DeviceCaller } from "@/lib/server/auth/caller";
import { DAY } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";
import { registerBatch } from "./register-records";
import { writeRecords } from "./write-records";

/** The real one, and who calls it. */
vi.mock("./write-records", async (real) => {
	const module = await real<typeof import("./write-records")>();
	return { ...module, writeRecords: vi.fn(module.writeRecords) };
});

let portal: TestServer;
let counter: EnrolledDevice;
let colleague: EnrolledDevice;
let nextIndex = 0;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	colleague = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

const issue = (options: Parameters<typeof issueRecord>[2] = {}) =>
	issueRecord(counter, portal.clock.now, { index: nextIndex++, ...options });

async function send(records: readonly unknown[]): Promise<readonly RecordAnswer[]> {
	const answer = await postAs(portal, counter.key, { path: PATHS.records, body: { records } });
	expect(answer.status).toBe(200);
	return recordBatchAnswer.parse(await answer.json()).answers;
}

describe("records that nobody sent before", () => {
	it("are written in one go, and the others of their batch are answered beside them", async () => {
		const before = await issue();
		await send([before]);
		vi.mocked(writeRecords).mockClear();
		const fresh = await Promise.all([issue(), issue(), issue()]);
		for (const answer of await send(fresh)) expect(answer).toMatchObject({ outcome: "registered" });
		expect(writeRecords).not.toHaveBeenCalled();
		const more = await issue();
		const changed = { ...before, locale: "en" };
		const answers = await send([fresh[0], changed, more]);
		expect(answers).toMatchObject([
			{ key: fresh[0]?.key, outcome: "registered" },
			{ key: before.key, outcome: "refused", reason: "key_reused" },
			{ key: more.key, outcome: "registered" },
		]);
		const left = vi.mocked(writeRecords).mock.calls.map(([, records]) => records.map(({ record }) => record.key));
		expect(left).toEqual([[fresh[0]?.key, before.key].sort()]);
	});
});

describe("[IN-2] a record of a newer counter", () => {
	it("is asked for again, and what is wrong beside is still named", async () => {
		const record = await issue();
		const newer = { ...record, mood: "good", identity: { ...record.identity, mood: "good" } };
		expect(await send([newer])).toEqual([{ key: record.key, outcome: "retry", reason: "member_unknown" }]);
		expect(await send([{ ...newer, locale: "xx" }])).toMatchObject([{ reason: "record_malformed", field: "locale" }]);
		expect(await send([record])).toMatchObject([{ outcome: "registered" }]);
	});

	it("[IN-8] whose batch says more than its records is answered for each of them", async () => {
		const record = await issue();
		const body = { records: [record], mood: "good" };
		const answer = await postAs(portal, counter.key, { path: PATHS.records, body });
		expect(answer.status).toBe(200);
		expect(await answer.json()).toMatchObject({ answers: [{ key: record.key, outcome: "registered" }] });
	});
});

describe("[IN-3] a product", () => {
	it.each([
		["that is on no list", { k: "A", p: "FOO" }],
		["of a vaccine, for a test", { k: "A", p: "EU/1/20/1528" }],
		["of a test, for a vaccination", { k: "V", p: "1232", d: [1, 2] }],
		["that no list has, for a vaccination", { k: "V", p: "FOO", d: [1, 2] }],
		["that is missing, for a vaccination", { k: "V", p: undefined, d: [1, 2] }],
	] as const)("%s is refused, and the member named", async (_, claims) => {
		const record = await issue({ claims: { ...claims, t: portal.clock.now - DAY } });
		expect(await send([record])).toEqual([
			{ key: record.key, outcome: "refused", reason: "record_malformed", field: "attestation.p" },
		]);
	});

	it.each([
		["a test without one", { k: "A", p: undefined }],
		["a vaccination with one of the list", { k: "V", p: "EU/1/20/1525", d: [1, 1] }],
	] as const)("%s is registered", async (_, claims) => {
		expect(await send([await issue({ claims })])).toMatchObject([{ outcome: "registered" }]);
	});
});

describe("[IN-4] a record sent again under another key", () => {
	it("is told that it is registered, alone, beside the first, and with another token", async () => {
		const record = await issue();
		const other = { ...record, key: randomUUID() };
		const answers = await send([record, other]);
		const reasons = answers.map((answer) => (answer.outcome === "refused" ? answer.reason : answer.outcome));
		// Whichever key comes first registers.
		expect(reasons.sort()).toEqual(["already_registered", "registered"]);
		const again = [other, { ...record, key: randomUUID() }, { ...(await issue()), attestation: record.attestation }];
		const later = await send(again.slice(1));
		for (const answer of later) expect(answer).toMatchObject({ outcome: "refused", reason: "already_registered" });
	});
});

describe("[IN-5] whoever is denied while records are on their way", () => {
	async function callerOf(device: EnrolledDevice): Promise<DeviceCaller> {
		const { thumbprint } = device.key;
		const { id } = await portal.server.context.db.device.findUniqueOrThrow({ where: { thumbprint } });
		const home = { pharmacyNumber: PHARMACY, venueId: null };
		return { kind: "device", deviceId: id, role: "counter", thumbprint, key: "device", ...home };
	}
	const deny = (device: EnrolledDevice) =>
		portal.database.query("UPDATE devices SET state = 'denied', denied_at = now() WHERE thumbprint = $1", [
			device.key.thumbprint,
		]);

	it("registers nothing: who signed is refused, who sends is sent back", async () => {
		const { context } = portal.server;
		const [own, others] = [await issue(), await issueRecord(colleague, portal.clock.now)];
		const [sender, denied] = [await callerOf(counter), await callerOf(colleague)];
		await deny(colleague);
		const { answers } = await registerBatch(context, sender, { records: [others, own] });
		expect(answers).toMatchObject([
			{ key: others.key, outcome: "refused", reason: "issuer_denied" },
			{ key: own.key, outcome: "registered" },
		]);
		const third = await issue();
		expect(await registerBatch(context, denied, { records: [third] })).toEqual({
			answers: [{ key: third.key, outcome: "retry", reason: "device_denied" }],
		});
		const rows = await portal.database.query("SELECT key FROM records WHERE key = ANY($1)", [[others.key, third.key]]);
		expect(rows).toEqual([]);
	});
});
