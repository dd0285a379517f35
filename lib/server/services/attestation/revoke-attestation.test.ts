import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { TRUST_PATHS } from "@/lib/server/publish/trust-files";
import { HOUR } from "@/lib/shared/numeric-date";
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

const takeBack = ({ attestation }: RecordInput) =>
	postAs(portal, counter.key, { path: PATHS.revocations, body: { attestation, reason: "entry_error" } });

describe("taking a paper back", () => {
	it("[SH-3] does not wait for the time of one that a clock ahead has dated, and its record finds it taken back", async () => {
		const { clock } = portal;
		const paper = await issueRecord(counter, clock.now + 3 * HOUR, { index: 0 });
		expect(await (await takeBack(paper)).json()).toEqual({ outcome: "revoked", revokedAt: clock.now });
		clock.now += 3 * HOUR;
		const sent = await postAs(portal, counter.key, { path: PATHS.records, body: { records: [paper] } });
		expect(recordBatchAnswer.parse(await sent.json()).answers).toEqual([
			{ key: paper.key, outcome: "refused", reason: "revoked" },
		]);
	});

	it("is asked for again while the authority's own list does not open", async () => {
		const paper = await issueRecord(counter, portal.clock.now, { index: 1 });
		const name = TRUST_PATHS.list;
		const { document } = await portal.server.context.db.publication.findUniqueOrThrow({ where: { name } });
		const publish = async (text: string) => {
			await portal.server.context.db.publication.update({
				where: { name },
				data: { seq: { increment: 1 }, document: text },
			});
			// Which list is the latest is asked once in a second.
			portal.clock.now++;
		};
		await publish("no list");
		expect((await takeBack(paper)).status).toBe(500);
		await publish(document);
		expect((await takeBack(paper)).status).toBe(200);
	});
});
