import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SERVER_TIME_HEADER } from "@/lib/protocol/device-proof";
import { PATHS } from "@/lib/protocol/paths";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { OPERATOR } from "@/tests/support/actors";
import { granted } from "@/tests/support/granted";
import {
	deviceKey,
	type EnrolledDevice,
	enrolDevice,
	type ProofOverrides,
	proofFor,
} from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, VENUE } from "@/tests/support/test-world";
import { admitDevice } from "./admit-device";

const PATH = PATHS.kit;
let portal: TestServer;
let door: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	door = await enrolDevice(portal, { role: "door", venue: VENUE });
});
afterAll(() => portal.close());

const BODY = () => JSON.stringify({ key: randomUUID(), indicesLeft: 0 });

async function send(authorization: string | undefined, body: string) {
	const headers: Record<string, string> = { "content-type": "application/json" };
	if (authorization !== undefined) headers["authorization"] = authorization;
	const answer = await portal.call(PATH, { method: "POST", headers, body });
	const json = (await answer.json()) as { error?: { code: string } };
	return { status: answer.status, code: json.error?.code, headers: answer.headers };
}

async function sendProven(overrides: ProofOverrides = {}, device = door.key) {
	const body = BODY();
	return send(await proofFor(device, { path: PATH, body, now: portal.clock.now }, overrides), body);
}

describe("device proof", () => {
	it("lets the device in, once", async () => {
		const body = BODY();
		const proof = await proofFor(door.key, { path: PATH, body, now: portal.clock.now });
		expect((await send(proof, body)).status).toBe(200);
		expect(await send(proof, body)).toMatchObject({ status: 401, code: "proof_replayed" });
	});

	it("lets exactly one of many equal requests in, when they come at once", async () => {
		const body = BODY();
		const proof = await proofFor(door.key, { path: PATH, body, now: portal.clock.now });
		const answers = await Promise.all(Array.from({ length: 8 }, () => send(proof, body)));
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
	});

	it("is missing, of another scheme, or no JWT", async () => {
		for (const header of [undefined, "", "Bearer x", "Device", "Device a b", `device ${"x".repeat(20)}`]) {
			expect(await send(header, BODY())).toMatchObject({ status: 401, code: "proof_missing" });
		}
		for (const header of ["Device x", "Device a.b.c", "Device ..", `Device ${"A".repeat(40_000)}`]) {
			expect(await send(header, BODY())).toMatchObject({ status: 401, code: "proof_invalid" });
		}
	});

	it.each<[string, ProofOverrides]>([
		["another type", { header: { typ: "JWT" } }],
		["a foreign header member", { header: { jku: "https://elsewhere.example" } }],
		["another origin", { claims: { aud: `https://elsewhere.example${PATH}` } }],
		["another path", { claims: { aud: `${ORIGIN}/api/records` } }],
		["another method", { claims: { htm: "GET" } }],
		["another body", { claims: { bh: "A".repeat(43) } }],
		["a longer life", { claims: { exp: 9_999_999_999 } }],
		["a jti that is no UUID", { claims: { jti: "1" } }],
		["an unknown claim", { claims: { admin: true } }],
	])("does not hold with %s", async (_, overrides) => {
		expect(await sendProven(overrides)).toMatchObject({ status: 401, code: "proof_invalid" });
	});

	it("does not hold when somebody else signed it", async () => {
		const { privateKey } = await deviceKey();
		expect(await sendProven({ signer: privateKey })).toMatchObject({ status: 401, code: "proof_invalid" });
	});

	it("of a key that no device has is not let in", async () => {
		expect(await sendProven({}, await deviceKey())).toMatchObject({ status: 401, code: "device_not_enrolled" });
	});

	it("outside its time is answered with the server's, so that a wrong clock corrects itself", async () => {
		const { now } = portal.clock;
		for (const iat of [now - 61, now - 60, now + 31, 0]) {
			const answer = await sendProven({ claims: { iat, exp: iat + 60 } });
			expect(answer).toMatchObject({ status: 401, code: "proof_time" });
			expect(answer.headers.get(SERVER_TIME_HEADER)).toBe(String(now));
		}
		for (const iat of [now - 59, now + 30]) {
			expect((await sendProven({ claims: { iat, exp: iat + 60 } })).status).toBe(200);
		}
	});

	it("of a denied device is refused, and only its holder learns so", async () => {
		const stolen = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await granted(denyDevice(portal.server.context, { device: stolen.kit.deviceId, reason: "stolen" }, OPERATOR));
		expect(await sendProven({}, stolen.key)).toMatchObject({ status: 403, code: "device_denied" });
		const { privateKey } = await deviceKey();
		expect(await sendProven({ signer: privateKey }, stolen.key)).toMatchObject({ status: 401, code: "proof_invalid" });
	});

	it("keeps a trace of replays no longer than they could be tried", async () => {
		const { tidy } = await import("@/lib/server/tidy/tidy-loop");
		await sendProven();
		const before = portal.clock.now;
		portal.clock.now += 92;
		await tidy(portal.server.context);
		portal.clock.now = before;
		expect(await portal.database.query("SELECT jti FROM proof_jtis")).toEqual([]);
	});
});

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
