/** A sheet by e-mail, over a real SMTP server that can refuse, and through the front door. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type MailSheetAnswer, mailSheetAnswer } from "@/lib/protocol/mailed-sheets";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { attachmentOf, type MailServer, openMailServer, readable } from "@/tests/support/mail-server";
import { type EnrolledDevice, enrolDevice, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

let smtp: MailServer;
let portal: TestServer;
let counter: EnrolledDevice;

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

const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n");

const body = (overrides: object = {}) => ({
	...{ key: randomUUID(), email: "camille@essai.example", locale: "fr", pdf: PDF.toString("base64") },
	...overrides,
});

const post = (overrides: object = {}, device = counter) =>
	postAs(portal, device.key, { path: PATHS.mailSheet, body: body(overrides) });

async function mail(overrides: object = {}, device = counter): Promise<MailSheetAnswer> {
	return mailSheetAnswer.parse(await (await post(overrides, device)).json());
}

const anotherCounter = () => enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });

describe("[SH-19] a sheet by e-mail", () => {
	it("is handed to the mail server at once: the file as it came, in a message that names nobody", async () => {
		const key = randomUUID();
		expect(await mail({ key })).toEqual({ outcome: "handed" });
		expect(await mail({ locale: "en", email: "robin@essai.example" })).toEqual({ outcome: "handed" });
		const [french, english] = smtp.received;
		if (french === undefined || english === undefined) throw new Error("nothing came");
		expect([french.to, english.to]).toEqual([["camille@essai.example"], ["robin@essai.example"]]);
		expect(attachmentOf(french)).toEqual({ name: "attestation.pdf", file: PDF });
		expect(readable(french.text)).toMatch(/^Subject: Votre attestation\r?$/m);
		expect(readable(french.text)).toContain("Bonjour");
		expect(readable(english.text)).toMatch(/^Subject: Your attestation\r?$/m);
		expect(french.text).toMatch(/^Auto-Submitted: auto-generated/m);
		expect(french.text).toContain(`Message-ID: <${key}@localhost>`);
	});

	it("sent again under its key has the same Message-ID", async () => {
		const key = randomUUID();
		await mail({ key });
		await mail({ key });
		const ids = smtp.received.map(({ text }) => /^Message-ID: (.+)$/m.exec(text)?.[1]);
		expect(ids).toHaveLength(2);
		expect(ids[0]).toBe(ids[1]);
	});

	it("is refused with the server's number where the server refuses it, and only then", async () => {
		smtp.refuse({ code: 550, at: "recipient" });
		expect(await mail()).toEqual({ outcome: "refused", code: 550 });
		smtp.refuse({ code: 552, at: "data" });
		expect(await mail()).toEqual({ outcome: "refused", code: 552 });
		smtp.refuse({ code: 451, at: "data" });
		expect(await mail()).toEqual({ outcome: "not_handed", reason: "unreachable" });
	});

	it("leaves nothing in the database, whatever became of it", async () => {
		smtp.refuse({ code: 550, at: "recipient" });
		await mail();
		smtp.refuse(undefined);
		await mail();
		expect(await portal.database.query("SELECT 1 FROM mail_jobs")).toEqual([]);
	});

	it("is no file of another kind, and no larger than a sheet", async () => {
		for (const pdf of [Buffer.from("<html>%%EOF</html>"), Buffer.from("%PDF-1.7\nhalf of one")]) {
			const answer = await post({ pdf: pdf.toString("base64") });
			expect([answer.status, problem.parse(await answer.json())]).toMatchObject([400, { error: { field: "pdf" } }]);
		}
		const large = Buffer.concat([PDF, Buffer.alloc(73_728), PDF]).toString("base64");
		expect((await post({ pdf: large })).status).toBe(400);
		expect((await post({ pdf: large.repeat(2) })).status).toBe(413);
		for (const wrong of [{ email: "camille" }, { email: "a@b.example\r\nBcc: c@d.example" }, { pdf: "not base64!" }]) {
			expect((await post(wrong)).status).toBe(400);
		}
		expect(smtp.received).toEqual([]);
	});

	it("goes out forty times at once from one counter, and from another one all the same", async () => {
		const busy = await anotherCounter();
		const { guard } = portal.server.context;
		while (guard.mails.take(busy.kit.deviceId, performance.now()) === 0);
		expect(await mail({}, busy)).toEqual({ outcome: "not_handed", reason: "too_many" });
		expect(await mail({}, await anotherCounter())).toEqual({ outcome: "handed" });
	});

	it("holds no more places than six, however slow the mail server is", async () => {
		const release = smtp.hold();
		const device = await anotherCounter();
		const answers: Promise<MailSheetAnswer>[] = [];
		const early: MailSheetAnswer[] = [];
		const three = new Promise<void>((resolve) => {
			for (let i = 0; i < 9; i++) {
				answers.push(
					mail({}, device).then((answer) => {
						if (early.push(answer) === 3) resolve();
						return answer;
					}),
				);
			}
		});
		await three;
		expect(early).toEqual(Array(3).fill({ outcome: "not_handed", reason: "too_many" }));
		release();
		await Promise.all(answers);
		expect(early.slice(3)).toEqual(Array(6).fill({ outcome: "handed" }));
	});
});

describe("[SH-19] a portal", () => {
	it("whose mail server is gone, or that has none, says which", async () => {
		const gone = await openMailServer();
		await gone.close();
		for (const [env, reason] of [
			[{ SMTP_URL: gone.url }, "unreachable"],
			[{}, "no_mail_server"],
		] as const) {
			const other = await openTestServer(env);
			await makeWorld(other);
			const device = await enrolDevice(other, { role: "counter", pharmacy: PHARMACY });
			const answer = await postAs(other, device.key, { path: PATHS.mailSheet, body: body() });
			expect(await answer.json()).toEqual({ outcome: "not_handed", reason });
			await other.close();
		}
	});
});
