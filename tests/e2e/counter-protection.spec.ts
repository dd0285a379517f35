/** What opens a counter, and who may change it: another passphrase, another recovery code. Real Chromium. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { makeConsoleLink } from "../support/console-link";
import {
	dayEntries,
	enrolDevice,
	fillForm,
	openCounter,
	PASSPHRASE,
	shownSheet,
	typeCodeBack,
} from "../support/counter-page";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { storedRows } from "../support/stored-rows";
import { desk, lock, openProtection, tryPassphrase, unlockForm } from "../support/vault-page";

const { vault, console: consoleWords } = messages.fr;
const OTHER = "autre phrase longue";
const THIRD = "encore une troisième";
const PERSON = { family: "ESSAI", given: "Camille", birth: "1990-02-03", sex: "F", act: "antigen" } as const;

let portal: TestPortal;
let device: TestDevice;

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 900 } });
	await (await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 4" })).close();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

const part = (page: Page, name: string) => page.locator(`[data-protection-part=${name}]`);

/** What lies in the queue. Each seal has an `iv` of its own: one that was made anew shows. */
async function queueOf(page: Page): Promise<string> {
	const rows = await storedRows<{ key: string; queuedAt: number; sealed: unknown }>(page, "outbox");
	return JSON.stringify(rows.map(({ key, queuedAt, sealed }) => ({ key, queuedAt, sealed })));
}

let issued = 0;

async function issue(page: Page): Promise<void> {
	issued += 1;
	await fillForm(page, { ...PERSON, birth: `199${issued}-02-03` });
	await page.keyboard.press("F9");
	await shownSheet(page);
	await page.keyboard.press("F4");
}

it("[VA-10] whoever knows the phrase chooses another with no network; the old one opens nothing, the queue waits on", async () => {
	const page = await openCounter(device);
	await device.context().setOffline(true);
	await issue(page);
	await expect(dayEntries(page, "waiting")).toHaveCount(1);
	const queue = await queueOf(page);
	await openProtection(page, OTHER);
	const dialog = page.getByRole("dialog");
	await expect(dialog.getByText(vault.unlock.wrong)).toBeVisible({ timeout: 30_000 });
	await expectAccessibleInBoth(page);
	await dialog.locator("[name=passphrase]").fill(PASSPHRASE);
	await dialog.getByRole("button", { name: vault.protection.prove }).click();
	const change = part(page, "change");
	await change.locator("[name=passphrase]").fill(OTHER);
	await change.locator("[name=repeat]").fill(THIRD);
	await change.locator("[type=submit]").click();
	await expect(change.locator("[name=repeat]")).toHaveAttribute("aria-invalid", "true");
	await expectAccessibleInBoth(page);
	await change.locator("[name=repeat]").fill(OTHER);
	await change.locator("[type=submit]").click();
	await expect(change.getByText(vault.protection.change.done)).toBeVisible({ timeout: 30_000 });
	await page.keyboard.press("Escape");
	await expect(page.locator("[data-protection-button]")).toBeFocused();
	await lock(page);
	await tryPassphrase(page, PASSPHRASE);
	await expect(unlockForm(page).getByText(vault.unlock.wrong)).toBeVisible({ timeout: 30_000 });
	await tryPassphrase(page, OTHER);
	await desk(page).waitFor({ timeout: 30_000 });
	expect(await queueOf(page)).toBe(queue);
	await expect(dayEntries(page, "waiting")).toHaveCount(1);
	await page.close();
});

it("[VA-10] another recovery code is shown and typed back; it opens the counter, and what waited is registered", async () => {
	const page = await device.open("/counter");
	await tryPassphrase(page, OTHER);
	await desk(page).waitFor({ timeout: 30_000 });
	const queue = await queueOf(page);
	const renewed = async (passphrase: string) => {
		await openProtection(page, passphrase);
		await part(page, "recovery").getByRole("button", { name: vault.protection.recovery.submit }).click();
		const code = await typeCodeBack(page);
		await desk(page).waitFor({ timeout: 30_000 });
		return code;
	};
	const before = await renewed(OTHER);
	const code = await renewed(OTHER);
	expect(code).not.toBe(before);
	await lock(page);
	await unlockForm(page).getByRole("button", { name: vault.unlock.forgotten }).click();
	await page.locator("[name=recovery]").fill(before);
	await page.locator("[name=passphrase]").fill(THIRD);
	await page.locator("[name=repeat]").fill(THIRD);
	await page.locator("[data-vault=recover] [type=submit]").click();
	await expect(page.getByText(vault.recover.wrong)).toBeVisible({ timeout: 30_000 });
	await page.locator("[name=recovery]").fill(code);
	await page.locator("[data-vault=recover] [type=submit]").click();
	await typeCodeBack(page);
	await desk(page).waitFor({ timeout: 30_000 });
	expect(await queueOf(page)).toBe(queue);
	await device.context().setOffline(false);
	await page.evaluate(() => window.dispatchEvent(new Event("online")));
	await expect(dayEntries(page, "registered")).toHaveCount(1, { timeout: 150_000 });
	await page.close();
});

