import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { verifyPass } from "@/lib/verify/verify-pass";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let nextIndex = 0;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

async function send(device: EnrolledDevice, records: readonly unknown[]): Promise<readonly RecordAnswer[]> {
	const answer = await postAs(portal, device.key, { path: PATHS.records, body: { records } });
	expect(answer.status).toBe(200);
	return recordBatchAnswer.parse(await answer.json()).answers;
}

const issue = (options: Parameters<typeof issueRecord>[2] = {}) =>
	issueRecord(counter, portal.clock.now, { index: nextIndex++, ...options });

async function stored(record: RecordInput) {
	const rows = await portal.database.query(
		`SELECT r.*, p.uvci, p.hc1_sealed, l.token_hash FROM records r
		 LEFT JOIN passes p ON p.record_key = r.key LEFT JOIN holder_links l ON l.record_key = r.key WHERE r.key = $1`,
		[record.key],
	);
	return rows;
}

describe("registering records", () => {
	it("makes a record, its pass and its link, and says so the same way every time", async () => {
		const record = await issue();
		const first = await send(counter, [record]);
		expect(first).toEqual([
			{
				key: record.key,
				outcome: "registered",
				registeredAt: portal.clock.now,
				passId: expect.stringMatching(/^URN:UVCI:01:FR:/),
			},
		]);
		portal.clock.now += 5;
		expect(await send(counter, [record])).toEqual(first);
		expect(await stored(record)).toHaveLength(1);
	});

	it("[RP-6] takes papers that name their delegation by key only", async () => {
		const record = await issue({ embed: false });
		expect(await send(counter, [record])).toMatchObject([{ outcome: "registered" }]);
	});

	it("registers a paper that has expired while it waited", async () => {
		const now = portal.clock.now;
		const record = await issue({ claims: { t: now - HOUR, exp: now + HOUR } });
		// It does not go back: no clock may lie behind what the authority signed (TL-4).
		portal.clock.now = now + 5 * DAY;
		await portal.server.publisher.publishAll();
		const [answer] = await send(counter, [record]);
		expect(answer).toMatchObject({ outcome: "registered" });
	});

	it("asks for a paper of the future again, and takes it then", async () => {
		const now = portal.clock.now;
		const record = await issueRecord(counter, now + 2 * HOUR, { index: nextIndex++ });
		expect(await send(counter, [record])).toEqual([{ key: record.key, outcome: "retry", reason: "time_not_yet" }]);
		portal.clock.now = now + 2 * HOUR;
		expect(await send(counter, [record])).toMatchObject([{ outcome: "registered" }]);
		portal.clock.now = now;
	});

	it("stores nothing about the person in clear", async () => {
		const record = await issue({ record: { contact: { email: "camille@essai.example", phone: "0600000000" } } });
		await send(counter, [record]);
		const dump = JSON.stringify(await stored(record), (_, value) =>
			value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
		);
		for (const secret of [
			"ESSAI",
			"Camille",
			"1990-02-03",
			"camille@essai.example",
			"0600000000",
			record.holderToken,
			record.stripNumber,
			"HC1:",
			"RP1:",
		]) {
			expect(dump).not.toContain(secret);
		}
	});

	it("keeps all four times with their zones", async () => {
		const now = portal.clock.now;
		const record = await issue({
			record: { queued: { at: now + 1, zone: "Etc/Unknown" }, issued: { at: now, zone: "America/Cayenne" } },
		});
		await send(counter, [record]);
		expect(await stored(record)).toMatchObject([
			{
				sampled_at: new Date((now - HOUR) * 1_000),
				sampled_zone: "Europe/Paris",
				issued_at: new Date(now * 1_000),
				issued_zone: "America/Cayenne",
				queued_at: new Date((now + 1) * 1_000),
				queued_zone: "Etc/Unknown",
				registered_at: new Date(now * 1_000),
				registered_zone: "UTC",
			},
		]);
	});
});

