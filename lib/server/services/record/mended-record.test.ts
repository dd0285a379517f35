/** What the portal leaves of a record that it refused for a field beside its paper, and of the same record put right. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MENDABLE_FIELDS, mendableField, mendRecord } from "@/lib/outbox/mending";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

async function send(records: readonly unknown[]): Promise<readonly RecordAnswer[]> {
	const answer = await postAs(portal, counter.key, { path: PATHS.records, body: { records } });
	return recordBatchAnswer.parse(await answer.json()).answers;
}

/** No record may say this, in the order of the fields. */
const WRONG: Record<(typeof MENDABLE_FIELDS)[number], (record: RecordInput) => object> = {
	"identity.birthName": ({ identity }) => ({ identity: { ...identity, birthName: "x".repeat(500) } }),
	"identity.usedName": ({ identity }) => ({ identity: { ...identity, usedName: "x".repeat(500) } }),
	"identity.nir": ({ identity }) => ({ identity: { ...identity, nir: "123" } }),
	"contact.phone": ({ contact }) => ({ contact: { ...contact, phone: "0".repeat(30) } }),
	"contact.email": ({ contact }) => ({ contact: { ...contact, email: "none" } }),
	"contact.address": ({ contact }) => ({ contact: { ...contact, address: "x".repeat(500) } }),
	"document.issuer": () => ({ document: { kind: "passport", issuer: "France" } }),
	guardian: () => ({ guardian: "x".repeat(500) }),
	"lot.number": () => ({ lot: { number: "x".repeat(50) } }),
	"lot.expiry": () => ({ lot: { number: "L1", expiry: "2022-13-01" } }),
	professional: () => ({ professional: "1".repeat(20) }),
};

describe("[SH-13] a record that was refused for a field beside its paper", () => {
	it.each(MENDABLE_FIELDS)(
		"%s: nothing of it is kept, and put right it registers under its key, once",
		async (field) => {
			const record = await issueRecord(counter, portal.clock.now, { index: MENDABLE_FIELDS.indexOf(field) });
			const [refused] = await send([{ ...record, ...WRONG[field](record) }]);
			expect(refused).toEqual({ key: record.key, outcome: "refused", reason: "record_malformed", field });
			expect(mendableField({ reason: "record_malformed", field })).toBe(field);
			expect(await rows(record)).toBe(0);
			// The paper in the person's hand is as good as it was.
			expect(await portal.database.query(`SELECT FROM status_bits`)).toHaveLength(0);
			const mended = mendRecord(record, field, "");
			const answers = [await send([mended]), await send([mended])];
			expect(answers[0]).toMatchObject([{ key: record.key, outcome: "registered" }]);
			expect(answers[1]).toEqual(answers[0]);
			expect(await rows(record)).toBe(1);
		},
	);
});

async function rows({ key }: RecordInput): Promise<number> {
	return (await portal.database.query(`SELECT FROM records WHERE key = $1`, [key])).length;
}
