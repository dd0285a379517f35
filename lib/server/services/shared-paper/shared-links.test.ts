/** The link on a paper whose number another paper had before, on a real database. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OpenPassAnswer, openPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import type { RevocationRequest } from "@/lib/protocol/revocations";
import { MINUTE } from "@/lib/shared/numeric-date";
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

const issue = (options: Parameters<typeof issueRecord>[2] = {}) =>
	issueRecord(counter, portal.clock.now, { index: nextIndex++, ...options });
const send = (...records: readonly RecordInput[]) =>
	postAs(portal, counter.key, { path: PATHS.records, body: { records } });
const replace = async ({ key }: RecordInput) => {
	const replacement = await issue({ record: { corrects: { key, reason: "index_reused" } } });
	await send(replacement);
	return replacement;
};

async function takeBack({ attestation }: RecordInput, reason: RevocationRequest["reason"] = "entry_error") {
	await postAs(portal, counter.key, { path: PATHS.revocations, body: { attestation, reason } });
}

type Answer = { readonly stripNumber: string } | { readonly birth: string };

async function open({ holderToken }: Pick<RecordInput, "holderToken">, answer: Answer): Promise<OpenPassAnswer> {
	const opened = await portal.call(PATHS.openPass, {
		method: "POST",
		headers: { "content-type": "application/json", origin: ORIGIN },
		body: JSON.stringify({ token: holderToken, ...answer }),
	});
	return openPassAnswer.parse(await opened.json());
}
const openByStrip = (sheet: RecordInput) => open(sheet, { stripNumber: sheet.stripNumber ?? "" });

async function pair(secondHas: Partial<RecordInput> = {}): Promise<{ first: RecordInput; second: RecordInput }> {
	const index = nextIndex++;
	const first = await issue({ index });
	const second = await issue({ index, claims: { n: ["AUTRE", "Dominique"] }, record: secondHas });
	await send(first);
	await send(second);
	return { first, second };
}

/** Another number whose check digit fits. */
const wrong = ({ stripNumber }: RecordInput) => ({ stripNumber: stripNumber === "0000000" ? "0005724" : "0000000" });

