/** [SH-19] The sheet by e-mail: through a real portal to a real mail server, and read back from the PDF that arrived. */
import { expect, test as it, type Page, type Route } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	fillForm,
	issueByKeyboard,
	openCounter,
	readSheet,
	shownSheet,
	untilSent,
} from "../support/counter-page";
import { attachmentOf, type MailServer, openMailServer, readable } from "../support/mail-server";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { canPrint, DPI, printedPages, textOfPdf } from "../support/printed-pdf";
import { measureCodes } from "../support/read-codes";

const words = messages.fr.day.mail;

let smtp: MailServer;
let portal: TestPortal;
let device: TestDevice;

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	smtp = await openMailServer();
	portal = await openPortal({ env: { SMTP_URL: smtp.url, MAIL_FROM: "Relais <relais@essai.example>" } });
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 860 } });
	const page = await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 2" });
	await page.close();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
	await smtp?.close();
});

const dialog = (page: Page) => page.getByRole("dialog");
const field = (page: Page) => dialog(page).getByLabel(words.label);
const press = (page: Page, name: string) => dialog(page).getByRole("button", { name, exact: true }).click();

async function openMail(page: Page): Promise<void> {
	await dayEntries(page).first().click();
	await press(page, words.open);
}

it("goes to the address that was typed: the sheet that was printed, codes and both languages read off what arrived", async () => {
	const page = await openCounter(device);
	await issueByKeyboard(page);
	const paper = await readSheet(page);
	await untilSent(page);
	await page.keyboard.press("F4");
	await openMail(page);
	await expect(field(page)).toBeFocused();
	await expectAccessibleInBoth(page);
	await field(page).fill("camille@");
	await press(page, words.send);
	await expect(dialog(page)).toContainText(words.malformed);
	await expect(field(page)).toBeFocused();
	await expectAccessibleInBoth(page);
	await field(page).fill("camille@essai.example");
	await page.keyboard.press("Enter");
	await expect(dialog(page)).toContainText(words.handed.title);
	await expect(dialog(page).getByRole("button", { name: words.done })).toBeFocused();
	await expectAccessibleInBoth(page);
	await press(page, words.done);

	const [message, ...more] = smtp.received;
	if (message === undefined) throw new Error("nothing arrived");
	expect(more).toEqual([]);
	expect(message.to).toEqual(["camille@essai.example"]);
	const head = message.text.slice(0, message.text.indexOf("Content-Disposition"));
	for (const secret of ["ESSAI", "Camille", paper.code, paper.stripNumber])
		expect(readable(head)).not.toContain(secret);
	const { name, file } = attachmentOf(message);
	expect(name).toBe("attestation.pdf");
	if (await canPrint()) {
		const pages = await printedPages(file);
		expect(pages).toHaveLength(1);
		const codes = await measureCodes(pages[0] as Buffer, DPI);
		expect(codes.map(({ text }) => text.slice(0, 4)).sort()).toEqual(["RP1:", paper.holderLink.slice(0, 4)].sort());
		expect(codes.map(({ text }) => text)).toContain(paper.holderLink);
		for (const { millimetres } of codes) expect(millimetres).toBeGreaterThanOrEqual(0.5);
		const text = await textOfPdf(file);
		for (const part of ["ESSAI Camille Aimée", paper.code, paper.stripNumber, messages.fr.sheet.checkers]) {
			expect(text).toContain(part);
		}
		expect(text).toContain(messages.en.sheet.checkers);
		// The first was handed over on paper: this is the same attestation once more.
		expect(text).toContain("RÉIMPRESSION");
	} else {
		console.log("the PDF that arrived is not read back: poppler-utils is not installed");
	}
	expect(await portal.log()).not.toContain("camille@essai.example");
	expect(await queryPortal(portal.databaseUrl, "SELECT 1 FROM mail_jobs")).toEqual([]);
	await page.close();
});

it("is refused with the reason, and another address is another sending; a server that is gone leaves paper", async () => {
	const page = await openCounter(device);
	await openMail(page);
	smtp.refuse({ code: 550, at: "recipient" });
	await field(page).fill("nobody@essai.example");
	await press(page, words.send);
	await expect(dialog(page).getByRole("alert")).toContainText("550");
	await expectAccessibleInBoth(page);
	smtp.refuse({ code: 451, at: "data" });
	await press(page, words.send);
	await expect(dialog(page).getByRole("alert")).toContainText(words.unreachable);
	smtp.refuse(undefined);
	await press(page, words.send);
	await expect(dialog(page)).toContainText(words.handed.title);
	expect(smtp.received.at(-1)?.to).toEqual(["nobody@essai.example"]);
	await page.evaluate(() => {
		window.print = () => document.body.setAttribute("data-printed", "yes");
	});
	await press(page, words.print);
	await expect(page.locator("body[data-printed]")).toHaveCount(1);
	await page.close();
});

it("from the sheet just issued the address that the person gave is filled in, and a name in another script is on the page", async () => {
	const page = await openCounter(device);
	await device.context().route("**/api/records", answerLater);
	await fillForm(page, { family: "النجار", given: "فاطمة", birth: "1961-03-04", sex: "F", act: "antigen" });
	await page.locator("[name=familyLatin]").fill("Al-Najjar");
	await page.locator("[name=givenLatin]").fill("Fatima");
	await page.locator("[name=email]").fill("fatima@essai.example");
	await page.keyboard.press("F9");
	await shownSheet(page);
	await page.getByRole("button", { name: words.open }).click();
	await expect(field(page)).toHaveValue("fatima@essai.example");
	await press(page, words.send);
	await expect(dialog(page)).toContainText(words.handed.title);
	await press(page, words.done);
	await expect(page.getByRole("button", { name: words.open })).toBeFocused();
	await page.keyboard.press("F4");
	const message = smtp.received.at(-1);
	if (message === undefined) throw new Error("nothing arrived");
	expect(message.to).toEqual(["fatima@essai.example"]);
	if (await canPrint()) {
		const { file } = attachmentOf(message);
		const text = await textOfPdf(file);
		expect(text).toContain("AL-NAJJAR Fatima");
		// Nobody has it in hand yet.
		expect(text).not.toContain("RÉIMPRESSION");
		const [picture, ...others] = await printedPages(file);
		expect(others).toEqual([]);
		expect(await measureCodes(picture as Buffer, DPI)).toHaveLength(2);
	}
	await device.context().unroute("**/api/records", answerLater);
	await page.close();
});

/** As the portal answers for a record that it cannot judge now. */
async function answerLater(route: Route): Promise<void> {
	const { records } = route.request().postDataJSON() as { records: readonly { key: string }[] };
	const answers = records.map(({ key }) => ({ key, outcome: "retry", reason: "internal_fault" }));
	await route.fulfill({ json: { answers } });
}

it("while the portal is away the button gives way to what to do, and comes back with it", async () => {
	const page = await openCounter(device);
	await untilSent(page);
	await portal.kill();
	await issueByKeyboard(page);
	await page.keyboard.press("F4");
	await expect(page.locator("[data-portal=away]")).toBeVisible({ timeout: 60_000 });
	await dayEntries(page, "waiting").first().click();
	await expect(dialog(page).locator("[data-mail-away]")).toContainText(words.away);
	await expect(dialog(page).getByRole("button", { name: words.open })).toHaveCount(0);
	await expectAccessibleInBoth(page);
	await portal.start();
	await expect(dialog(page).getByRole("button", { name: words.open })).toBeVisible({ timeout: 150_000 });
	await untilSent(page);
	await page.keyboard.press("Escape");
	await page.close();
	expect(device.faults).toEqual([]);
});
