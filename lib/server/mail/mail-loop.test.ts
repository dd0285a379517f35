import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { type MailServer, openMailServer, readable } from "@/tests/support/mail-server";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";
import { openPass } from "../services/pass/open-pass";
import { mailLoop } from "./mail-loop";

let portal: TestServer;
let counter: EnrolledDevice;
let smtp: MailServer;
let nextIndex = 0;

beforeAll(async () => {
	smtp = await openMailServer();
	portal = await openTestServer({ SMTP_URL: smtp.url, MAIL_FROM: "Relais <relais@essai.example>" });
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(async () => {
	await portal.close();
	await smtp.close();
});
beforeEach(() => {
	smtp.received.length = 0;
	smtp.refuse(undefined);
});

async function register(options: Partial<RecordInput>): Promise<RecordInput> {
	const record = await issueRecord(counter, portal.clock.now, { index: nextIndex++, record: options });
	await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
	return record;
}

const jobs = () =>
	portal.database.query(
		"SELECT state, attempts, last_error, length(letter_sealed) AS length FROM mail_jobs ORDER BY created_at DESC",
	);
const sendDue = () => portal.server.mail?.sendDue() ?? Promise.reject(new Error("no mail loop"));

describe("letters to holders", () => {
	it("go out once the record is registered, in the holder's language, with the link and no personal data", async () => {
		const record = await register({ contact: { email: "camille@essai.example" }, locale: "fr" });
		await register({ contact: { email: "other@essai.example" }, locale: "en" });
		expect(await sendDue()).toBe(2);
		// Letters travel side by side: which one arrives first is nobody's promise.
		const letters = new Map(smtp.received.map(({ to, text }) => [to.join(), readable(text)]));
		expect([...letters.keys()].sort()).toEqual(["camille@essai.example", "other@essai.example"]);
		const french = letters.get("camille@essai.example") ?? "";
		const english = letters.get("other@essai.example") ?? "";
		expect(french).toMatch(/http:\/\/localhost:3000\/pass#[\w-]{22}\.[0-9a-z]+\r?\n/);
		expect(french).not.toContain(record.holderToken);
		expect(french).toContain("Bonjour");
		expect(english).toContain("Hello");
		expect(french).toMatch(/^Auto-Submitted: auto-generated/m);
		for (const secret of ["ESSAI", "Camille Aim", "1990"]) expect(french).not.toContain(secret);
		expect(await sendDue()).toBe(0);
		expect(await jobs()).toMatchObject([
			{ state: "sent", length: 0 },
			{ state: "sent", length: 0 },
		]);
	});

	it("carry a link of their own: it opens with the birth date, the sheet's with the strip number, each with its tries", async () => {
		const { holderToken, stripNumber = "" } = await register({ contact: { email: "own@essai.example" } });
		await sendDue();
		const mailToken = /\/pass#([\w-]{22})\./.exec(readable(smtp.received[0]?.text ?? ""))?.[1] ?? "";
		const open = (token: string, answer: { birth: string } | { stripNumber: string }) =>
			openPass(portal.server.context, { token, ...answer });
		const birth = "1990-02-03";
		expect(await open(mailToken, { birth })).toMatchObject({ state: "ready" });
		expect(await open(mailToken, { birth })).toEqual(await open(holderToken, { stripNumber }));
		expect(await open(mailToken, { stripNumber })).toEqual({ state: "wrong_number", triesLeft: 4 });
		for (let i = 0; i < 5; i++) await open(mailToken, { birth: "1990-03-02" });
		expect(await open(mailToken, { birth })).toMatchObject({ state: "locked" });
		expect(await open(holderToken, { stripNumber })).toMatchObject({ state: "ready" });
		expect(await open(holderToken, { birth })).toEqual({ state: "wrong_birth", triesLeft: 4 });
	});

	it("are not made twice by a retry, nor without an address", async () => {
		const record = await register({ contact: { email: "camille@essai.example" } });
		await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
		await register({ contact: { phone: "0600000000" } });
		expect(await sendDue()).toBe(1);
	});

	it("wait while the server cannot be reached or says 'later', longer each time", async () => {
		const { now } = portal.clock;
		await register({ contact: { email: "later@essai.example" } });
		smtp.refuse({ code: 451, at: "data" });
		expect(await sendDue()).toBe(0);
		expect((await jobs())[0]).toMatchObject({ state: "waiting", attempts: 1, last_error: "EMESSAGE 451" });
		expect(await sendDue()).toBe(0);
		portal.clock.now = now + 2 * MINUTE;
		const dead = mailLoop(portal.server.context, "smtp://127.0.0.1:1");
		expect(await dead.sendDue()).toBe(0);
		await dead.stop();
		expect((await jobs())[0]).toMatchObject({ state: "waiting", attempts: 2 });
		smtp.refuse(undefined);
		portal.clock.now = now + HOUR;
		expect(await sendDue()).toBe(1);
		portal.clock.now = now;
	});

	it("are given up when the address is refused, and the address is forgotten", async () => {
		await register({ contact: { email: "nobody@essai.example" } });
		smtp.refuse({ code: 550, at: "recipient" });
		await sendDue();
		expect((await jobs())[0]).toMatchObject({ state: "failed", last_error: "EENVELOPE 550", length: 0 });
	});

	it("go out again under the same Message-ID when the process died before it noted the sending", async () => {
		const { now } = portal.clock;
		const record = await register({ contact: { email: "twice@essai.example" } });
		const [job] = await portal.database.query("SELECT id, letter_sealed FROM mail_jobs WHERE record_key = $1", [
			record.key,
		]);
		await sendDue();
		await portal.database.query(
			"UPDATE mail_jobs SET state = 'waiting', letter_sealed = $2, sent_at = NULL WHERE id = $1",
			[job?.["id"], job?.["letter_sealed"]],
		);
		portal.clock.now = now + HOUR;
		expect(await sendDue()).toBe(1);
		const ids = smtp.received.slice(-2).map(({ text }) => /^Message-ID: (.+)$/m.exec(text)?.[1]);
		expect(ids[0]).toBe(ids[1]);
		expect(ids[0]).toContain(String(job?.["id"]));
		portal.clock.now = now;
	});

	it("are shared among instances: each is sent by one of them", async () => {
		for (let i = 0; i < 12; i++) await register({ contact: { email: `n${i}@essai.example` } });
		const loops = [0, 1, 2].map(() => mailLoop(portal.server.context, smtp.url));
		const sent = await Promise.all(loops.map((loop) => loop.sendDue()));
		for (const loop of loops) await loop.stop();
		expect(sent.reduce((sum, count) => sum + count, 0)).toBe(12);
		expect(new Set(smtp.received.flatMap(({ to }) => to)).size).toBe(12);
		expect(smtp.received).toHaveLength(12);
	});

	it("log nothing that names anybody", async () => {
		const { describeFault } = await import("../settings/log");
		const described = JSON.stringify(describeFault(new Error("550 nobody@essai.example unknown")));
		expect(described).not.toContain("essai.example");
	});
});
