/** Two people's papers with one index, on a real database: named, replaced, and only then revoked. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { type RevocationRequest, revocationAnswer } from "@/lib/protocol/revocations";
import { sharedPapersAnswer } from "@/lib/protocol/shared-papers";
import { DAY } from "@/lib/shared/numeric-date";
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

async function send(records: readonly RecordInput[], device = counter): Promise<readonly RecordAnswer[]> {
	const answer = await postAs(portal, device.key, { path: PATHS.records, body: { records } });
	return recordBatchAnswer.parse(await answer.json()).answers;
}

async function takeBack(record: RecordInput, reason: RevocationRequest["reason"] = "entry_error") {
	const body = { attestation: record.attestation, reason };
	const answer = await postAs(portal, counter.key, { path: PATHS.revocations, body });
	return revocationAnswer.parse(await answer.json());
}

async function workList(device = counter) {
	const answer = await postAs(portal, device.key, { path: PATHS.sharedPapers, body: {} });
	return sharedPapersAnswer.parse(await answer.json()).shared;
}

const issue = (options: Parameters<typeof issueRecord>[2] = {}) =>
	issueRecord(counter, portal.clock.now, { index: nextIndex++, ...options });

/** Two people's papers: the first one's is registered. */
async function pair(): Promise<{ first: RecordInput; second: RecordInput; index: number }> {
	const index = nextIndex++;
	const first = await issue({ index });
	const second = await issue({ index, claims: { n: ["AUTRE", "Dominique"] } });
	expect(await send([first])).toMatchObject([{ outcome: "registered" }]);
	expect(await send([second])).toMatchObject([{ outcome: "refused", reason: "index_reused" }]);
	return { first, second, index };
}

const isSet = async (index: number) =>
	(await portal.database.query("SELECT 1 FROM status_bits WHERE index = $1", [index])).length > 0;
const stateOf = async ({ key }: RecordInput) =>
	(await portal.database.query("SELECT state FROM records WHERE key = $1", [key]))[0];

describe("[OL-4] an index that names another attestation", () => {
	it("is answered with a code of its own, every time, alone or in the same batch", async () => {
		const { second } = await pair();
		expect(await send([second])).toMatchObject([{ reason: "index_reused" }]);
		const index = nextIndex++;
		const both = [await issue({ index }), await issue({ index, claims: { b: "1991-01-01" } })];
		const reasons = (await send(both)).map((each) => (each.outcome === "registered" ? "registered" : each.reason));
		expect(reasons.sort()).toEqual(["index_reused", "registered"]);
	});

	it("the same attestation signed again or written otherwise stays already registered", async () => {
		const index = nextIndex++;
		const first = await issue({ index });
		const again = await issue({ index, embed: false });
		expect(again.attestation).not.toBe(first.attestation);
		await send([first]);
		expect(await send([again])).toMatchObject([{ reason: "already_registered" }]);
	});

	it("is noticed after the first paper was revoked before it was registered", async () => {
		const index = nextIndex++;
		const first = await issue({ index });
		expect(await takeBack(first)).toMatchObject({ outcome: "revoked" });
		expect(await send([first])).toMatchObject([{ reason: "revoked" }]);
		const second = await issue({ index, claims: { b: "1988-08-08" } });
		expect(await send([second])).toMatchObject([{ reason: "index_reused" }]);
	});
});

