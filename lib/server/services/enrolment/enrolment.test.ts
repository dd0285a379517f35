import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCode } from "@/lib/checkcode/check-code";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { issueCode } from "@/lib/checkcode/issue-code";
import { type DelegationClaims, decodeDelegation, parseDelegationClaims } from "@/lib/formats/relais/delegation";
import { deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { createEnrolmentCode } from "@/lib/server/services/enrolment/create-enrolment-code";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { OPERATOR } from "@/tests/support/actors";
import { granted } from "@/tests/support/granted";
import { type DeviceKey, deviceKey, type EnrolledDevice, enrolDevice, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, RAILWAY, VENUE } from "@/tests/support/test-world";

let portal: TestServer;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
});
afterAll(() => portal.close());

const newCode = () =>
	granted(
		createEnrolmentCode(
			portal.server.context,
			{ id: randomUUID(), role: "counter", pharmacy: PHARMACY },
			{ by: OPERATOR },
		),
	);

async function claim(key: DeviceKey, code: string, more: { durable?: false } = {}) {
	const answer = await postAs(portal, key, {
		path: PATHS.claim,
		body: { code, jwk: key.jwk, label: " poste 2 ", ...more },
	});
	const json = (await answer.json()) as { error?: { code: string } };
	return { status: answer.status, code: json.error?.code, json };
}

async function renew(device: EnrolledDevice, request: { key?: string; indicesLeft?: number } = {}) {
	const body = { key: request.key ?? randomUUID(), indicesLeft: request.indicesLeft ?? 0 };
	const answer = await postAs(portal, device.key, { path: PATHS.kit, body });
	expect(answer.status).toBe(200);
	return deviceKit.parse(await answer.json());
}

function claimsOf(delegation: string): DelegationClaims {
	const decoded = decodeDelegation(delegation);
	const claims = decoded && parseDelegationClaims(decoded.payload);
	if (claims === undefined) throw new Error("the delegation does not parse");
	return claims;
}

describe("enrolment code", () => {
	it("is twenty symbols in a link with the root, and nowhere in the database", async () => {
		const { code, link } = await newCode();
		expect(link).toBe(`http://localhost:3000/enrol#${code}.${portal.server.context.keys.root}`);
		const rows = await portal.database.query("SELECT * FROM enrolment_codes");
		expect(JSON.stringify(rows)).not.toContain(code);
	});

	it("comes again for the same request, and is another for every other", async () => {
		const id = randomUUID();
		const ask = () =>
			createEnrolmentCode(portal.server.context, { id, role: "counter", pharmacy: PHARMACY }, { by: OPERATOR });
		expect(await ask()).toEqual(await ask());
		expect((await newCode()).code).not.toBe((await newCode()).code);
		const other = await createEnrolmentCode(
			portal.server.context,
			{ id, role: "door", venue: VENUE },
			{ by: OPERATOR },
		);
		expect(other).toEqual({ ok: false, error: { code: "id_taken" } });
	});

	it("is for a pharmacy or venue that exists", async () => {
		const { context } = portal.server;
		const id = randomUUID();
		const counter = await createEnrolmentCode(context, { id, role: "counter", pharmacy: "99999" }, { by: OPERATOR });
		expect(counter).toEqual({ ok: false, error: { code: "pharmacy_unknown" } });
		const train = await createEnrolmentCode(context, { id, role: "train", venue: "none" }, { by: OPERATOR });
		expect(train).toEqual({ ok: false, error: { code: "venue_unknown" } });
	});
});

