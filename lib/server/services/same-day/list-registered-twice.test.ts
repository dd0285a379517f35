import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { registeredTwiceAnswer } from "@/lib/protocol/registered-twice";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let one: EnrolledDevice;
let two: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	one = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	two = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

const sampledAt = () => portal.clock.now - HOUR;

async function ask(device: EnrolledDevice, period = { from: sampledAt() - DAY, to: sampledAt() + DAY }) {
	const answer = await postAs(portal, device.key, { path: PATHS.registeredTwice, body: period });
	expect(answer.status).toBe(200);
	return registeredTwiceAnswer.parse(await answer.json()).acts;
}

async function register(device: EnrolledDevice, changes: Parameters<typeof issueRecord>[2]) {
	const record = await issueRecord(device, portal.clock.now, changes);
	const answer = await postAs(portal, device.key, { path: PATHS.records, body: { records: [record] } });
	expect(await answer.json()).toMatchObject({ answers: [{ outcome: "registered" }] });
	return record;
}

/** Of the whole list: the device's own block begins there. */
const indexOf = (device: EnrolledDevice, place: number) =>
	(decodeJwt(device.kit.delegations.at(-1) ?? "") as { sl: [string, number, number] }).sl[1] + place;

describe("[EN-17] an act that was registered twice", () => {
	it("is told to the pharmacy's counters by its numbers, until one is taken back", async () => {
		await register(one, { index: 0 });
		expect(await ask(one)).toEqual([]);
		const second = await register(two, { index: 0 });
		// Registered in one second, they stand by their numbers.
		const indices = [indexOf(one, 0), indexOf(two, 0)].toSorted((a, b) => a - b);
		const twice = [{ at: sampledAt(), indices, positives: 0 }];
		expect(await ask(one)).toEqual(twice);
		expect(await ask(two)).toEqual(twice);
		expect(await ask(one, { from: sampledAt() - DAY, to: sampledAt() })).toEqual([]);
		expect(await ask(one, { from: sampledAt(), to: sampledAt() + 1 })).toEqual(twice);
		const elsewhere = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
		expect(await ask(elsewhere)).toEqual([]);

		const back = { attestation: second.attestation, reason: "entry_error" };
		await postAs(portal, two.key, { path: PATHS.revocations, body: back });
		expect(await ask(one)).toEqual([]);
	});

	it("is told with a positive result of the same sample", async () => {
		const [family, given] = ["ESSAI", "Noé"];
		await register(one, { index: 1, claims: { n: [family, given] } });
		const time = { at: sampledAt(), zone: "Europe/Paris" };
		const identity = { family, given, birth: "1990-02-03", sex: "X" };
		const result = { key: randomUUID(), contact: {}, sampled: time, recorded: time, locale: "fr", identity };
		const answer = await postAs(portal, one.key, { path: PATHS.positives, body: { results: [result] } });
		expect(await answer.json()).toMatchObject({ answers: [{ outcome: "registered" }] });
		expect(await ask(two)).toEqual([{ at: sampledAt(), indices: [indexOf(one, 1)], positives: 1 }]);
	});

	it("is one act where the second replaces the first, or was done at another time", async () => {
		const before = await ask(one);
		const claims = { n: ["ESSAI", "Maël"] } as const;
		const first = await register(one, { index: 2, claims });
		await register(two, { index: 1, claims, record: { corrects: { key: first.key, reason: "entry_error" } } });
		await register(two, { index: 2, claims: { ...claims, t: sampledAt() - 60 } });
		expect(await ask(one)).toEqual(before);
	});

	it("is asked about for a month at most", async () => {
		const body = { from: sampledAt() - 40 * DAY, to: sampledAt() };
		const answer = await postAs(portal, one.key, { path: PATHS.registeredTwice, body });
		expect(answer.status).toBe(400);
	});
});