it("[VA-11] the authority has PINs chosen anew: the counter asks at its next contact, and what waited is registered", async () => {
	const page = await device.open("/counter");
	await tryPassphrase(page, THIRD);
	await desk(page).waitFor({ timeout: 30_000 });
	await page.locator("[data-professionals]").click();
	const dialog = page.getByRole("dialog");
	await dialog.locator("[name=passphrase]").fill(THIRD);
	await dialog.getByRole("button", { name: vault.professionals.prove }).click();
	await dialog.locator("[name=professional-name]").fill("Zoé Essai");
	await dialog.locator("[name=professional-rpps]").fill("10003123451");
	await dialog.getByRole("button", { name: vault.professionals.add }).click();
	await takeDuty(page, "135790");
	await device.context().setOffline(true);
	await issue(page);
	await expect(dayEntries(page, "waiting")).toHaveCount(1);

	const operator = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 900 } });
	const link = new URL(await makeConsoleLink(portal, "Mme Essai"));
	const office = await operator.open(link.pathname + link.hash);
	await office.getByRole("link", { name: consoleWords.devices.title }).click();
	const row = office.getByRole("row", { name: /poste 4/ });
	await row.getByRole("button", { name: consoleWords.devices.orderPins }).click();
	await expectAccessibleInBoth(office);
	await office.getByRole("dialog").getByRole("button", { name: consoleWords.pinOrder.submit }).click();
	await expect(row.locator("[data-pin-order]")).toContainText("Mme Essai");
	await expectAccessibleInBoth(office);
	await expect(row.locator("[data-pin-order]")).toHaveAttribute("data-pin-order", "given");

	await expect(page.locator("[data-on-duty]")).toBeVisible();
	await device.context().setOffline(false);
	await page.evaluate(() => window.dispatchEvent(new Event("online")));
	await expect(page.locator("[data-vault=duty]")).toBeVisible({ timeout: 150_000 });
	await takeDuty(page, "8642");
	await expect(dayEntries(page, "registered")).toHaveCount(2, { timeout: 150_000 });
	await expect(async () => {
		await office.reload();
		await expect(row.locator("[data-pin-order]")).toHaveAttribute("data-pin-order", "heeded", { timeout: 5_000 });
	}).toPass({ timeout: 150_000 });
	await expectAccessibleInBoth(office);
	expect(operator.faults).toEqual([]);
	await operator.close();
	await page.close();
});

/** Chooses a PIN, which is asked twice only where there is none. */
async function takeDuty(page: Page, pin: string): Promise<void> {
	await page.locator("[data-vault=duty]").getByRole("button", { name: "Zoé Essai" }).click();
	await page.locator("[name=pin]").fill(pin);
	await page.locator("[name=pin-again]").fill(pin);
	await page.keyboard.press("Enter");
	await expect(page.locator("[data-on-duty]")).toBeVisible({ timeout: 30_000 });
}

it("[VA-12] enrolled anew with phrase and code lost, it is protected anew and issues", async () => {
	const page = await device.open("/counter");
	await unlockForm(page).getByRole("button", { name: vault.unlock.forgotten }).click();
	await expect(page.getByText(vault.recover.noCode)).toBeVisible();
	await page.close();
	await (await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 5" })).close();
	const again = await device.open("/counter");
	await unlockForm(again).getByRole("button", { name: vault.unlock.forgotten }).click();
	await expectAccessibleInBoth(again);
	await again.locator("[data-vault-anew]").getByRole("button").click();
	const protect = again.locator("[data-vault=protect]");
	await expect(protect.getByText(vault.protect.anew.lost)).toBeVisible();
	await expectAccessibleInBoth(again);
	await protect.locator("[name=passphrase]").fill(OTHER);
	await protect.locator("[name=repeat]").fill(OTHER);
	await protect.locator("[type=submit]").click();
	await typeCodeBack(again);
	await desk(again).waitFor({ timeout: 30_000 });
	const before = (await registered()).length;
	await issue(again);
	await expect.poll(async () => (await registered()).length, { timeout: 150_000 }).toBe(before + 1);
	await lock(again);
	await tryPassphrase(again, OTHER);
	await desk(again).waitFor({ timeout: 30_000 });
	await again.close();
});

const registered = () => queryPortal(portal.databaseUrl, "SELECT key FROM records WHERE state = 'registered'");

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