describe("[OL-7] the link on the second person's old paper", () => {
	it("says that its number is shared, and leads to the new pass once there is one", async () => {
		const { first, second } = await pair();
		expect(await openByStrip(second)).toEqual({ state: "number_shared" });
		expect(await openByStrip(first)).toMatchObject({ state: "ready" });
		const replacement = await replace(second);
		const opened = await openByStrip(second);
		expect(opened).toMatchObject({ state: "ready", replaces: "index_reused" });
		expect({ ...opened, replaces: undefined }).toEqual({ ...(await openByStrip(replacement)), replaces: undefined });
		const firstsReplacement = await replace(first);
		expect(await openByStrip(second)).toEqual(opened);
		expect(await openByStrip(first)).toMatchObject({ state: "ready", replaces: "index_reused" });
		expect(await openByStrip(firstsReplacement)).not.toMatchObject({ hc1: (opened as { hc1: string }).hc1 });
	});

	it("follows a correction of the new sheet too, and says when that one was taken back", async () => {
		const { second } = await pair();
		const replacement = await replace(second);
		const corrected = await issue({ record: { corrects: { key: replacement.key, reason: "entry_error" } } });
		await send(corrected);
		await takeBack(replacement);
		expect(await openByStrip(second)).toMatchObject({ state: "ready", replaces: "entry_error" });
		await takeBack(corrected);
		expect(await openByStrip(second)).toEqual({ state: "withdrawn", reason: "entry_error" });
	});

	it("asks for the birth date where the paper has no strip number", async () => {
		const { second } = await pair({ stripNumber: undefined });
		expect(await open(second, { stripNumber: "0000000" })).toEqual({ state: "wrong_number", triesLeft: 4 });
		expect(await open(second, { birth: "1990-02-03" })).toEqual({ state: "number_shared" });
	});

	it("counts and locks as every link does, however many come at once, and apart from the first one's", async () => {
		const { first, second } = await pair();
		const { now } = portal.clock;
		const tries = await Promise.all(Array.from({ length: 12 }, () => open(second, wrong(second))));
		const left = tries.flatMap((answer) => (answer.state === "wrong_number" ? [answer.triesLeft] : []));
		expect(left.sort()).toEqual([1, 2, 3, 4]);
		expect(tries.filter(({ state }) => state === "locked")).toHaveLength(8);
		expect(await openByStrip(second)).toEqual({ state: "locked", until: now + 15 * MINUTE });
		expect(await openByStrip(first)).toMatchObject({ state: "ready" });
		portal.clock.now = now + 15 * MINUTE;
		expect(await open(second, wrong(second))).toEqual({ state: "locked", until: portal.clock.now + 30 * MINUTE });
		portal.clock.now += 30 * MINUTE;
		expect(await openByStrip(second)).toEqual({ state: "number_shared" });
		expect(await open(second, wrong(second))).toEqual({ state: "wrong_number", triesLeft: 4 });
		portal.clock.now = now;
	});

	it("says the same of a token that never existed and of a second paper that has not come yet", async () => {
		const index = nextIndex++;
		const first = await issue({ index });
		const second = await issue({ index, claims: { b: "1988-08-08" } });
		await send(first);
		const before = await openByStrip(second);
		expect(before).toEqual({ state: "not_registered" });
		expect(await open({ holderToken: randomBytes(16).toString("base64url") }, wrong(second))).toEqual(before);
	});

	it("says that a paper was taken back, also where that came before its record", async () => {
		const { second } = await pair();
		await takeBack(second);
		expect(await openByStrip(second)).toEqual({ state: "withdrawn", reason: "other" });
		const index = nextIndex++;
		const [first, late] = [await issue({ index }), await issue({ index, claims: { b: "1977-07-07" } })];
		await send(first);
		await takeBack(late);
		expect(await openByStrip(late)).toEqual({ state: "not_registered" });
		await send(late);
		expect(await openByStrip(late)).toEqual({ state: "withdrawn", reason: "other" });
		expect(await openByStrip(first)).toMatchObject({ state: "ready" });
	});

	it("no longer says that a paper stands which fell with a forged one, or ended", async () => {
		const { first, second } = await pair();
		await takeBack(first, "fraud");
		expect(await openByStrip(second)).toEqual({ state: "withdrawn", reason: "index_reused" });
		const index = nextIndex++;
		const { now } = portal.clock;
		await send(await issue({ index }));
		const short = await issue({ index, claims: { n: ["BREF", "Dominique"], exp: now + 60 } });
		await send(short);
		expect(await openByStrip(short)).toEqual({ state: "number_shared" });
		portal.clock.now = now + 60;
		expect(await openByStrip(short)).toEqual({ state: "withdrawn", reason: "other" });
		portal.clock.now = now;
	});

	it("stays where the paper comes again under another key, as the register is asked to take it a second time", async () => {
		const { second } = await pair();
		await send({ ...second, key: "11111111-1111-4111-8111-111111111111" });
		expect(await openByStrip(second)).toEqual({ state: "number_shared" });
		await replace(second);
		expect(await openByStrip(second)).toMatchObject({ state: "ready", replaces: "index_reused" });
	});

	it("is stored as the hash of its token, and its number with the identity", async () => {
		const { second } = await pair();
		const [row] = await portal.database.query(
			"SELECT encode(token_hash, 'hex') AS hash, encode(identity_sealed, 'escape') AS identity FROM shared_papers WHERE record_key = $1",
			[second.key],
		);
		expect(row?.["hash"]).toMatch(/^[0-9a-f]{64}$/);
		expect(String(row?.["identity"])).not.toContain(second.stripNumber);
	});
});
