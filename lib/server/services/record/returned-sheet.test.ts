/** A sheet that two workstations register: the one that issued it, and the one to which it came back meanwhile. */
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readReturned } from "@/lib/kit/returned-paper";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { stripNumberOf } from "@/lib/protocol/strip-number";
import { deviceBacklogs } from "@/lib/server/services/device/count-missing-indices";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let failed: EnrolledDevice;
let other: EnrolledDevice;
let nextIndex = 0;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	failed = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	other = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

async function send(device: EnrolledDevice, record: RecordInput): Promise<RecordAnswer | undefined> {
	const answer = await postAs(portal, device.key, { path: PATHS.records, body: { records: [record] } });
	return recordBatchAnswer.parse(await answer.json()).answers[0];
}

const start = () => ({ id: randomBytes(6).toString("base64url"), number: 1 });

/** As it was issued, and as it is typed again elsewhere: with the strip of the sheet, or with another one. */
async function twice(strip: "kept" | "lost", index = nextIndex++) {
	const issued = await issueRecord(failed, portal.clock.now, { index, record: { start: start() } });
	const read = readReturned(issued.attestation, PHARMACY);
	if (read.outcome !== "paper") throw new Error(read.outcome);
	const { start: _, ...rest } = issued;
	const drawn = { holderToken: randomBytes(16).toString("base64url"), stripNumber: stripNumberOf(index) };
	const returned: RecordInput = { ...rest, ...(strip === "lost" ? drawn : {}), key: randomUUID() };
	return { issued, returned, index: read.paper.claims.s };
}

async function registered(index: number) {
	return await portal.database.query(
		`SELECT r.key, r.state, p.uvci IS NOT NULL AS pass, (SELECT count(*)::int FROM status_bits b WHERE b.index = $1) AS bits
		 FROM records r LEFT JOIN passes p ON p.record_key = r.key WHERE r.status_index = $1`,
		[index],
	);
}

async function missing(): Promise<number | undefined> {
	const { deviceId } = failed.kit;
	return (await deviceBacklogs(portal.server.context.db, [deviceId])).get(deviceId)?.missing;
}

describe("[QM-4] one sheet, registered by two workstations", () => {
	it.each(["kept", "lost"] as const)("is one record with one pass, whichever comes first; strip %s", async (strip) => {
		for (const late of ["issued", "returned"] as const) {
			const { issued, returned, index } = await twice(strip);
			const first = { device: late === "issued" ? other : failed, record: late === "issued" ? returned : issued };
			const second = { device: late === "issued" ? failed : other, record: late === "issued" ? issued : returned };
			expect(await send(first.device, first.record)).toMatchObject({ outcome: "registered" });
			for (let again = 0; again < 2; again++) {
				expect(await send(second.device, second.record)).toEqual({
					...{ key: second.record.key, outcome: "refused", reason: "already_registered" },
				});
			}
			expect(await send(first.device, first.record)).toMatchObject({ outcome: "registered" });
			expect(await registered(index)).toEqual([{ key: first.record.key, state: "registered", pass: true, bits: 0 }]);
		}
	});

	it("at the same moment is one record too", async () => {
		const { issued, returned, index } = await twice("kept");
		const answers = await Promise.all([send(failed, issued), send(other, returned)]);
		expect(answers.map((answer) => answer?.outcome).toSorted()).toEqual(["refused", "registered"]);
		expect(await registered(index)).toHaveLength(1);
	});

	it("is not another pharmacy's to register", async () => {
		const stranger = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
		const { returned } = await twice("kept");
		expect(readReturned(returned.attestation, OTHER_PHARMACY)).toEqual({ outcome: "other_pharmacy" });
		expect(await send(stranger, returned)).toMatchObject({ outcome: "refused", reason: "issuer_mismatch" });
	});

	it("makes no gap of the indices below it, revoked or not", async () => {
		const { returned } = await twice("kept", 900);
		await send(other, returned);
		expect(await missing()).toBe(0);
		const body = { attestation: returned.attestation, reason: "entry_error" };
		const answer = await postAs(portal, other.key, { path: PATHS.revocations, body });
		expect(await answer.json()).toMatchObject({ outcome: "revoked" });
		expect(await missing()).toBe(0);
	});
});
