/** Copies of a counter before a real portal: noticed, told to both, each with a block of its own. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readDelegations } from "@/lib/kit/own-delegation";
import { deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import type { StartReport } from "@/lib/protocol/starts";
import { HOUR } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";
import { deviceBacklogs } from "./count-missing-indices";
import { listDevices } from "./list-devices";

let portal: TestServer;
let counter: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
});
beforeEach(async () => {
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

const NONE = { given: 0, void: 0, refused: 0, waiting: 0 };
const start = (id: string, before: readonly string[] = [], counts: Partial<typeof NONE> = {}): StartReport => ({
	id: id.padEnd(8, "_"),
	generation: before.length + 1,
	...{ ...NONE, ...counts },
	before: before.map((each) => ({ id: each.padEnd(8, "_"), ...NONE })).reverse(),
});

async function kit(report: StartReport, indicesLeft = 2_000, key = randomUUID()) {
	portal.clock.now += 60;
	const answer = await postAs(portal, counter.key, { path: PATHS.kit, body: { key, indicesLeft, start: report } });
	return deviceKit.parse(await answer.json());
}

async function send(records: readonly RecordInput[], report?: StartReport) {
	portal.clock.now += 60;
	const body = { records, ...(report === undefined ? {} : { start: report }) };
	const answer = await postAs(portal, counter.key, { path: PATHS.records, body });
	return recordBatchAnswer.parse(await answer.json());
}

const issue = (index: number, of?: { start: string; number: number }) =>
	issueRecord(counter, portal.clock.now, {
		index,
		...(of === undefined ? {} : { record: { start: { id: of.start.padEnd(8, "_"), number: of.number } } }),
	});

describe("[OL-3] two copies of a counter", () => {
	it("are told, and so is the console; one device alone is not", async () => {
		expect((await kit(start("p"))).life).toEqual({ state: "alone", since: 0, shared: 0 });
		expect((await kit(start("a", ["p"]))).life).toMatchObject({ state: "alone" });
		const second = await kit(start("b", ["p"]));
		expect(second.life).toMatchObject({ state: "restored", since: portal.clock.now });
		const { life } = await send([await issue(1, { start: "a", number: 1 })], start("a", ["p"], { given: 1 }));
		expect(life).toMatchObject({ state: "twin", since: portal.clock.now - 60 });
		expect((await kit(start("b", ["p"]))).life).toMatchObject({ state: "twin" });
		const { devices } = await listDevices(portal.server.context, { q: "", after: "" });
		const row = devices.find(({ id }) => id === counter.kit.deviceId);
		expect(row).toMatchObject({ twinSeenAt: portal.clock.now, restoredSeenAt: portal.clock.now - 120 });
	});

	it("are each given a block of their own, which the other one does not take", async () => {
		await kit(start("p"));
		const key = randomUUID();
		const a = await kit(start("a", ["p"]), 0, key);
		const b = await kit(start("b", ["p"]), 0);
		expect(a.allotted).not.toBeNull();
		expect(b.allotted).not.toBeNull();
		expect(b.allotted).not.toBe(a.allotted);
		expect((await kit(start("a", ["p"]), 0, key)).allotted).toBe(a.allotted);
		const since = (await kit(start("b", ["p"]))).life?.since ?? 0;
		const blocks = readDelegations(b.delegations);
		expect(blocks.find(({ jti }) => jti === b.allotted)?.nbf).toBeGreaterThanOrEqual(since);
		expect(blocks.filter(({ nbf }) => nbf < since).map(({ jti }) => jti)).toContain(a.allotted);
	});

	it("a device of an earlier version is answered as before", async () => {
		await kit(start("a"));
		const body = { key: randomUUID(), indicesLeft: 2_000 };
		const answer = await postAs(portal, counter.key, { path: PATHS.kit, body });
		const old = (await answer.json()) as object;
		for (const member of ["life", "seen", "allotted"]) expect(old).not.toHaveProperty(member);
		expect(await send([await issue(2)])).not.toHaveProperty("life");
	});
});

describe("[OL-2] what was seen of each block", () => {
	it("is told by stretches: registered, refused and revoked before it was registered", async () => {
		await send([await issue(2), await issue(16)]);
		const wrong = await issue(40);
		await send([{ ...wrong, identity: { ...wrong.identity, family: "FAUX" } }]);
		const body = { attestation: (await issue(1500)).attestation, reason: "entry_error" };
		await postAs(portal, counter.key, { path: PATHS.revocations, body });
		const { seen } = await kit(start("a"));
		expect(seen).toHaveLength(1);
		const spent = seen?.[0]?.spent ?? "";
		expect([spent[0], spent[1], spent[2], spent[3], spent.slice(93)]).toEqual(["3", "1", "9", "0", "d"]);
	});
});

describe("[OL-6] attestations that never arrived", () => {
	const backlog = async () => {
		const { deviceId } = counter.kit;
		return (await deviceBacklogs(portal.server.context.db, [deviceId])).get(deviceId);
	};

	it("are known by start and number, wherever in the block their indices lie", async () => {
		await send(
			[await issue(1600, { start: "a", number: 1 }), await issue(1602, { start: "a", number: 3 })],
			start("a", [], { given: 3, waiting: 1 }),
		);
		expect(await backlog()).toEqual({ missing: 1, unexplained: 0, registered: 2 });
	});

	it("are explained by the device: nothing came of it, it waits, it was refused; the rest by nobody", async () => {
		await kit(start("a", [], { given: 7, void: 1, refused: 1, waiting: 2 }));
		expect(await backlog()).toEqual({ missing: 6, unexplained: 3, registered: 0 });
		await send(
			[await issue(5, { start: "a", number: 1 })],
			start("a", [], { given: 7, void: 1, refused: 1, waiting: 1 }),
		);
		expect(await backlog()).toEqual({ missing: 5, unexplained: 3, registered: 1 });
	});

	it("of an earlier start are told by a later one, also of a start that had no network", async () => {
		const report = start("c", ["a", "b"]);
		const before = report.before.map((each, i) => (i === 0 ? { ...each, given: 2, waiting: 2 } : each));
		await kit({ ...report, before });
		expect(await backlog()).toEqual({ missing: 2, unexplained: 0, registered: 0 });
	});

	it("of an earlier version are counted below its highest index", async () => {
		await send([await issue(0), await issue(4)]);
		expect(await backlog()).toEqual({ missing: 3, unexplained: 3, registered: 2 });
		// The same device, updated: what it draws now makes no gap of the indices between.
		await send([await issue(1900, { start: "a", number: 1 })], start("a", [], { given: 1 }));
		expect(await backlog()).toEqual({ missing: 3, unexplained: 3, registered: 3 });
		portal.clock.now += HOUR;
	});
});

describe("a kit", () => {
	it("is answered to each of many requests of one device at once: none waits for another that waits for it", async () => {
		for (let round = 0; round < 3; round++) {
			const ask = () =>
				postAs(portal, counter.key, { path: PATHS.kit, body: { key: randomUUID(), indicesLeft: 2_000 } });
			const answers = await Promise.all(Array.from({ length: 8 }, ask));
			expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
			portal.clock.now += 70;
		}
	});
});