describe("claiming", () => {
	it("wrong, used and expired codes are told apart", async () => {
		expect(await claim(await deviceKey(), "0".repeat(20))).toMatchObject({
			status: 404,
			code: "enrolment_code_unknown",
		});
		const { code } = await newCode();
		expect((await claim(await deviceKey(), code)).status).toBe(200);
		expect(await claim(await deviceKey(), code)).toMatchObject({ status: 409, code: "enrolment_code_used" });
		const request = { id: randomUUID(), role: "counter", pharmacy: PHARMACY } as const;
		const old = await granted(createEnrolmentCode(portal.server.context, request, { by: OPERATOR, lifetime: 0 }));
		expect(await claim(await deviceKey(), old.code)).toMatchObject({ status: 410, code: "enrolment_code_expired" });
	});

	it("[ND-7] a browser that may delete its storage becomes a door and no counter, whose code stays good", async () => {
		const key = await deviceKey();
		const { code } = await newCode();
		expect(await claim(key, code, { durable: false })).toMatchObject({ status: 409, code: "storage_not_durable" });
		expect((await claim(key, code)).status).toBe(200);
		const door = await granted(
			createEnrolmentCode(portal.server.context, { id: randomUUID(), role: "door", venue: VENUE }, { by: OPERATOR }),
		);
		expect((await claim(await deviceKey(), door.code, { durable: false })).status).toBe(200);
	});

	it("again with the same key gives the same device and the same block", async () => {
		const { code } = await newCode();
		const key = await deviceKey();
		const answers = await Promise.all([claim(key, code), claim(key, code), claim(key, code)]);
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		const kits = answers.map(({ json }) => deviceKit.parse(json));
		expect(new Set(kits.map(({ deviceId }) => deviceId)).size).toBe(1);
		expect(new Set(kits.flatMap(({ delegations }) => delegations)).size).toBe(1);
		expect(kits[0]?.label).toBe("poste 2");
	});

	it("one code, many devices at once: one gets in", async () => {
		const { code } = await newCode();
		const answers = await Promise.all(Array.from({ length: 6 }, async () => claim(await deviceKey(), code)));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
	});

	it("a key has one place only, and the code that it asked with stays good", async () => {
		const key = await deviceKey();
		await claim(key, (await newCode()).code);
		const { code } = await newCode();
		expect(await claim(key, code)).toMatchObject({ status: 409, code: "device_exists" });
		expect((await claim(await deviceKey(), code)).status).toBe(200);
	});

	it("one key, many codes at once: one place", async () => {
		const key = await deviceKey();
		const codes = await Promise.all(Array.from({ length: 4 }, newCode));
		const answers = await Promise.all(codes.map(({ code }) => claim(key, code)));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
		const used = await portal.database.query("SELECT 1 FROM enrolment_codes WHERE used_by = $1", [key.thumbprint]);
		expect(used).toHaveLength(1);
	});

	it("must be signed by the key that it enrols", async () => {
		const { code } = await newCode();
		const key = await deviceKey();
		const other = await deviceKey();
		const body = { code, jwk: other.jwk, label: "x" };
		const answer = await postAs(portal, key, { path: PATHS.claim, body });
		expect(answer.status).toBe(401);
		expect((await claim(key, code)).status).toBe(200);
	});
});

