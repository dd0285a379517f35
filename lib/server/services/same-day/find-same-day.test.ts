import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayAt } from "@/lib/entry/zone-time";
import { PATHS } from "@/lib/protocol/paths";
import { type SameDayQuestion, sameDayAnswer } from "@/lib/protocol/same-day";
import { HOUR } from "@/lib/shared/numeric-date";
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
const today = () => dayAt(sampledAt(), "Europe/Paris");

async function ask(device: EnrolledDevice, changes: Partial<SameDayQuestion> = {}) {
	const body = {
		...{ family: "ESSAI DURAND", given: "camille", birth: "1990-02-03", act: "A", day: today() },
		...changes,
	};
	const answer = await postAs(portal, device.key, { path: PATHS.sameDay, body });
	expect(answer.status).toBe(200);
	return sameDayAnswer.parse(await answer.json()).at;
}

describe("[EN-16] the same person the same day, at another workstation", () => {
	it("is known once it is registered, to the pharmacy's own counters, by act and day", async () => {
		expect(await ask(two)).toBeNull();
		const record = await issueRecord(one, portal.clock.now, { index: 0 });
		await postAs(portal, one.key, { path: PATHS.records, body: { records: [record] } });
		expect(await ask(two)).toBe(sampledAt());
		expect(await ask(one)).toBe(sampledAt());
		const others = [{ act: "N" }, { day: "2020-01-01" }, { birth: "1990-02-04" }, { given: "Aimée" }] as const;
		for (const other of others) expect(await ask(two, other)).toBeNull();
		const elsewhere = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
		expect(await ask(elsewhere)).toBeNull();

		await postAs(portal, one.key, {
			path: PATHS.revocations,
			body: { attestation: record.attestation, reason: "entry_error" },
		});
		expect(await ask(two)).toBeNull();
	});

	it("a positive result counts too", async () => {
		const time = { at: sampledAt(), zone: "Europe/Paris" };
		const result = {
			...{ key: randomUUID(), contact: {}, sampled: time, recorded: time, locale: "fr" },
			identity: {
				family: "النجار",
				given: "ليلى",
				latin: { family: "AL-NAJJAR", given: "Layla" },
				birth: "1991",
				sex: "F",
			},
		};
		await postAs(portal, one.key, { path: PATHS.positives, body: { results: [result] } });
		expect(await ask(two, { family: "AL-NAJJAR", given: "Layla", birth: "1991" })).toBe(sampledAt());
	});
});
