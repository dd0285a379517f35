/** A door whose clock is set ahead under its hands, and back: nothing ends for good. And its self-test. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { giveClock, setClock } from "../support/device-clock";
import { expectCount, nextPerson, openDoor, verdictAfter } from "../support/door-page";
import { type DoorStage, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { givePin } from "../support/supervisor";

const { door, offline, selfTest } = messages.fr;

let stage: DoorStage;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	await giveClock(stage.door.context());
	page = await openDoor(stage.door);
});
it.afterAll(async () => {
	await stage?.close();
});

async function present(text: string) {
	const verdict = await verdictAfter(page, () => show(page, text));
	await show(page, undefined);
	return verdict;
}

it("[ND-8] the self-test says what is good and what is not, for the screen and for paper", async () => {
	await page.locator("[data-keys]").click();
	await page.getByRole("button", { name: selfTest.open, exact: true }).click();
	await expect(page.locator("dialog [data-check='keys']")).toHaveAttribute("data-grade", "good", { timeout: 30_000 });
	for (const check of ["copy", "delegations", "codes", "post", "storage", "camera"]) {
		await expect(page.locator(`dialog [data-check='${check}']`)).toHaveAttribute("data-grade", "good");
	}
	await expectAccessible(page);
	await page.emulateMedia({ media: "print" });
	await expect(page.locator(".paper-only [data-check='keys']")).toBeVisible();
	await expect(page.locator("dialog [data-check='keys']")).toBeHidden();
	await page.emulateMedia({ media: null });
	for (const _ of ["self-test", "settings"]) await page.keyboard.press("Escape");
});

it("[ND-5] a clock set 40 days ahead and back: one confirmation by the supervisor, and who is inside is still known", async () => {
	it.setTimeout(400_000);
	const { text } = await stage.counter.issue({ n: ["ESSAI", "Avance"], b: "1990-02-03" });
	expect((await present(text)).outcome).toBe("admitted");
	await expectCount(page, 1);
	await setClock(page, 40 * 86_400);
	// The post is looked at once a minute.
	await expect(page.getByText(door.setup.ended)).toBeVisible({ timeout: 90_000 });
	await setClock(page, 0);
	await page.locator("[data-count]").waitFor({ timeout: 90_000 });
	await expectCount(page, 1);
	await expect(page.getByText(offline.clock.confirm.title)).toBeVisible({ timeout: 90_000 });
	await expectAccessible(page);
	await page.getByRole("button", { name: offline.clock.confirm.right, exact: true }).click();
	await givePin(page);
	await expect(page.getByText(offline.clock.confirm.title)).toHaveCount(0);
	expect((await present(text)).outcome).toBe("alreadyIn");
	await nextPerson(page);
});

it("no page broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
