import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, recordBatchAnswer } from "@/lib/protocol/records";
import { DEFAULT_LIMITS } from "@/lib/server/http/load-guard";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

/** As many batches of one device as the portal lets in at once. */
const AT_ONCE = DEFAULT_LIMITS.insideEach.bulk;

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

const issue = () => issueRecord(counter, portal.clock.now, { index: nextIndex++ });

describe("registering and revoking at the same time", () => {
	it("ends with a withdrawn record or a refused one, never with a pass for a revoked paper", async () => {
		const records = await Promise.all(Array.from({ length: AT_ONCE }, () => issue()));
		const outcomes = await Promise.all(
			records.map(async (record) => {
				const body = { attestation: record.attestation, reason: "entry_error" };
				const revocation = postAs(portal, counter.key, { path: PATHS.revocations, body });
				const [answers] = await Promise.all([send(counter, [record]), revocation]);
				return answers[0];
			}),
		);
		const rows = await portal.database.query(
			"SELECT r.key, r.state, p.uvci FROM records r LEFT JOIN passes p ON p.record_key = r.key WHERE r.key = ANY($1)",
			[records.map(({ key }) => key)],
		);
		const kept = new Map(rows.map(({ key, state, uvci }) => [key, { state, pass: uvci !== null }]));
		for (const outcome of outcomes) {
			const registered = outcome?.outcome === "registered";
			expect(kept.get(outcome?.key)).toEqual({ state: "revoked", pass: registered });
			if (!registered) expect(outcome).toMatchObject({ outcome: "refused", reason: "revoked" });
		}
	});
});

describe("the same records again", () => {
	it("two tabs, out of order, at once: exactly one record and one pass each, and equal answers", async () => {
		const records = await Promise.all(Array.from({ length: 30 }, () => issue()));
		const orders = [
			records,
			[...records].reverse(),
			[...records.slice(10), ...records.slice(0, 10)],
			records.slice(5, 25),
		];
		const answers = await Promise.all(orders.map((order) => send(counter, order)));
		const byKey = new Map(answers[0]?.map((answer) => [answer.key, answer]));
		for (const each of answers.flat()) expect(each).toEqual(byKey.get(each.key));
		const counts = await portal.database.query(
			`SELECT count(*)::int AS records, count(DISTINCT p.uvci)::int AS passes, count(DISTINCT l.token_hash)::int AS links
			 FROM records r JOIN passes p ON p.record_key = r.key JOIN holder_links l ON l.record_key = r.key WHERE r.key = ANY($1)`,
			[records.map(({ key }) => key)],
		);
		expect(counts).toEqual([{ records: 30, passes: 30, links: 30 }]);
	});

	it("answers a key that comes twice in one batch for its first content", async () => {
		const record = await issue();
		const other = { ...(await issue()), key: record.key };
		const [a, b, c] = await send(counter, [record, record, other]);
		expect(a).toMatchObject({ outcome: "registered" });
		expect(b).toEqual(a);
		expect(c).toMatchObject({ outcome: "refused", reason: "key_reused" });
	});
});
