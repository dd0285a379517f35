/** The dialogs and other pages of a door as they are seen: on four screens, in three themes and two languages. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { expectGoodLooks } from "../support/door-looks";
import { nextPerson, verdictAfter } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { givePin } from "../support/supervisor";

const { door, gates } = messages.fr;
let stage: DoorStage;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	const { text } = await stage.counter.issue({ n: ["ESSAI", "Alix"], b: "1990-02-03" });
	await stage.portal.kill();
	page = await relaunchDoor(stage.door);
	await verdictAfter(page, () => show(page, text), { hold: true });
	await show(page, undefined);
	await nextPerson(page);
});
it.afterAll(async () => {
	await stage?.close();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });

async function openSettings(): Promise<void> {
	await page.locator("[data-keys]").click();
	await expect(page.getByRole("dialog", { name: door.settings.title })).toBeVisible();
}

it("[VS-6] the settings, and the PIN before what is a supervisor's", async () => {
	await openSettings();
	await expectGoodLooks(page);
	await button(gates.settings).click();
	await page.locator("form[data-pin='choose']").waitFor();
	await expectGoodLooks(page);
	await givePin(page);
	await expect(page.locator("[data-pairing]")).toHaveAttribute("data-pairing", "show");
	await expectGoodLooks(page);
	await page.keyboard.press("Escape");
});

for (const name of ["rules", "register", "report", "inspector", "firstUse"] as const) {
	it(`[VS-6] what the settings open: ${name}`, async () => {
		await openSettings();
		await button(door.settings[name]).click();
		await expect(page.getByRole("dialog", { name: door.settings.title })).toHaveCount(0);
		await expect(page.getByRole("dialog")).toBeVisible();
		await expectGoodLooks(page);
		await page.keyboard.press("Escape");
	});
}

it("[VS-6] the count, and the rules of the post", async () => {
	await page.locator("button", { has: page.locator("[data-count]") }).click();
	await expect(page.getByRole("dialog", { name: door.count.title })).toBeVisible();
	await expectGoodLooks(page);
	await button(door.count.rules.open).click();
	await givePin(page);
	await expect(button(door.count.rules.save)).toBeVisible();
	await expectGoodLooks(page);
	await page.keyboard.press("Escape");
});

it("[VS-6] choosing a post, after one was left", async () => {
	// The rules that were opened before are as they were: nothing is locked.
	await openSettings();
	await button(door.settings.change).click();
	await givePin(page);
	await expect(page.getByRole("heading", { name: door.setup.title })).toBeVisible();
	await expectGoodLooks(page);
});

it("[VS-6] the sheet for a hand scanner, in both languages and on its paper", async () => {
	await page.goto(new URL("/scan/scanner", page.url()).href);
	await expect(page.getByRole("heading", { name: door.calibration.title })).toBeVisible();
	for (const width of [320, 390, 820]) {
		await page.setViewportSize({ width, height: 844 });
		await expectAccessible(page);
		expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
	}
	await button("English").click();
	await expect(page.getByRole("heading", { name: messages.en.door.calibration.title })).toBeVisible();
	await expectAccessible(page);
	await page.emulateMedia({ media: "print" });
	await expect(page.getByRole("img").first()).toBeVisible();
	await page.emulateMedia({ media: null });
});

it("no page broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