describe("device kit", () => {
	it("[DL-1] carries a delegation as the specification writes it", async () => {
		const { kit } = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		const claims = claimsOf(kit.delegations[0] ?? "");
		const { now } = portal.clock;
		expect(claims).toMatchObject({
			sub: PHARMACY,
			nm: "Pharmacie du Pont, Lyon",
			nbf: now,
			exp: now + 30 * DAY,
			k: "ANVR",
			max: 72,
		});
		expect(kit.root).toBe(portal.server.context.keys.root);
		expect(kit.pharmacy).toEqual({ number: PHARMACY, name: "Pharmacie du Pont, Lyon" });
	});

	it("[DL-3] never hands out an index twice, however many enrol at once", async () => {
		const kits = await Promise.all(
			Array.from({ length: 12 }, () => enrolDevice(portal, { role: "counter", pharmacy: PHARMACY })),
		);
		const blocks = kits.flatMap(({ kit }) => kit.delegations.map((jwt) => claimsOf(jwt).sl));
		const starts = blocks.map(([list, first]) => `${list}.${first}`);
		expect(new Set(starts).size).toBe(blocks.length);
		const overlaps = await portal.database.query(
			`SELECT 1 FROM delegations a JOIN delegations b ON a.list_no = b.list_no AND a.jti < b.jti
			 AND a.first_index < b.first_index + b.index_count AND b.first_index < a.first_index + a.index_count`,
		);
		expect(overlaps).toEqual([]);
	});

	it("[DL-3] goes on in another list when one is used up, and the table itself refuses an overlap", async () => {
		await portal.database.query("UPDATE status_lists SET next_index = size - 1000");
		const { kit } = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		const [list, first] = claimsOf(kit.delegations[0] ?? "").sl;
		expect({ list, first }).toEqual({ list: "2", first: 0 });
		const copy = `INSERT INTO delegations SELECT pharmacy_number, 'overlap1', device_id, gen_random_uuid(), list_no,
			first_index + 1999, index_count, not_before, expires_at, jwt, created_at FROM delegations LIMIT 1`;
		await expect(portal.database.query(copy)).rejects.toThrow(/delegations_blocks_apart/);
	});

	it("is renewed with another block only when the device runs low or its delegation grows old", async () => {
		const device = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		expect((await renew(device, { indicesLeft: 1_500 })).delegations).toHaveLength(1);
		const key = randomUUID();
		expect((await renew(device, { key, indicesLeft: 10 })).delegations).toHaveLength(2);
		expect((await renew(device, { key, indicesLeft: 10 })).delegations).toHaveLength(2);
		const start = portal.clock.now;
		portal.clock.now = start + 16 * DAY;
		const renewed = await renew(device, { indicesLeft: 1_500 });
		expect(renewed.delegations).toHaveLength(3);
		portal.clock.now = start + 31 * DAY;
		expect((await renew(device, { indicesLeft: 1_500 })).delegations).toEqual([
			renewed.delegations[2],
			expect.any(String),
		]);
		portal.clock.now = start;
	});

	it("is not a tap for indices", async () => {
		const device = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		for (let i = 0; i < 8; i++) await renew(device);
		const rows = await portal.database.query("SELECT 1 FROM delegations WHERE device_id = $1", [device.kit.deviceId]);
		expect(rows).toHaveLength(4);
	});

	it("[CC-4] gives a counter its own keys and a door six positions; a code of the one satisfies the other", async () => {
		const counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		const door = await enrolDevice(portal, { role: "door", venue: VENUE });
		const issuer = counter.kit.codeKeys;
		const verifier = door.kit.codeKeys;
		if (issuer.holder !== "issuer" || verifier.holder !== "verifier") throw new Error("wrong holders");
		expect(Object.keys(issuer.days)).toHaveLength(34);
		expect(Object.keys(verifier.days)).toHaveLength(11);
		for (const positions of Object.values(verifier.days)) expect(Object.keys(positions)).toHaveLength(6);
		const person = { birth: "900203", initials: initialsOf({ family: "ESSAI", given: "Camille" }) };
		const { now } = portal.clock;
		const issued = issueCode(issuer, { pharmacy: PHARMACY, kind: "A", exp: now + 48 * HOUR, ...person });
		if (!issued.ok) throw new Error(issued.error.code);
		expect(checkCode(verifier, { ...issued.value, ...person }, now)).toMatchObject({ outcome: "accepted" });
		expect(await renew(door)).toMatchObject({ codeKeys: verifier });
	});

	it("names the events and trains of the device's own venue", async () => {
		const door = await enrolDevice(portal, { role: "door", venue: VENUE });
		const train = await enrolDevice(portal, { role: "train", venue: RAILWAY });
		expect(door.kit.assignments).toMatchObject([{ id: "film", kind: "event", gates: ["A", "B"], capacity: 300 }]);
		expect(train.kit.assignments).toMatchObject([{ id: "train", kind: "train", capacity: null }]);
		expect(door.kit).toMatchObject({ pharmacy: null, delegations: [], highestIndex: null, products: [] });
	});

	it("cuts a long name to what a delegation may carry, by code points", async () => {
		const { delegationName } = await import("../device/allot-delegation");
		expect(delegationName({ name: "Pharmacie du Pont", town: "Lyon" })).toBe("Pharmacie du Pont, Lyon");
		expect([...delegationName({ name: "é".repeat(40), town: "" })]).toHaveLength(32);
		expect(
			decodeJwt((await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY })).kit.delegations[0] ?? ""),
		).toBeDefined();
	});
});
