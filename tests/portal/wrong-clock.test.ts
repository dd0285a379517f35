/** [TL-1] A portal whose clock is wrong for an hour publishes nothing from the future, and goes on when it is right. */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openServer, type Server } from "@/lib/server/context/open-context";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { highestSeq } from "@/lib/trust/trust-list";
import { OPERATOR } from "@/tests/support/actors";
import { granted } from "@/tests/support/granted";
import { type EnrolledDevice, enrolDevice } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let server: Server;
/** Seconds by which each clock is off. */
const off = { portal: 0, database: 0 };

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	server = await openServer(portal.server.context.settings, {
		clock: () => portal.clock.now + off.portal,
		databaseClock: async () => portal.clock.now + off.database,
	});
});
afterAll(async () => {
	await server.stop();
	await portal.close();
});

type Claims = { seq: number; iat: number; denied: readonly { jti?: string }[] };
const read = async (name: string) =>
	decodeJwt(await readFile(join(portal.dataDir, "public/trust", name), "utf8")) as unknown as Claims;

async function deny({ kit }: EnrolledDevice): Promise<Claims> {
	await granted(denyDevice(server.context, { device: kit.deviceId, reason: "stolen" }, OPERATOR));
	return read("list.jwt");
}

it.each(["portal", "database"] as const)("[TL-1] when the %s's clock is 40 days ahead", async (which) => {
	const devices = [];
	for (let count = 0; count < 2; count++) {
		devices.push(await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY }));
	}
	const [first, second] = devices as [EnrolledDevice, EnrolledDevice];
	await server.publisher.publishAll();
	off[which] = 40 * DAY;
	portal.clock.now += HOUR;
	const wrong = await deny(first);
	await server.publisher.publishAll();
	expect(wrong.iat).toBe(portal.clock.now);
	// Two instances may have news within one second.
	const { iat } = await read("status/1.jwt");
	expect([portal.clock.now, portal.clock.now + 1]).toContain(iat);
	expect(wrong.seq).toBeLessThanOrEqual(highestSeq(portal.clock.now));
	// Delegations and passes are dated by the same two clocks.
	expect(server.context.signingClock.now()).toBe(portal.clock.now);
	off[which] = 0;
	portal.clock.now += HOUR;
	const right = await deny(second);
	expect(right.iat).toBe(portal.clock.now);
	expect(right.seq).toBeGreaterThan(wrong.seq);
	expect(right.denied.length).toBe(wrong.denied.length + 1);
});

it("[TL-1] waits rather than number a list beyond its time, and goes on once time has caught up", async () => {
	const device = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await server.publisher.publishAll();
	off.portal = off.database = 40 * DAY;
	await server.publisher.publishAll();
	const ahead = await read("list.jwt");
	off.portal = off.database = 0;
	expect((await deny(device)).seq).toBe(ahead.seq);
	portal.clock.now += 40 * DAY;
	await server.publisher.publishAll();
	const later = await read("list.jwt");
	expect([later.iat, later.seq > ahead.seq]).toEqual([portal.clock.now, true]);
	expect(later.denied.length).toBe(ahead.denied.length + 1);
});

it("[TL-5] dates every status list and code list later than the one before, also within one second and by two instances", async () => {
	const times: number[] = [];
	for (const { publisher } of [server, portal.server, server, portal.server]) {
		// Another block: the list's content changes.
		await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await publisher.publishAll();
		times.push((await read("status/1.jwt")).iat);
	}
	expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
	expect(times[3]).toBeLessThanOrEqual(portal.clock.now + 60);
});
