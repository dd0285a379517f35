/** The PINs at a counter are to be chosen anew: ordered in the console, told at the counter's next contact. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { recordBatchAnswer } from "@/lib/protocol/records";
import { OPERATOR } from "@/tests/support/actors";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, VENUE } from "@/tests/support/test-world";
import { listDevices } from "./list-devices";
import { orderPins } from "./order-pins";

let portal: TestServer;
let counter: EnrolledDevice;
let other: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	other = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

const START = { id: "start_01", generation: 1, given: 0, void: 0, refused: 0, waiting: 0, before: [] };

async function heardOf({ key }: EnrolledDevice, start: object = { ...START, pins: true }) {
	portal.clock.now += 60;
	const body = { key: randomUUID(), indicesLeft: 2_000, start };
	const answer = await postAs(portal, key, { path: PATHS.kit, body });
	return deviceKit.parse(await answer.json()).life?.pins;
}

const order = (device: string, id: string) =>
	orderPins(portal.server.context, { id, device }, { ...OPERATOR, name: "Mme Essai" });

describe("[VA-11] an order that PINs be chosen anew", () => {
	it("is told to that counter with each answer about its lives, and to no other one", async () => {
		expect(await heardOf(counter)).toBeUndefined();
		const [first, second] = [randomUUID(), randomUUID()];
		expect(await order(counter.kit.deviceId, first)).toEqual({ ok: true, value: { orderedAt: portal.clock.now } });
		expect(await heardOf(counter)).toBe(first);
		expect(await heardOf(other)).toBeUndefined();
		await order(counter.kit.deviceId, second);
		const record = await issueRecord(counter, portal.clock.now, { index: 3 });
		const body = { records: [record], start: { ...START, given: 1, pins: true } };
		const answer = await postAs(portal, counter.key, { path: PATHS.records, body });
		const { answers, life } = recordBatchAnswer.parse(await answer.json());
		expect([answers[0]?.outcome, life?.pins]).toEqual(["registered", second]);
	});

	it("is not told to a counter of an earlier version, which could not read it", async () => {
		await order(counter.kit.deviceId, randomUUID());
		expect(await heardOf(counter, START)).toBeUndefined();
	});

	it("sent again it is the same order; who gave it, and when, stands with the device", async () => {
		const id = randomUUID();
		const first = await order(counter.kit.deviceId, id);
		portal.clock.now += 600;
		expect(await orderPins(portal.server.context, { id, device: counter.kit.deviceId }, OPERATOR)).toEqual(first);
		const { devices } = await listDevices(portal.server.context, { q: "", after: "" });
		const row = devices.find((each) => each.id === counter.kit.deviceId);
		expect(row?.pinOrder).toEqual({ at: portal.clock.now - 600, by: "Mme Essai", heededAt: null });
		expect(devices.find((each) => each.id === other.kit.deviceId)?.pinOrder).toBeNull();
	});

	it("is heeded once the counter says which one it heeds, the last one and no other; asked again it waits again", async () => {
		const { deviceId } = counter.kit;
		const heededAt = async () => {
			const { devices } = await listDevices(portal.server.context, { q: "", after: "" });
			return devices.find(({ id }) => id === deviceId)?.pinOrder?.heededAt;
		};
		const [first, second] = [randomUUID(), randomUUID()];
		await order(deviceId, first);
		expect(await heardOf(counter)).toBe(first);
		expect(await heededAt()).toBeNull();
		expect(await heardOf(counter, { ...START, pins: first })).toBe(first);
		const at = portal.clock.now;
		expect(await heededAt()).toBe(at);
		await heardOf(counter, { ...START, pins: first });
		expect(await heededAt()).toBe(at);
		await order(deviceId, second);
		expect(await heardOf(counter, { ...START, pins: first })).toBe(second);
		expect(await heededAt()).toBeNull();
		await heardOf(counter, { ...START, pins: second });
		expect(await heededAt()).toBe(portal.clock.now);
	});

	it("is for counters only", async () => {
		const door = await enrolDevice(portal, { role: "door", venue: VENUE });
		for (const device of [door.kit.deviceId, randomUUID(), "none"]) {
			expect(await order(device, randomUUID())).toEqual({ ok: false, error: { code: "device_unknown" } });
		}
	});
});
