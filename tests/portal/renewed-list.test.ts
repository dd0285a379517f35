/** [TL-4] Doors keep a fresh list while the database is dead, and never one that hides what somebody else published. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openServer, type Server } from "@/lib/server/context/open-context";
import { renewTrustList } from "@/lib/server/publish/renew-trust-list";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import { updateTrust } from "@/lib/trust/update";
import { OPERATOR } from "@/tests/support/actors";
import { granted } from "@/tests/support/granted";
import { deviceKey, enrolDevice } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
/** The same keys and folder, and no database. */
let cut: Server;
let start: number;

beforeAll(async () => {
	portal = await openTestServer();
	start = portal.clock.now;
	await makeWorld(portal);
	const settings = { ...portal.server.context.settings, databaseUrl: "postgres://nobody@127.0.0.1:1/none" };
	cut = await openServer(settings, { clock: () => portal.clock.now });
});
afterAll(async () => {
	await cut.stop();
	await portal.close();
});
beforeEach(async () => {
	portal.clock.now += 100 * HOUR;
	await portal.server.publisher.publishAll();
	start = portal.clock.now;
});

const listPath = () => join(portal.dataDir, "public/trust/list.jwt");
const read = () => readFile(listPath(), "utf8");
const claims = (document: string) => decodeJwt(document) as { seq: number; iat: number; exp: number };
const renew = () => renewTrustList(cut.context);

async function bundle(list: string) {
	const keyset = (await readFile(join(portal.dataDir, "public/trust/keyset.jwt"), "utf8")).trim();
	return { root: portal.server.context.keys.root, keyset, list };
}

/** Why a door that holds the one list refuses the other; undefined when it takes it. */
async function refusal(held: string, fetched: string): Promise<string | undefined> {
	const cached = await openTrust(await bundle(held), { subtle: crypto.subtle });
	if (!cached.ok) throw new Error(cached.error.code);
	const updated = await updateTrust({
		cached: cached.value,
		fetched: await bundle(fetched),
		now: portal.clock.now,
		subtle: crypto.subtle,
	});
	if (!updated.ok) throw new Error(updated.error.code);
	return updated.value.list.state === "refused" ? updated.value.list.reason : undefined;
}

describe("with the database away", () => {
	it("the list is signed anew as it stands, with a later number and time, and doors take it", async () => {
		const before = await read();
		portal.clock.now += 95 * MINUTE;
		expect(await renew()).toBe(claims(before).seq + 3);
		const after = await read();
		expect({ ...claims(after) }).toEqual({ ...claims(before), seq: claims(before).seq + 3, iat: start + 90 * MINUTE });
		expect(await refusal(before, after)).toBeUndefined();
		expect(await renew()).toBeUndefined();
		portal.clock.now += 30 * MINUTE;
		expect(await renew()).toBe(claims(before).seq + 4);
	});

	it("two instances that renew apart from each other, and at other times, say the same", async () => {
		const before = await read();
		portal.clock.now += 31 * MINUTE;
		await renew();
		portal.clock.now += 61 * MINUTE;
		await renew();
		const inSteps = await read();
		await writeFile(listPath(), before);
		await renew();
		const atOnce = await read();
		expect(claims(atOnce)).toEqual(claims(inSteps));
		expect(await refusal(inSteps, atOnce)).toBeUndefined();
	});

	it("ends three days after the content was last confirmed, restarted or not", async () => {
		for (let day = 0; day < 3; day++) {
			portal.clock.now += 24 * HOUR;
			expect(await renew()).toBeDefined();
		}
		portal.clock.now += HOUR;
		expect(await renew()).toBeUndefined();
		expect(portal.clock.now - claims(await read()).iat).toBe(HOUR);
	});

	it("does nothing for a clock that was set back, and nothing for a list that is not ours", async () => {
		portal.clock.now -= HOUR;
		expect(await renew()).toBeUndefined();
		portal.clock.now += 3 * HOUR;
		const document = await read();
		const { privateKey } = await deviceKey();
		const forged = new SignJWT({ ...decodeJwt(document), denied: [] });
		await writeFile(
			listPath(),
			await forged.setProtectedHeader(decodeProtectedHeader(document) as never).sign(privateKey),
		);
		expect(await renew()).toBeUndefined();
		await writeFile(listPath(), "no list at all");
		expect(await renew()).toBeUndefined();
		await writeFile(listPath(), document);
	});

	it("[DL-2] an instance that has the database stays ahead of one that is cut off from it", async () => {
		const before = await read();
		portal.clock.now += 20;
		const stolen = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await granted(denyDevice(portal.server.context, { device: stolen.kit.deviceId, reason: "stolen" }, OPERATOR));
		let [whole, cutOff] = [await read(), before];
		for (let turn = 0; turn < 4; turn++) {
			portal.clock.now += 31 * MINUTE;
			await writeFile(listPath(), cutOff);
			await renew();
			cutOff = await read();
			// Before the other one has signed anew, and after.
			expect(await refusal(cutOff, whole)).toBeUndefined();
			await writeFile(listPath(), whole);
			await portal.server.publisher.publishAll();
			whole = await read();
			expect(await refusal(cutOff, whole)).toBeUndefined();
		}
	});

	it("happens by itself: the publisher renews when it finds the database away", async () => {
		const before = await read();
		portal.clock.now += 40 * MINUTE;
		cut.publisher.start();
		while ((await read()) === before) await new Promise((resolve) => setTimeout(resolve, 25));
		await cut.publisher.stop();
		expect(claims(await read())).toMatchObject({ seq: claims(before).seq + 1, iat: start + 30 * MINUTE });
	});
});
