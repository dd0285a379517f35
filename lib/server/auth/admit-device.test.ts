import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EnrolledDevice, enrolDevice } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, VENUE } from "@/tests/support/test-world";
import { admitDevice } from "./admit-device";

let portal: TestServer;
let door: EnrolledDevice;
beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	door = await enrolDevice(portal, { role: "door", venue: VENUE });
});
afterAll(() => portal.close());

const SETTING = "SELECT current_setting('synchronous_commit') AS now";

/** What the setting is after `work` in its transaction, and after that transaction. */
async function settings(work: (connections: PoolClient) => Promise<unknown>) {
	const client = await portal.server.context.connections.connect();
	const setting = async () => (await client.query<{ now: string }>(SETTING)).rows[0]?.now;
	try {
		await client.query("BEGIN");
		const result = await work(client);
		const within = await setting();
		await client.query("COMMIT");
		return { result, within, after: await setting() };
	} finally {
		client.release();
	}
}

describe("a device that calls", () => {
	it("[AB-8] is let in once, and nobody waits until that is on a disk", async () => {
		const { clock } = portal.server.context;
		const proof = { kid: door.key.thumbprint, jti: randomUUID(), exp: clock() + 60 };
		const come = () => settings((connections) => admitDevice({ connections, clock }, proof));
		expect(await come()).toMatchObject({ result: { isFirst: true }, within: "off", after: "on" });
		expect(await come()).toMatchObject({ result: { isFirst: false }, after: "on" });
	});
});
