import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { openServer } from "@/lib/server/context/open-context";
import type { ServerContext } from "@/lib/server/context/server-context";
import { transact } from "@/lib/server/db/transact";
import { HOUR } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";
import { codeDays } from "./code-days";
import { leadOfFolder } from "./lead";
import { TRUST_PATHS, trustFolder } from "./trust-files";

let portal: TestServer;
let context: ServerContext;
let counter: EnrolledDevice;
let nextIndex = 0;

beforeAll(async () => {
	portal = await openTestServer();
	context = portal.server.context;
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
});
afterAll(() => portal.close());

/** The day of its check code. */
async function register(): Promise<string> {
	const exp = portal.clock.now + 40 * HOUR;
	const record = await issueRecord(counter, portal.clock.now, {
		index: nextIndex++,
		claims: { exp, b: `1990-02-${10 + nextIndex}` },
	});
	const answer = await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
	expect(await answer.json()).toMatchObject({ answers: [{ outcome: "registered" }] });
	return new Date(Math.floor(exp / 10_800) * 10_800_000).toISOString().slice(0, 10);
}

describe("[IN-1] the registered codes of a day", () => {
	it("are read whole once, and then what is new is added to them", async () => {
		const days = codeDays();
		const day = await register();
		expect(await days.look(context)).toEqual([day]);
		const whole = await transact(context.db, (tx) => days.registered(tx, day, 0));
		expect(await days.look(context)).toEqual([]);
		await register();
		expect(await days.look(context)).toEqual([day]);
		// Were it read whole again, it would find nothing.
		await portal.database.query("UPDATE records SET code_hash = '\\x000000'");
		const added = await transact(context.db, (tx) => days.registered(tx, day, 0));
		expect(added.length).toBe(whole.length + 3);
		// A code was revoked: what stays is known to the rows alone.
		const again = await transact(context.db, (tx) => days.registered(tx, day, 1));
		expect(again).toEqual(Uint8Array.of(0, 0, 0));
	});

	it("are found by a look although the clock was set back", async () => {
		const days = codeDays();
		portal.clock.now += 10 * HOUR;
		await days.look(context);
		portal.clock.now -= 10 * HOUR;
		const day = await register();
		expect(await days.look(context)).toContain(day);
	});
});

describe("[IN-1] of the instances that share a folder", () => {
	const other = () => openServer(context.settings, { clock: () => portal.clock.now });

	it("one leads; another one takes over once it has given up, or its time is over", async () => {
		const [one, two, three] = [leadOfFolder(context), leadOfFolder(context), leadOfFolder(context)];
		await portal.database.query("DELETE FROM leases");
		expect(await Promise.all([one.holds(), one.holds()])).toEqual([true, true]);
		expect(await two.holds()).toBe(false);
		await one.giveUp();
		expect(await two.holds()).toBe(true);
		await portal.database.query("UPDATE leases SET ends_at = now() - interval '1 second'");
		expect(await three.holds()).toBe(true);
		expect(await two.holds()).toBe(false);
		await three.giveUp();
	});

	it("whoever takes over publishes every day that is open, what it never heard of included", async () => {
		await portal.database.query("DELETE FROM leases");
		await portal.server.publisher.publishAll();
		const day = await register();
		// Or the one that leads would write it once more, a moment after it was registered.
		await portal.server.publisher.publishAll();
		const path = join(trustFolder(portal.dataDir), TRUST_PATHS.codes(day));
		await rm(path);
		const second = await other();
		await second.publisher.publishAll();
		await expect(readFile(path, "utf8")).rejects.toThrow("ENOENT");
		await portal.database.query("UPDATE leases SET ends_at = now() - interval '1 second'");
		await second.publisher.publishAll();
		expect(decodeJwt(await readFile(path, "utf8"))["day"]).toBe(day);
		await second.stop();
		await portal.server.publisher.publishAll();
	});

	it("a copy of a folder has its own", async () => {
		await portal.database.query("DELETE FROM leases");
		const first = leadOfFolder(context);
		expect(await first.holds()).toBe(true);
		const copy = leadOfFolder({ ...context, settings: { ...context.settings, dataDir: join(portal.dataDir, "copy") } });
		expect(await copy.holds()).toBe(true);
		await Promise.all([first.giveUp(), copy.giveUp()]);
	});
});