describe("records that cannot be registered", () => {
	it("[V-8] forgives a counter nothing that a scanner adds", async () => {
		const record = await issue();
		const refused = { outcome: "refused", reason: "attestation_not_canonical" };
		for (const attestation of [
			`${record.attestation}\r\n`,
			`]Q1${record.attestation}`,
			record.attestation.toLowerCase(),
		]) {
			expect(await send(counter, [{ ...record, attestation }])).toMatchObject([refused]);
		}
		expect(await send(counter, [record])).toMatchObject([{ outcome: "registered" }]);
	});

	it("answers each record of a batch for itself", async () => {
		const good = await issue();
		const answers = await send(counter, [
			{ nonsense: true },
			{ ...good, key: randomUUID(), identity: { ...good.identity, birth: "1990-02-30" } },
			{ ...(await issue()), attestation: "RP1:NOT AN ATTESTATION" },
			good,
			null,
		]);
		expect(answers).toMatchObject([
			{ key: "", outcome: "refused", reason: "record_malformed" },
			{ outcome: "refused", reason: "record_malformed", field: "identity.birth" },
			{ outcome: "refused", reason: "attestation_malformed" },
			{ outcome: "registered" },
			{ key: "", outcome: "refused", reason: "record_malformed" },
		]);
	});

	it("revokes the paper of a record that contradicts it, and says so every time", async () => {
		const record = await issue();
		const wrong = { ...record, identity: { ...record.identity, given: "Claude" } };
		const refused = { key: record.key, outcome: "refused", reason: "identity_mismatch" };
		expect(await send(counter, [wrong])).toEqual([refused]);
		expect(await send(counter, [wrong])).toEqual([refused]);
		const again = { ...record, key: randomUUID(), holderToken: "A".repeat(22) };
		expect(await send(counter, [again])).toMatchObject([{ outcome: "refused", reason: "revoked" }]);
		expect(await portal.database.query("SELECT reason FROM status_bits")).toEqual([{ reason: "identity_mismatch" }]);
	});

	it("compares names as the paper cuts and composes them", async () => {
		const long = "ESSAI-".repeat(12);
		const record = await issue({ claims: { n: [[...long].slice(0, 40).join(""), "Aimée"] } });
		const asTyped = { ...record, identity: { ...record.identity, family: long, given: "Aime\u0301e" } };
		expect(await send(counter, [asTyped])).toMatchObject([{ outcome: "registered" }]);
	});

	it("refuses another content under a key that is taken, and another key for a paper that is registered", async () => {
		const first = await issue();
		const second = await issue();
		await send(counter, [first]);
		expect(await send(counter, [{ ...second, key: first.key }])).toMatchObject([{ reason: "key_reused" }]);
		expect(await send(counter, [{ ...first, contact: { phone: "0600000001" } }])).toMatchObject([
			{ reason: "key_reused" },
		]);
		const again = { ...first, key: randomUUID(), holderToken: "B".repeat(22) };
		expect(await send(counter, [again])).toMatchObject([{ reason: "already_registered" }]);
		expect(await send(counter, [second])).toMatchObject([{ outcome: "registered" }]);
	});

	it("refuses a holder token that opens another record", async () => {
		const first = await issue();
		const second = await issue({ record: { holderToken: first.holderToken } });
		expect(await send(counter, [first, second])).toMatchObject(
			[{ key: first.key }, { key: second.key }].map(({ key }) => expect.objectContaining({ key })),
		);
		const answers = await send(counter, [first, second]);
		expect(answers.filter(({ outcome }) => outcome === "registered")).toHaveLength(1);
		expect(answers.find(({ outcome }) => outcome === "refused")).toMatchObject({
			reason: "record_malformed",
			field: "holderToken",
		});
	});

	it("refuses a strip number whose check digit does not fit: its holder could never type it", async () => {
		const record = await issue();
		const slip = { ...record, stripNumber: "4821934" };
		expect(await send(counter, [slip])).toMatchObject([{ reason: "record_malformed", field: "stripNumber" }]);
		expect(await send(counter, [record])).toMatchObject([{ outcome: "registered" }]);
	});

	it("refuses a sample time that is not the signed one", async () => {
		const record = await issue();
		const moved = { ...record, sampled: { ...record.sampled, at: record.sampled.at + 60 } };
		expect(await send(counter, [moved])).toMatchObject([{ reason: "record_malformed", field: "sampled.at" }]);
		expect(await send(counter, [record])).toMatchObject([{ outcome: "registered" }]);
	});

	it("refuses papers of another pharmacy", async () => {
		const other = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
		const record = await issue();
		expect(await send(other, [record])).toMatchObject([{ outcome: "refused", reason: "issuer_mismatch" }]);
		expect(await send(counter, [record])).toMatchObject([{ outcome: "registered" }]);
	});

	it("takes papers of a colleague's device in the same pharmacy", async () => {
		const colleague = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		expect(await send(colleague, [await issue()])).toMatchObject([{ outcome: "registered" }]);
	});

	it.each(["1850578006048", "2A"])("checks the control key of a social security number beginning %s", async (begin) => {
		const digits = begin === "2A" ? "185052A006048" : begin;
		const control = 97n - (BigInt(digits.replace("2A", "19")) % 97n);
		const nir = `${digits}${String(control).padStart(2, "0")}`;
		const record = await issue();
		const wrong = {
			...record,
			identity: { ...record.identity, nir: nir.replace(/.$/, (last) => String((Number(last) + 1) % 10)) },
		};
		expect(await send(counter, [wrong])).toMatchObject([{ reason: "record_malformed", field: "identity.nir" }]);
		expect(await send(counter, [{ ...record, identity: { ...record.identity, nir } }])).toMatchObject([
			{ outcome: "registered" },
		]);
	});
});

describe("the pass", () => {
	it("is the attestation's content under the authority's key, and the policy of the doors accepts it", async () => {
		const record = await issue();
		const [answer] = await send(counter, [record]);
		const opened = await portal.call("/api/passes/open", {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ token: record.holderToken, stripNumber: record.stripNumber }),
		});
		const pass = (await opened.json()) as { state: string; hc1: string };
		expect(pass.state).toBe("ready");
		const trust = await openPublishedTrust();
		const verdict = await verifyPass(pass.hc1, trust, { now: portal.clock.now });
		expect(verdict).toMatchObject({
			outcome: "accepted",
			format: "hc1",
			pass: {
				id: answer?.outcome === "registered" ? answer.passId : "",
				person: { family: "ESSAI-DURAND", given: "Camille Aimée", birth: "1990-02-03" },
			},
		});
	});
});

async function openPublishedTrust() {
	const { readFile } = await import("node:fs/promises");
	const { openTrust } = await import("@/lib/trust/open-trust");
	await portal.server.publisher.publishAll();
	const read = (name: string) => readFile(`${portal.dataDir}/public/trust/${name}`, "utf8");
	const trust = await openTrust(
		{ root: portal.server.context.keys.root, keyset: (await read("keyset.jwt")).trim(), list: await read("list.jwt") },
		{ subtle: crypto.subtle },
	);
	if (!trust.ok) throw new Error(trust.error.code);
	return trust.value;
}
