/** What a person reads who enrols a device, in true engines: whatever they say about durable storage. */
import { expect } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { LOCALES } from "@/lib/shared/locale";
import { expectAccessible } from "../support/accessibility";
import { askEnrolment, enrolDevice } from "../support/counter-page";
import { type BrowserOptions, type BrowserUnderTest, openBrowser } from "./device";
import type { Engine } from "./engines/engine";
import type { BrowserPage } from "./page/browser-page";
import { it } from "./test";

const { enrol, storage, common } = messages.fr;

let browser: BrowserUnderTest | undefined;
it.afterEach(async () => {
	await browser?.close();
	browser = undefined;
});

async function openWith(engine: Engine, options: BrowserOptions): Promise<BrowserUnderTest> {
	const answer = options.storage ?? "granted";
	it.skip(!engine.storageAnswers.includes(answer), `${engine.name} cannot be made to answer: ${answer}`);
	browser = await openBrowser(engine, options);
	return browser;
}

const codeOf = (link: string) => new URL(link).hash.slice(1).split(".")[0] ?? "";
const typed = (page: BrowserPage) =>
	page.evaluate(() => document.querySelector<HTMLInputElement>("[name='code']")?.value.replaceAll(" ", ""));

/** The texts of an element in each language; the page is left in French. */
async function saidIn(page: BrowserPage, css: string): Promise<readonly string[]> {
	const said: string[] = [];
	for (const locale of [...LOCALES, "fr"] as const) {
		await page.getByRole("button", { name: messages[locale].common.languageName, exact: true }).click();
		await page.locator(`html[lang='${locale}']`).waitFor();
		said.push((await page.locator(css).textContent()) ?? "");
	}
	return said.slice(0, LOCALES.length);
}

/** Refused, and what to do in this very browser; the code is kept over a reload. */
async function expectRefusal(page: BrowserPage, remedy: keyof typeof storage.remedy, link: string): Promise<void> {
	await page.getByText(enrol.failure.storage_not_persistent.title, { exact: true }).waitFor();
	const said = await saidIn(page, `[data-remedy='${remedy}']`);
	expect(said).toEqual(LOCALES.map((locale) => messages[locale].storage.remedy[remedy]));
	await expectAccessible(page);
	expect(await typed(page)).toBe(codeOf(link));
	await page.reload();
	await page.locator("[name='code']").waitFor();
	expect(await typed(page)).toBe(codeOf(link));
}

it("[ER-4] [ER-5] persist() says no: a counter is refused with what helps in this browser, and the code stays", async ({
	engine,
	engineName,
	portal,
}) => {
	const device = await openWith(engine, { origin: portal.origin, storage: "refused" });
	const link = (await portal.links()).counter;
	const page = await askEnrolment(device, { link, label: "poste 1" });
	await expectRefusal(page, engineName === "firefox" ? "blocked" : "other_browser", link);
	await page.goto("/counter");
	await page.getByRole("heading", { name: "Cet appareil n’est pas un comptoir" }).waitFor();
});

it("[ER-3] persist() never answers: announced, told where the question stands, and a way on", async ({
	engine,
	portal,
}) => {
	const device = await openWith(engine, { origin: portal.origin, storage: "unanswered" });
	const link = (await portal.links()).counter;
	const announced = await device.open(link);
	await announced.getByText(storage.question.question.title, { exact: true }).waitFor();
	const body = storage.question.question.body.replaceAll("{host}", new URL(portal.origin).host);
	await announced.getByText(body, { exact: true }).waitFor();
	await announced.close();
	const page = await askEnrolment(device, { link, label: "poste 1" });
	await page.getByText(storage.waiting.unanswered.title, { exact: true }).waitFor();
	await page.getByText(storage.waiting.unanswered.body, { exact: true }).waitFor();
	await expectAccessible(page);
	await page.getByRole("button", { name: storage.goOn, exact: true }).click();
	await expectRefusal(page, "unanswered", link);
});

it("a door is made where persist() says no, under a warning that stays", async ({ engine, portal }) => {
	const device = await openWith(engine, { origin: portal.origin, storage: "refused" });
	const page = await enrolDevice(device, { link: (await portal.links()).door, label: "entrée A" });
	await page.getByText(enrol.done.fleeting, { exact: true }).waitFor();
	await page.getByText(enrol.done.fleetingBody, { exact: true }).waitFor();
	await page.close();
});

it("[ER-1] without navigator.storage the page says so before the form", async ({ engine, portal }) => {
	const device = await openWith(engine, { origin: portal.origin, storage: "absent" });
	const page = await device.open((await portal.links()).counter);
	await page.locator("[data-place='no_promise']").waitFor();
	expect(await saidIn(page, "[data-place='no_promise'] h2")).toEqual(
		LOCALES.map((locale) => messages[locale].storage.place.no_promise.title),
	);
	await expectAccessible(page);
});

it("[ER-1] no counter is made in a private window, and the page says so", async ({ engine, engineName, portal }) => {
	const device = await openWith(engine, { origin: portal.origin, storage: "refused", privateWindow: true });
	const link = (await portal.links()).counter;
	const page = await device.open(link);
	if (engineName === "firefox") {
		await page.locator("[data-place='private_window']").waitFor();
		expect(await saidIn(page, "[data-place='private_window'] h2")).toEqual(
			LOCALES.map((locale) => messages[locale].storage.place.private_window.title),
		);
		await expectAccessible(page);
		await page.getByRole("button", { name: enrol.here.stay, exact: true }).click();
	}
	await page.locator("[name='label']").fill("poste 1");
	await page.getByRole("button", { name: enrol.submit, exact: true }).click();
	await page.getByText(enrol.failure.storage_not_persistent.title, { exact: true }).waitFor();
	await page.getByRole("button", { name: common.languageName, exact: true }).waitFor();
});
