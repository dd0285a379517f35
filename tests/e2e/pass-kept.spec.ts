/** A pass kept in a browser that does not promise to keep it: what the holder reads, and the other ways to keep it. */
import { readFile } from "node:fs/promises";
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { type Guise, openAs, timesAsked } from "../support/browser-guise";
import { inBoth, startAfresh } from "../support/enrol-page";
import { openPortal, type TestPortal } from "../support/portal";
import { readCodes } from "../support/read-codes";
import { enrolCounter, type Sheet } from "../support/remote-counter";

const { holder, storage } = messages.fr;

let portal: TestPortal;
let phone: TestDevice;
let sheet: Sheet;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	const counter = await enrolCounter(portal.origin, (await portal.links()).counter);
	sheet = await counter.issue();
	await counter.register([sheet]);
	phone = await openDevice({ origin: portal.origin, viewport: { width: 390, height: 844 }, density: 2 });
});
it.afterAll(async () => {
	await phone?.close();
	await portal?.close();
});

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const qr = (page: Page) => page.getByRole("img", { name: holder.pass.qr });

async function openPass(guise: Guise): Promise<Page> {
	const page = await openAs(phone, { guise, address: new URL(sheet.holderPath, portal.origin).href });
	await page.getByLabel(holder.stripNumber.label).fill(sheet.record.stripNumber ?? "");
	await button(page, holder.stripNumber.open).click();
	await expect(qr(page)).toBeVisible();
	return page;
}

const IPHONE: Guise = { agent: "iphone", touchPoints: 5, persist: "refuses" };
const FIREFOX: Guise = { agent: "firefox", persist: "refuses" };
const keepings: readonly [string, Guise, keyof typeof storage.lasting][] = [
	["an iPhone", IPHONE, "home_screen"],
	["Firefox after “Block”", FIREFOX, "blocked"],
	["a private window", { ...FIREFOX, privateWindow: true }, "private_window"],
	["Chrome on Android", { agent: "chromeAndroid", touchPoints: 5, persist: "refuses" }, "install_android"],
	["a browser without navigator.storage", { agent: "other", persist: "missing" }, "no_promise"],
	["a browser that fails to answer", { agent: "chrome", persist: "fails" }, "failed"],
];

for (const [name, guise, lasting] of keepings) {
	it(`[ER-6] kept in ${name}: the page says that it is not promised, and offers paper, picture and wallet`, async () => {
		const page = await openPass(guise);
		expect(await timesAsked(page)).toBe(0);
		await button(page, holder.pass.keep).click();
		await inBoth(page, async ({ holder: text, storage: said }) => {
			await expect(page.getByText(text.pass.keptHere)).toBeVisible();
			await expect(page.getByText(text.pass.notPromised.title)).toBeVisible();
			await expect(page.getByText(text.pass.notPromised.body)).toBeVisible();
			await expect(page.getByText(said.lasting[lasting])).toBeVisible();
			for (const way of [text.pass.print, text.pass.image, text.pass.wallet])
				await expect(button(page, way)).toBeVisible();
		});
		// It says so again the next time, and asks nobody.
		await page.reload();
		await expect(page.getByText(holder.pass.notPromised.title)).toBeVisible();
		await startAfresh(page);
	});
}

it("[ER-6] kept where the browser promises: it is asked once, and nothing is warned of", async () => {
	const page = await openPass({ agent: "chrome", persist: "promises" });
	await button(page, holder.pass.keep).click();
	await expect(page.getByText(holder.pass.keptHere)).toBeVisible();
	await expect.poll(() => timesAsked(page)).toBe(1);
	await expect(page.getByText(holder.pass.notPromised.title)).toHaveCount(0);
	await expect(button(page, holder.pass.forget)).toBeFocused();
	await startAfresh(page);
});

it("[ER-6] a question that nobody answers keeps no pass from being kept", async () => {
	const page = await openPass({ ...FIREFOX, persist: "pends" });
	const announced = storage.question.question.body.replaceAll("{host}", new URL(portal.origin).host);
	await expect(page.getByText(announced)).toBeVisible();
	await button(page, holder.pass.keep).click();
	await expect(page.getByText(holder.pass.keptHere)).toBeVisible();
	await inBoth(page, async ({ storage: said }) => {
		await expect(page.getByText(said.waiting.unanswered.title)).toBeVisible();
		await expect(page.getByText(said.waiting.unanswered.body)).toBeVisible();
	});
	await button(page, storage.goOn).click();
	await expect(page.getByText(storage.lasting.unanswered)).toBeVisible();
	await expect(button(page, storage.askAgain)).toBeVisible();
	await startAfresh(page);
});

it("[ER-6] the picture is a file whose code is read, and whose name names nobody", async () => {
	const page = await openPass({ agent: "chrome", persist: "promises" });
	const [shown] = await readCodes(await qr(page).screenshot());
	const download = page.waitForEvent("download");
	await button(page, holder.pass.image).click();
	const file = await download;
	expect(file.suggestedFilename()).toBe("pass.png");
	expect(shown).toMatch(/^HC1:/);
	expect(await readCodes(await readFile(await file.path()))).toEqual([shown]);
	await inBoth(page, async ({ holder: text }) => await expect(page.getByText(text.pass.saved)).toBeVisible());
	await startAfresh(page);
});

it("[ER-6] on an iPhone the picture goes to the share sheet, from where it reaches the photos", async () => {
	const page = await openPass(IPHONE);
	await page.evaluate(() => {
		const shared: string[] = [];
		Object.assign(globalThis, { relaisShared: shared });
		navigator.canShare = () => true;
		navigator.share = async ({ files = [] } = {}) => {
			shared.push(...files.map(({ name, type, size }) => `${name} ${type} ${size > 0}`));
		};
	});
	await button(page, holder.pass.image).click();
	await expect(page.getByText(holder.pass.shared)).toBeVisible();
	const shared = await page.evaluate(() => (globalThis as unknown as { relaisShared: string[] }).relaisShared);
	expect(shared).toEqual(["pass.png image/png true"]);
	await startAfresh(page);
});

it("[ER-6] the wallet: a telephone is offered the official link, a computer is not", async () => {
	const page = await openPass(IPHONE);
	const [shown = ""] = await readCodes(await qr(page).screenshot());
	await button(page, holder.pass.wallet).click();
	for (const said of [holder.wallet.onThisTelephone, holder.wallet.official])
		await expect(page.getByText(said)).toBeVisible();
	const link = await page.getByRole("link", { name: holder.wallet.open }).getAttribute("href");
	expect(link).toBe(`https://bonjour.tousanticovid.gouv.fr/app/walletdcc#${encodeURIComponent(shown)}`);
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: messages.en.common.languageName }).click();
	await button(page, messages.en.holder.pass.wallet).click();
	await expect(page.getByText(messages.en.holder.wallet.official)).toBeVisible();
	await expectAccessibleInBoth(page);
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: messages.fr.common.languageName }).click();
	await page.close();

	const computer = await openPass({ agent: "chrome", persist: "promises" });
	await button(computer, holder.pass.wallet).click();
	await expect(computer.getByText(holder.wallet.onATelephone)).toBeVisible();
	await expect(computer.getByRole("link", { name: holder.wallet.open })).toHaveCount(0);
	await expectAccessibleInBoth(computer);
	await computer.close();
});

it("no page broke the content security policy or threw", () => {
	expect(phone.faults).toEqual([]);
});