describe("[OL-5] papers that share an index are a work list", () => {
	it("names both people to the counters of their pharmacy, and to nobody else's", async () => {
		const { first, second, index } = await pair();
		const colleague = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		const other = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
		const found = (await workList(colleague)).find((shared) => shared.index === index);
		expect(found?.papers).toMatchObject([
			{ key: first.key, state: "needs", identity: { family: "ESSAI-DURAND", birth: "1990-02-03" }, signed: { k: "A" } },
			{ key: second.key, state: "needs", identity: { family: "AUTRE", given: "Dominique" }, signed: { p: "1232" } },
		]);
		expect(await workList(other)).toEqual([]);
		const door = await enrolDevice(portal, { role: "door", venue: "cinema" });
		expect((await postAs(portal, door.key, { path: PATHS.sharedPapers, body: {} })).status).toBe(403);
	});

	it.each(["first", "second"] as const)("is revoked only once both have another one, the %s begun", async (begun) => {
		const { first, second, index } = await pair();
		const [one, two] = begun === "first" ? [first, second] : [second, first];
		expect(await send([await issue({ record: { corrects: { key: one.key, reason: "index_reused" } } })])).toMatchObject(
			[{ outcome: "registered" }],
		);
		expect(await isSet(index)).toBe(false);
		expect(await stateOf(first)).toEqual({ state: "registered" });
		const listed = (await workList()).find((shared) => shared.index === index);
		expect(listed?.papers.find(({ key }) => key === one.key)?.state).toBe("replaced");
		await send([await issue({ record: { corrects: { key: two.key, reason: "index_reused" } } })]);
		expect(await isSet(index)).toBe(true);
		expect(await stateOf(first)).toEqual({ state: "revoked" });
		expect((await workList()).some((shared) => shared.index === index)).toBe(false);
	});

	it("both replaced at once are revoked as well", async () => {
		const { first, second, index } = await pair();
		const replacements = [
			await issue({ record: { corrects: { key: first.key, reason: "index_reused" } } }),
			await issue({ record: { corrects: { key: second.key, reason: "index_reused" } } }),
		];
		await Promise.all(replacements.map((each) => send([each])));
		expect(await isSet(index)).toBe(true);
	});

	it("a replacement that was refused replaces nothing", async () => {
		const { first, second, index } = await pair();
		await send([await issue({ record: { corrects: { key: first.key, reason: "index_reused" } } })]);
		const wrong = await issue({ record: { corrects: { key: second.key, reason: "index_reused" } } });
		const refused = { ...wrong, identity: { ...wrong.identity, family: "FAUX" } };
		expect(await send([refused])).toMatchObject([{ reason: "identity_mismatch" }]);
		expect(await isSet(index)).toBe(false);
	});

	it("taking one paper back takes nobody else's", async () => {
		const { first, second, index } = await pair();
		expect(await takeBack(second)).toEqual({ outcome: "refused", reason: "index_reused" });
		expect([await isSet(index), await stateOf(first)]).toEqual([false, { state: "registered" }]);
		await send([await issue({ record: { corrects: { key: first.key, reason: "index_reused" } } })]);
		expect(await isSet(index)).toBe(true);
	});

	it("taking the first one's paper back withdraws the pass, and the second one's paper stands until it is replaced", async () => {
		const { first, second, index } = await pair();
		expect(await takeBack(first)).toMatchObject({ reason: "index_reused" });
		expect([await isSet(index), await stateOf(first)]).toEqual([false, { state: "revoked" }]);
		await send([await issue({ record: { corrects: { key: second.key, reason: "index_reused" } } })]);
		expect(await isSet(index)).toBe(true);
	});

	it("a paper that was never offered, taken back: the registered person's pass stands", async () => {
		const index = nextIndex++;
		const first = await issue({ index });
		await send([first]);
		const second = await issue({ index, claims: { b: "1977-07-07" } });
		expect(await takeBack(second)).toMatchObject({ reason: "index_reused" });
		expect([await isSet(index), await stateOf(first)]).toEqual([false, { state: "registered" }]);
		const papers = (await workList()).find((shared) => shared.index === index)?.papers;
		expect(papers).toMatchObject([{ state: "needs" }, { state: "withdrawn", identity: { birth: "1977-07-07" } }]);
	});

	it("what should never have been issued is revoked at once", async () => {
		const { second, index } = await pair();
		expect(await takeBack(second, "fraud")).toMatchObject({ outcome: "revoked" });
		expect(await isSet(index)).toBe(true);
	});

	it("publishes the check codes of both as revoked", async () => {
		const { first, second } = await pair();
		for (const { key } of [first, second])
			await send([await issue({ record: { corrects: { key, reason: "index_reused" } } })]);
		const codes = await portal.database.query(
			`SELECT b.code_entry AS bit, s.code_entry AS shared FROM shared_papers s JOIN delegations d ON d.jti = s.delegation_jti
			 JOIN status_bits b ON b.list_no = d.list_no AND b.index = s.status_index WHERE s.record_key = $1`,
			[second.key],
		);
		expect(codes).toHaveLength(1);
		expect(codes[0]?.["bit"]).not.toEqual(codes[0]?.["shared"]);
		await portal.server.publisher.publishAll();
		const { readFile, readdir } = await import("node:fs/promises");
		const folder = `${portal.dataDir}/public/trust/codes`;
		const texts = await Promise.all((await readdir(folder)).map((name) => readFile(`${folder}/${name}`, "utf8")));
		const revoked = texts.flatMap((text) => {
			const claims = JSON.parse(Buffer.from(text.split(".")[1] ?? "", "base64url").toString());
			return [Buffer.from(claims.revoked, "base64url").toString("hex")];
		});
		for (const column of ["bit", "shared"]) {
			const entry = Buffer.from(codes[0]?.[column] as Uint8Array).toString("hex");
			expect(revoked.some((text) => text.includes(entry))).toBe(true);
		}
	});

	it("an expired paper needs no other, and keeps nothing on the list", async () => {
		const { index } = await pair();
		portal.clock.now += 5 * DAY;
		await portal.server.publisher.publishAll();
		expect((await workList()).some((shared) => shared.index === index)).toBe(false);
	});

	it("one that ends while the other may be replaced says so", async () => {
		const index = nextIndex++;
		const now = portal.clock.now;
		await send([await issue({ index, claims: { exp: now + 60 } })]);
		await send([await issue({ index, claims: { n: ["AUTRE", "Dominique"] } })]);
		portal.clock.now = now + 120;
		const papers = (await workList()).find((shared) => shared.index === index)?.papers;
		expect(papers?.map(({ state }) => state)).toEqual(["expired", "needs"]);
	});
});

describe("[OL-2] the highest index seen", () => {
	it("counts what was revoked before it was registered", async () => {
		const device = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await portal.server.publisher.publishAll();
		const at = (index: number) => issueRecord(device, portal.clock.now, { index });
		await send([await at(900)], device);
		const body = { attestation: (await at(1500)).attestation, reason: "entry_error" };
		await postAs(portal, device.key, { path: PATHS.revocations, body });
		const kit = await postAs(portal, device.key, { path: PATHS.kit, body: { key: randomUUID(), indicesLeft: 1_000 } });
		const { highestIndex } = (await kit.json()) as { highestIndex: number };
		expect(highestIndex % 2_000).toBe(1500);
	});
});
