/** The country's missing attestations, counted again of those devices alone of which something came. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";
import { missingCounter } from "./count-missing";

let portal: TestServer;
let counter: EnrolledDevice;
let count: () => Promise<number>;
let before: number;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
});
beforeEach(async () => {
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
	count = missingCounter(portal.server.context);
	before = await count();
});
afterAll(() => portal.close());

const NONE = { given: 0, void: 0, refused: 0, waiting: 0 };
const issue = (index: number) => issueRecord(counter, portal.clock.now, { index });
const send = (records: readonly Awaited<ReturnType<typeof issue>>[]) =>
	postAs(portal, counter.key, { path: PATHS.records, body: { records } });

describe("[OL-6] what is missing in the country", () => {
	it("follows what came since the last count: records, and the gaps that they leave or fill", async () => {
		await send([await issue(4)]);
		expect(await count()).toBe(before + 4);
		await send([await issue(0), await issue(1)]);
		expect(await count()).toBe(before + 2);
		expect(await count()).toBe(before + 2);
	});

	it("follows what was revoked before it was registered", async () => {
		await send([await issue(2)]);
		expect(await count()).toBe(before + 2);
		const body = { attestation: (await issue(1)).attestation, reason: "entry_error" };
		await postAs(portal, counter.key, { path: PATHS.revocations, body });
		expect(await count()).toBe(before + 1);
	});

	it("follows what a device says of itself", async () => {
		const start = { id: "a_______", generation: 1, ...NONE, given: 3, waiting: 3, before: [] };
		const body = { key: randomUUID(), indicesLeft: 2_000, start };
		await postAs(portal, counter.key, { path: PATHS.kit, body });
		expect(await count()).toBe(before + 3);
	});

	it("does not count again a device of which nothing came, until an hour is over", async () => {
		await send([await issue(4)]);
		expect(await count()).toBe(before + 4);
		// A delegation that ended too long ago to be looked at: nothing that comes tells of it.
		await portal.server.context.db.$executeRaw`UPDATE delegations
			SET created_at = now() - interval '99 days', not_before = now() - interval '99 days',
				expires_at = now() - interval '69 days'
			WHERE device_id = ${counter.kit.deviceId}::uuid`;
		portal.clock.now += 5 * MINUTE;
		expect(await count()).toBe(before + 4);
		portal.clock.now += HOUR;
		expect(await count()).toBe(before);
	});
});
