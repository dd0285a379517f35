import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { type PositiveAnswer, type PositiveInput, positiveBatchAnswer } from "@/lib/protocol/positives";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
});
afterAll(() => portal.close());

function positive(changes: Partial<PositiveInput> = {}): PositiveInput {
	const { now } = portal.clock;
	return {
		key: randomUUID(),
		identity: { family: "ESSAI", given: "Camille Aimée", birth: "1990-02-03", sex: "F" },
		contact: { phone: "+33612345678" },
		consent: true,
		product: "1232",
		lot: { number: "41ADG", expiry: "2021-11-30" },
		sampled: { at: now - HOUR, zone: "Europe/Paris" },
		recorded: { at: now - MINUTE, zone: "Europe/Paris" },
		locale: "fr",
		...changes,
	};
}

async function send(device: EnrolledDevice, results: readonly unknown[]): Promise<readonly PositiveAnswer[]> {
	const answer = await postAs(portal, device.key, { path: PATHS.positives, body: { results } });
	expect(answer.status).toBe(200);
	return positiveBatchAnswer.parse(await answer.json()).answers;
}

const stored = () => portal.database.query("SELECT * FROM positive_results ORDER BY registered_at");

describe("[EN-15] registering positive antigen tests", () => {
	it("stores each once, answers the same every time, and makes neither record nor pass", async () => {
		const result = positive();
		const first = await send(counter, [result]);
		expect(first).toEqual([{ key: result.key, outcome: "registered", registeredAt: portal.clock.now }]);
		portal.clock.now += 5;
		expect(await send(counter, [result, result])).toEqual([...first, ...first]);
		expect(await stored()).toHaveLength(1);
		for (const table of ["records", "passes", "holder_links", "mail_jobs"]) {
			expect(await portal.database.query(`SELECT 1 FROM ${table}`)).toEqual([]);
		}
	});

	it("a key that comes again with another content is refused, and changes nothing", async () => {
		const result = positive();
		await send(counter, [result]);
		const before = await stored();
		const other = { ...result, identity: { ...result.identity, family: "AUTRE" } };
		expect(await send(counter, [other])).toEqual([{ key: result.key, outcome: "refused", reason: "key_reused" }]);
		expect(await stored()).toEqual(before);
	});

	it("one that cannot be stored names its field and holds back no other", async () => {
		const [right, wrong] = [positive(), positive()];
		const answers = await send(counter, [
			{ ...wrong, identity: { ...wrong.identity, birth: "1990-02-30" } },
			right,
			{ ...wrong, sampled: { at: 1, zone: "Mars Base" } },
			{ ...wrong, locale: "xx", mood: "good" },
			null,
		]);
		expect(answers).toMatchObject([
			{ outcome: "refused", reason: "record_malformed", field: "identity.birth" },
			{ key: right.key, outcome: "registered" },
			{ outcome: "refused", field: "sampled.zone" },
			{ outcome: "refused", reason: "record_malformed", field: "locale" },
			{ key: "", outcome: "refused" },
		]);
	});

	it("[IN-2] one of a newer counter is asked for again", async () => {
		const result = positive();
		const newer = { ...result, mood: "good", identity: { ...result.identity, mood: "good" } };
		expect(await send(counter, [newer])).toEqual([{ key: result.key, outcome: "retry", reason: "member_unknown" }]);
		expect(await send(counter, [result])).toMatchObject([{ outcome: "registered" }]);
	});

	it("[IN-8] what a newer counter says beside the results is passed over", async () => {
		const result = positive();
		const answer = await postAs(portal, counter.key, {
			path: PATHS.positives,
			body: { results: [result], mood: "good" },
		});
		expect(answer.status).toBe(200);
		expect(await answer.json()).toMatchObject({ answers: [{ key: result.key, outcome: "registered" }] });
	});

	it("belongs to the pharmacy that sent it", async () => {
		const other = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
		const result = positive();
		await send(counter, [result]);
		// The same key of somebody else is somebody else's.
		expect(await send(other, [{ ...result, product: "1833" }])).toMatchObject([{ outcome: "registered" }]);
	});

	it("has nothing about the person in clear", async () => {
		await send(counter, [positive()]);
		const dump = JSON.stringify(await stored(), (_, value) =>
			value?.type === "Buffer" ? Buffer.from(value.data).toString("latin1") : value,
		);
		for (const secret of ["ESSAI", "Camille", "1990-02-03", "33612345678", "41ADG", "1232"]) {
			expect(dump).not.toContain(secret);
		}
	});
});
