import { randomUUID } from "node:crypto";
import { CompactEncrypt, importJWK } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import type { PositiveInput } from "@/lib/protocol/positives";
import { RECORD_CONTENT_ENC, RECORD_KEY_ALG, type RecordInput } from "@/lib/protocol/records";
import { utf8 } from "@/lib/shared/bytes";
import { HOUR } from "@/lib/shared/numeric-date";
import {
	type DeviceKey,
	deviceKey,
	type EnrolledDevice,
	enrolDevice,
	issueRecord,
	postAs,
} from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY, VENUE } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let transport: DeviceKey;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	transport = await deviceKey();
});
afterAll(() => portal?.close());

const renewal = (jwk = transport.jwk) => ({ key: randomUUID(), indicesLeft: 1_000, transport: jwk });

async function recordKey(): Promise<{ kid: string; jwk: DeviceKey["jwk"] }> {
	const answer = await postAs(portal, counter.key, { path: PATHS.kit, body: renewal() });
	return ((await answer.json()) as { recordKey: { kid: string; jwk: DeviceKey["jwk"] } }).recordKey;
}

async function envelope(
	record: RecordInput | PositiveInput,
	{ kid, jwk }: { kid: string; jwk: DeviceKey["jwk"] },
): Promise<string> {
	const header = { alg: RECORD_KEY_ALG, enc: RECORD_CONTENT_ENC, kid };
	const key = await importJWK({ ...jwk }, RECORD_KEY_ALG);
	return new CompactEncrypt(utf8(JSON.stringify(record))).setProtectedHeader(header).encrypt(key);
}

async function send(key: DeviceKey, records: readonly unknown[]) {
	const answer = await postAs(portal, key, { path: PATHS.records, body: { records } });
	return { status: answer.status, body: (await answer.json()) as { answers: Record<string, unknown>[] } };
}

describe("records that a counter encrypted when it issued them", () => {
	it("[VA-5] register by the transport key, once, whether they come again encrypted or open", async () => {
		const to = await recordKey();
		const record = await issueRecord(counter, portal.clock.now);
		const sent = { key: record.key, envelope: await envelope(record, to) };
		const first = await send(transport, [sent]);
		expect(first.body.answers).toMatchObject([{ key: record.key, outcome: "registered" }]);
		expect((await send(transport, [sent])).body).toEqual(first.body);
		expect((await send(counter.key, [record])).body).toEqual(first.body);
	});

	it("[QM-2] register from another counter of the pharmacy, once, also when the first one comes back; from no other pharmacy", async () => {
		const to = await recordKey();
		const record = await issueRecord(counter, portal.clock.now, { index: 2 });
		const sent = { key: record.key, envelope: await envelope(record, to) };
		const elsewhere = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
		expect((await send(elsewhere.key, [sent])).body.answers).toMatchObject([{ key: record.key, outcome: "refused" }]);
		const second = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		const first = await send(second.key, [sent]);
		expect(first.body.answers).toMatchObject([{ key: record.key, outcome: "registered" }]);
		expect((await send(counter.key, [record])).body).toEqual(first.body);
	});

	it("[VA-5] a kit names the key only to who asks, so that an earlier counter can read its own", async () => {
		const body = { key: randomUUID(), indicesLeft: 1_000 };
		const answer = await postAs(portal, counter.key, { path: PATHS.kit, body });
		expect(await answer.json()).not.toHaveProperty("recordKey");
	});

	it("[VA-5] one for another key is asked for again, open; one with another record inside is refused", async () => {
		const to = await recordKey();
		const record = await issueRecord(counter, portal.clock.now, { index: 1 });
		const foreign = await deviceKey();
		const lost = [
			{ key: record.key, envelope: await envelope(record, { kid: to.kid, jwk: foreign.jwk }) },
			{ key: record.key, envelope: await envelope(record, { ...to, kid: "another" }) },
			{ key: record.key, envelope: "no.jwe" },
		];
		for (const each of lost) {
			expect((await send(transport, [each])).body.answers).toEqual([
				{ key: record.key, outcome: "retry", reason: "envelope_unreadable" },
			]);
		}
		const other = { key: randomUUID(), envelope: await envelope(record, to) };
		expect((await send(transport, [other])).body.answers).toMatchObject([{ key: other.key, outcome: "refused" }]);
	});
});

