import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenPassAnswer, openPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { DAY, MINUTE } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

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

type Sheet = RecordInput & { readonly stripNumber: string };

async function sheet(): Promise<Sheet> {
	const record = await issueRecord(counter, portal.clock.now, { index: nextIndex++ });
	return { ...record, stripNumber: record.stripNumber ?? "" };
}

async function registered(): Promise<Sheet> {
	const record = await sheet();
	await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
	return record;
}

type Answer = { readonly stripNumber: string } | { readonly birth: string };

async function open(token: string, answer: Answer): Promise<OpenPassAnswer> {
	const opened = await portal.call(PATHS.openPass, {
		method: "POST",
		headers: { "content-type": "application/json", origin: ORIGIN },
		body: JSON.stringify({ token, ...answer }),
	});
	return openPassAnswer.parse(await opened.json());
}

const BIRTH = { birth: "1990-02-03" };
const OTHER_BIRTH = { birth: "1990-03-02" };

/** Another number whose check digit fits. */
function wrongNumber({ stripNumber }: Sheet): Answer {
	return { stripNumber: stripNumber === "0000000" ? "0005724" : "0000000" };
}

describe("link of the sheet", () => {
	it("opens with the strip number, as often as wanted, always the same pass", async () => {
		const { holderToken, stripNumber } = await registered();
		const first = await open(holderToken, { stripNumber });
		expect(first).toMatchObject({ state: "ready", registeredAt: portal.clock.now });
		expect(await open(holderToken, { stripNumber })).toEqual(first);
	});

	it("does not open with the birth date, which stands on the paper: each one counts as a wrong try", async () => {
		const { holderToken, stripNumber } = await registered();
		for (const triesLeft of [4, 3, 2, 1]) {
			expect(await open(holderToken, BIRTH)).toEqual({ state: "wrong_birth", triesLeft });
		}
		expect(await open(holderToken, BIRTH)).toMatchObject({ state: "locked" });
		expect(await open(holderToken, { stripNumber })).toMatchObject({ state: "locked" });
	});

	it("opens with the birth date where the sheet has no strip number, and with no number whatever", async () => {
		const { stripNumber: _, ...old } = await sheet();
		await postAs(portal, counter.key, { path: PATHS.records, body: { records: [old] } });
		expect(await open(old.holderToken, BIRTH)).toMatchObject({ state: "ready" });
		expect(await open(old.holderToken, { stripNumber: "0000000" })).toEqual({ state: "wrong_number", triesLeft: 4 });
		expect(await open(old.holderToken, OTHER_BIRTH)).toEqual({ state: "wrong_birth", triesLeft: 3 });
	});

	it("says the same of a token that never existed and of a record that has not come yet", async () => {
		const { holderToken, stripNumber } = await sheet();
		const before = await open(holderToken, { stripNumber });
		expect(before).toEqual({ state: "not_registered" });
		for (const answer of [OTHER_BIRTH, { stripNumber: "0000000" }]) {
			expect(await open(randomBytes(16).toString("base64url"), answer)).toEqual(before);
		}
	});

	it("locks after five wrong numbers, for longer each time, across restarts and however many come at once", async () => {
		const paper = await registered();
		const { holderToken, stripNumber } = paper;
		const [right, wrong] = [{ stripNumber }, wrongNumber(paper)];
		const { now } = portal.clock;
		const tries = await Promise.all(Array.from({ length: 12 }, () => open(holderToken, wrong)));
		const left = tries.flatMap((answer) => (answer.state === "wrong_number" ? [answer.triesLeft] : []));
		expect(left.sort()).toEqual([1, 2, 3, 4]);
		expect(tries.filter(({ state }) => state === "locked")).toHaveLength(8);
		expect(await open(holderToken, right)).toEqual({ state: "locked", until: now + 15 * MINUTE });
		portal.clock.now = now + 15 * MINUTE;
		expect(await open(holderToken, wrong)).toEqual({ state: "locked", until: portal.clock.now + 30 * MINUTE });
		portal.clock.now += 30 * MINUTE;
		expect(await open(holderToken, right)).toMatchObject({ state: "ready" });
		expect(await open(holderToken, wrong)).toEqual({ state: "wrong_number", triesLeft: 4 });
		portal.clock.now = now;
	});

	it("locks for a day at most", async () => {
		const paper = await registered();
		const { now } = portal.clock;
		for (let i = 0; i < 20; i++) {
			const answer = await open(paper.holderToken, wrongNumber(paper));
			if (answer.state === "locked") {
				expect(answer.until - portal.clock.now).toBeLessThanOrEqual(DAY);
				portal.clock.now = answer.until;
			}
		}
		portal.clock.now = now;
	});

	it("of a refused or revoked record opens to 'withdrawn', for the holder only", async () => {
		const revoked = await registered();
		const body = { attestation: revoked.attestation, reason: "entry_error" };
		await postAs(portal, counter.key, { path: PATHS.revocations, body });
		expect(await open(revoked.holderToken, { stripNumber: revoked.stripNumber })).toEqual({
			state: "withdrawn",
			reason: "entry_error",
		});
		expect(await open(revoked.holderToken, wrongNumber(revoked))).toMatchObject({ state: "wrong_number" });
		const record = await sheet();
		const refused = { ...record, identity: { ...record.identity, family: "AUTRE" } };
		await postAs(portal, counter.key, { path: PATHS.records, body: { records: [refused] } });
		expect(await open(record.holderToken, { stripNumber: record.stripNumber })).toEqual({
			state: "withdrawn",
			reason: "refused",
		});
	});

	it("takes one answer: not both, so that a request tries one thing, and not none", async () => {
		const { holderToken: token, stripNumber } = await registered();
		for (const answer of [{ ...BIRTH, stripNumber }, {}]) {
			const refused = await portal.call(PATHS.openPass, {
				method: "POST",
				headers: { "content-type": "application/json", origin: ORIGIN },
				body: JSON.stringify({ token, ...answer }),
			});
			expect(refused.status).toBe(400);
		}
		expect(await open(token, { stripNumber })).toMatchObject({ state: "ready" });
	});

	it("cannot be tried from another site's page", async () => {
		const { holderToken, stripNumber } = await registered();
		const answer = await portal.call(PATHS.openPass, {
			method: "POST",
			headers: { "content-type": "application/json", origin: "https://elsewhere.example" },
			body: JSON.stringify({ token: holderToken, stripNumber }),
		});
		expect(answer.status).toBe(403);
	});
});
