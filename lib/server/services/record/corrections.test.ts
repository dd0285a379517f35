import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeHc1 } from "@/lib/formats/hc1/decode-hc1";
import type { OpenPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordAnswer, type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import type { CorrectionReason } from "@/lib/protocol/revocations";
import { type EnrolledDevice, enrolDevice, type IssueOptions, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY } from "@/tests/support/test-world";
import { openPass } from "../pass/open-pass";

let portal: TestServer;
let counter: EnrolledDevice;
let nextIndex = 0;

beforeAll(async () => {
	// Letters are made, and none is sent: the loop is not started.
	portal = await openTestServer({ SMTP_URL: "smtp://127.0.0.1:1", MAIL_FROM: "Relais <relais@essai.example>" });
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

const NIR = "290024912345644";
const CONTACT = { phone: "0600000000", email: "camille@essai.example", address: "1 rue de l'Essai" };

const issue = (options: IssueOptions = {}) =>
	issueRecord(counter, portal.clock.now, { index: nextIndex++, ...options });

async function send(records: readonly RecordInput[], device = counter): Promise<readonly RecordAnswer[]> {
	const answer = await postAs(portal, device.key, { path: PATHS.records, body: { records } });
	expect(answer.status).toBe(200);
	return recordBatchAnswer.parse(await answer.json()).answers;
}

async function revoke({ attestation }: RecordInput, reason: string): Promise<void> {
	await postAs(portal, counter.key, { path: PATHS.revocations, body: { attestation, reason } });
}

/** A record with everything, and the one that corrects its name and says no more than a counter still knows. */
async function corrected(reason: CorrectionReason, claims: IssueOptions["claims"] = {}) {
	const paper = await issue();
	const old = { ...paper, identity: { ...paper.identity, nir: NIR }, contact: CONTACT };
	const next = await issue({
		claims: { n: ["ESSAI-DUPONT", "Camille Aimée"], ...claims },
		record: { corrects: { key: old.key, reason } },
	});
	return { old, next };
}

async function stored({ key }: RecordInput) {
	const [row] = await portal.database.query("SELECT * FROM records WHERE key = $1", [key]);
	const open = (column: "identity" | "contact"): Record<string, unknown> =>
		JSON.parse(
			portal.server.context.cipher.open(
				{ table: "records", column, row: [PHARMACY, key] },
				{ keyId: String(row?.["field_key_id"]), envelope: row?.[`${column}_sealed`] as Uint8Array },
			),
		);
	return { row, identity: open("identity"), contact: open("contact") };
}

const open = ({ holderToken, stripNumber }: RecordInput): Promise<OpenPassAnswer> =>
	openPass(portal.server.context, { token: holderToken, stripNumber: stripNumber ?? "" });

function familyOf(answer: OpenPassAnswer): string | undefined {
	return answer.state === "ready" ? decodeHc1(answer.hc1)?.dcc.nam.fn : undefined;
}

describe("[SH-1] a correction loses nothing", () => {
	it.each(["entry_error", "result_corrected"] as const)("takes NIR and contact over: %s", async (reason) => {
		const { old, next } = await corrected(reason);
		await send([old]);
		expect(await send([next])).toMatchObject([{ outcome: "registered" }]);
		const kept = await stored(next);
		expect(kept.identity).toMatchObject({ family: "ESSAI-DUPONT", nir: NIR });
		expect(kept.contact).toEqual(CONTACT);
		expect(kept.row).toMatchObject({ corrects: old.key, corrects_reason: reason });
	});

	it("takes them over from a paper that was refused because another has its index", async () => {
		const first = await issue();
		const index = nextIndex - 1;
		const shared = await issueRecord(counter, portal.clock.now, { index, claims: { n: ["AUTRE", "Dominique"] } });
		const second = { ...shared, identity: { ...shared.identity, nir: NIR }, contact: CONTACT };
		await send([first]);
		expect(await send([second])).toMatchObject([{ outcome: "refused", reason: "index_reused" }]);
		const next = await issue({ record: { corrects: { key: second.key, reason: "index_reused" } } });
		await send([next]);
		const kept = await stored(next);
		expect(kept.identity).toMatchObject({ nir: NIR });
		expect(kept.contact).toEqual(CONTACT);
	});

	it("keeps what the correction says itself", async () => {
		const { old, next } = await corrected("entry_error");
		await send([old]);
		await send([{ ...next, contact: { phone: "0700000000" } }]);
		expect((await stored(next)).contact).toEqual({ ...CONTACT, phone: "0700000000" });
	});

	it("takes nothing over from another person's record", async () => {
		const { old, next } = await corrected("wrong_person");
		await send([old]);
		await send([next]);
		const kept = await stored(next);
		expect(kept.identity).not.toHaveProperty("nir");
		expect(kept.contact).toEqual({});
	});

	it("takes over along a chain, writes the letter to the address that it carried, and answers a retry alike", async () => {
		const { old, next } = await corrected("entry_error");
		await send([old]);
		const first = await send([next]);
		const third = await issue({ record: { corrects: { key: next.key, reason: "entry_error" } } });
		await send([third]);
		expect((await stored(third)).contact).toEqual(CONTACT);
		expect(await send([next])).toEqual(first);
		const letters = await portal.database.query("SELECT record_key FROM mail_jobs WHERE record_key = $1", [third.key]);
		expect(letters).toHaveLength(1);
	});

	it("knows the records of its own pharmacy only", async () => {
		const other = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
		const { old } = await corrected("entry_error");
		await send([old]);
		const foreign = await issueRecord(other, portal.clock.now, {
			record: { corrects: { key: old.key, reason: "entry_error" } },
		});
		expect(await send([foreign], other)).toMatchObject([{ outcome: "registered" }]);
		const [link] = await portal.database.query("SELECT count(*)::int AS n FROM mail_jobs WHERE record_key = $1", [
			foreign.key,
		]);
		expect(link).toEqual({ n: 0 });
		expect(familyOf(await open(old))).toBe("ESSAI-DURAND");
	});
});

describe("[SH-2] the old link leads to the new pass", () => {
	it("whether the old paper is revoked yet or not, and says why", async () => {
		const { old, next } = await corrected("entry_error");
		await send([old]);
		expect(await open(old)).not.toHaveProperty("replaces");
		await send([next]);
		for (const when of ["before", "after"] as const) {
			if (when === "after") await revoke(old, "entry_error");
			const answer = await open(old);
			expect(answer).toMatchObject({ state: "ready", replaces: "entry_error" });
			expect(familyOf(answer)).toBe("ESSAI-DUPONT");
		}
		expect(await open(next)).not.toHaveProperty("replaces");
	});

	it("whichever of the two came first, and over several corrections", async () => {
		const { old, next } = await corrected("result_corrected");
		const last = await issue({
			claims: { n: ["ESSAI-LAST", "Camille"] },
			record: { corrects: { key: next.key, reason: "entry_error" } },
		});
		for (const record of [last, next, old]) await send([record]);
		expect(familyOf(await open(old))).toBe("ESSAI-LAST");
		expect(familyOf(await open(next))).toBe("ESSAI-LAST");
	});

	it("but never to another person's, and says so", async () => {
		const { old, next } = await corrected("wrong_person");
		await send([old, next]);
		expect(await open(old)).toEqual({ state: "withdrawn", reason: "wrong_person" });
		await revoke(old, "wrong_person");
		expect(await open(old)).toEqual({ state: "withdrawn", reason: "wrong_person" });
	});

	it("that is asked by birth date opens with the date as it was and as it is", async () => {
		const { old, next } = await corrected("entry_error", { b: "1991-02-03" });
		const { stripNumber: _, ...dated } = old;
		await send([dated]);
		await send([next]);
		const give = (birth: string) => openPass(portal.server.context, { token: old.holderToken, birth });
		expect(await give("1990-02-03")).toMatchObject({ state: "ready" });
		expect(await give("1991-02-03")).toMatchObject({ state: "ready" });
		expect(await give("1992-02-03")).toEqual({ state: "wrong_birth", triesLeft: 4 });
		// The new sheet's own link asks for its strip number, whatever is known of the person.
		const asked = await openPass(portal.server.context, { token: next.holderToken, birth: "1991-02-03" });
		expect(asked).toMatchObject({ state: "wrong_birth" });
	});

	it("ends where the corrections go round in a ring", async () => {
		const keys = [randomUUID(), randomUUID()] as const;
		const ring = await Promise.all(
			keys.map((key, i) => issue({ record: { key, corrects: { key: keys[1 - i] as string, reason: "entry_error" } } })),
		);
		await send(ring);
		expect(await open(ring[0] as RecordInput)).toMatchObject({ state: "ready" });
	});
});

describe("[SH-3] a link says what happened", () => {
	it.each(["entry_error", "wrong_person", "result_corrected"])("revoked: %s", async (reason) => {
		const paper = await issue();
		await send([paper]);
		await revoke(paper, reason);
		expect(await open(paper)).toEqual({ state: "withdrawn", reason });
	});

	it("names no suspicion to the holder", async () => {
		const paper = await issue();
		await send([paper]);
		await revoke(paper, "fraud");
		expect(await open(paper)).toEqual({ state: "withdrawn", reason: "other" });
	});

	it("of a paper that was taken back before its record came, and the record is refused each time", async () => {
		const paper = await issue();
		await revoke(paper, "entry_error");
		const refused = [{ key: paper.key, outcome: "refused", reason: "revoked" }];
		expect(await send([paper])).toEqual(refused);
		expect(await send([paper])).toEqual(refused);
		expect(await open(paper)).toEqual({ state: "withdrawn", reason: "entry_error" });
	});
});