describe("positive results that a counter encrypted when it stored them", () => {
	const positive = (key: string): PositiveInput => ({
		...{ key, consent: true, product: "1232", lot: { number: "41ADG" }, contact: {}, locale: "fr" },
		identity: { family: "ESSAI", given: "Camille", birth: "1990-02-03", sex: "F" },
		sampled: { at: portal.clock.now - HOUR, zone: "Europe/Paris" },
		recorded: { at: portal.clock.now, zone: "Europe/Paris" },
	});
	const sendResults = async (key: DeviceKey, results: readonly unknown[]) =>
		(await postAs(portal, key, { path: PATHS.positives, body: { results } })).json();

	it("[VA-5] register by the transport key, once, whether they come again encrypted or open", async () => {
		const to = await recordKey();
		const result = positive(randomUUID());
		const sent = { key: result.key, envelope: await envelope(result, to) };
		const first = await sendResults(transport, [sent]);
		expect(first).toEqual({ answers: [{ key: result.key, outcome: "registered", registeredAt: portal.clock.now }] });
		expect(await sendResults(transport, [sent])).toEqual(first);
		expect(await sendResults(counter.key, [result])).toEqual(first);
	});

	it("[VA-5] one that cannot be opened waits and holds back no other", async () => {
		const to = await recordKey();
		const [lost, right] = [positive(randomUUID()), positive(randomUUID())];
		const answers = await sendResults(transport, [
			{ key: lost.key, envelope: await envelope(lost, { ...to, kid: "another" }) },
			{ key: right.key, envelope: await envelope(right, to) },
		]);
		expect(answers).toMatchObject({
			answers: [
				{ key: lost.key, outcome: "retry", reason: "envelope_unreadable" },
				{ key: right.key, outcome: "registered" },
			],
		});
	});
});

describe("the transport key", () => {
	it("[VA-6] sends records and positive results and may call nothing else", async () => {
		await recordKey();
		for (const path of [PATHS.kit, PATHS.revocations, PATHS.checkins, PATHS.codeReports]) {
			const answer = await postAs(portal, transport, { path, body: renewal() });
			expect([path, answer.status]).toEqual([path, 403]);
			expect(await answer.json()).toMatchObject({ error: { code: "role_forbidden" } });
		}
	});

	it("[VA-6] is the last that the counter named, and ends with the counter", async () => {
		const next = await deviceKey();
		await postAs(portal, counter.key, { path: PATHS.kit, body: renewal(next.jwk) });
		expect((await send(transport, [{}])).status).toBe(401);
		expect((await send(next, [{}])).status).toBe(200);
		await portal.server.context.db.device.updateMany({
			data: { state: "denied", deniedAt: new Date(), deniedReason: "lost" },
		});
		expect((await send(next, [{}])).status).toBe(403);
		await portal.server.context.db.device.updateMany({ data: { state: "active", deniedAt: null, deniedReason: null } });
	});

	it("[VA-6] a key that is another device's stays that one's, and no door has one", async () => {
		const other = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await postAs(portal, counter.key, { path: PATHS.kit, body: renewal(other.key.jwk) });
		const record = await issueRecord(other, portal.clock.now);
		expect((await send(other.key, [record])).body.answers).toMatchObject([{ outcome: "registered" }]);
		const door = await enrolDevice(portal, { role: "door", venue: VENUE });
		const fresh = await deviceKey();
		const answer = await postAs(portal, door.key, { path: PATHS.kit, body: { ...renewal(fresh.jwk), indicesLeft: 0 } });
		expect(await answer.json()).not.toHaveProperty("recordKey");
		expect((await send(fresh, [{}])).status).toBe(401);
	});
});
