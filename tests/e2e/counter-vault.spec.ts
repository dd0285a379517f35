/** A counter behind its passphrase: opening, locking, forgetting, sending while locked, and who is at it. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	fillForm,
	openCounter,
	PASSPHRASE,
	shownSheet,
	typeCodeBack,
	unlockCounter,
} from "../support/counter-page";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { desk, lock, tryPassphrase, unlockForm } from "../support/vault-page";

const { vault } = messages.fr;
const OTHER = "autre phrase longue";
const PERSON = { family: "ESSAI", given: "Camille", birth: "1990-02-03", sex: "F", act: "antigen" } as const;

let portal: TestPortal;
let device: TestDevice;
/** The recovery code on the pharmacy's paper. */
let paper = "";

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 900 } });
	await (await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 2" })).close();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

const registered = () => queryPortal(portal.databaseUrl, "SELECT key FROM records WHERE state = 'registered'");

let issued = 0;

/** For somebody else each time: the counter asks about one that comes twice a day. */
async function issue(page: Page): Promise<void> {
	issued += 1;
	await fillForm(page, { ...PERSON, birth: `199${issued}-02-03` });
	await page.keyboard.press("F9");
	await shownSheet(page);
}

it("[VA-1] the first start asks for a passphrase and has the recovery code typed back, with no network", async () => {
	await device.context().setOffline(true);
	const page = await device.open("/counter");
	await expect(page.locator("[data-vault=protect] [name=passphrase]")).toBeFocused({ timeout: 30_000 });
	await expectAccessibleInBoth(page);
	await page.locator("[name=passphrase]").fill("court");
	await page.getByRole("button", { name: vault.protect.submit, exact: true }).click();
	await expect(page.locator("[name=passphrase]")).toHaveAttribute("aria-invalid", "true");
	await page.locator("[name=passphrase]").fill(PASSPHRASE);
	await page.locator("[name=repeat]").fill(OTHER);
	await page.getByRole("button", { name: vault.protect.submit, exact: true }).click();
	await expect(page.locator("[name=repeat]")).toHaveAttribute("aria-invalid", "true");
	await page.locator("[name=repeat]").fill(PASSPHRASE);
	await page.getByRole("button", { name: vault.protect.submit, exact: true }).click();
	await expect(page.locator("[data-recovery]")).toBeVisible({ timeout: 30_000 });
	await expectAccessibleInBoth(page);
	await page.getByRole("button", { name: vault.recovery.written }).click();
	await page.locator("[name=recovery]").fill("0".repeat(20));
	await page.getByRole("button", { name: vault.recovery.submit }).click();
	await expect(page.locator("[name=recovery]")).toHaveAttribute("aria-invalid", "true");
	await expectAccessibleInBoth(page);
	// Closed before it was typed back: the next opening makes another.
	await page.reload();
	await tryPassphrase(page, PASSPHRASE);
	paper = await typeCodeBack(page);
	await desk(page).waitFor();
	await device.context().setOffline(false);
	await page.close();
});

it("[VA-2] a button locks every page at once; a wrong phrase opens nothing; one page opens the others", async () => {
	const [first, second] = [await openCounter(device), await device.open("/counter")];
	// Not asked again.
	await desk(second).waitFor({ timeout: 30_000 });
	await lock(second);
	for (const page of [first, second]) await expect(unlockForm(page)).toBeVisible();
	await expect(first.getByText("ESSAI")).toHaveCount(0);
	await expectAccessibleInBoth(second);
	await tryPassphrase(second, OTHER);
	await expect(unlockForm(second).getByText(vault.unlock.wrong)).toBeVisible({ timeout: 30_000 });
	await unlockCounter(second);
	await desk(first).waitFor({ timeout: 30_000 });
	await first.close();
	await second.close();
});

it("[VA-5] what waits is sent while the counter is locked, after a restart too, by a key that can do nothing else", async () => {
	let page = await openCounter(device);
	await portal.kill();
	await issue(page);
	await expect(dayEntries(page, "waiting")).toHaveCount(1);
	await lock(page);
	await page.close();
	await device.restart();
	await portal.start();
	page = await device.open("/counter");
	await expect(unlockForm(page)).toBeVisible({ timeout: 30_000 });
	// The tries that failed before it was killed hold it back for up to two minutes.
	await page.evaluate(() => window.dispatchEvent(new Event("online")));
	await expect.poll(async () => (await registered()).length, { timeout: 150_000 }).toBe(1);
	await expect(unlockForm(page)).toBeVisible();
	await unlockCounter(page);
	await expect(dayEntries(page, "registered")).toHaveCount(1);
	await page.close();
});

it("[VA-3] a forgotten phrase: the code on paper opens the counter with all that it holds, and chooses another", async () => {
	await device.restart();
	const page = await device.open("/counter");
	await unlockForm(page).getByRole("button", { name: vault.unlock.forgotten }).click();
	await expectAccessibleInBoth(page);
	await page.locator("[name=recovery]").fill(paper.toLowerCase());
	await page.locator("[name=passphrase]").fill(OTHER);
	await page.locator("[name=repeat]").fill(OTHER);
	await page.locator("[data-vault=recover] [type=submit]").click();
	paper = await typeCodeBack(page);
	await expect(dayEntries(page, "registered")).toHaveCount(1);
	await lock(page);
	await tryPassphrase(page, PASSPHRASE);
	await expect(unlockForm(page).getByText(vault.unlock.wrong)).toBeVisible({ timeout: 30_000 });
	await tryPassphrase(page, OTHER);
	await desk(page).waitFor({ timeout: 30_000 });
	await page.close();
});

it("[VA-7] [VA-8] with a list the counter asks who is there, and the record says who issued", async () => {
	const page = await device.open("/counter");
	await tryPassphrase(page, OTHER);
	await desk(page).waitFor({ timeout: 30_000 });
	await page.locator("[data-professionals]").click();
	const dialog = page.getByRole("dialog");
	await dialog.locator("[name=passphrase]").fill(OTHER);
	await dialog.getByRole("button", { name: vault.professionals.prove }).click();
	await dialog.locator("[name=professional-name]").fill("Zoé Essai");
	await dialog.locator("[name=professional-rpps]").fill("10003123452");
	await dialog.getByRole("button", { name: vault.professionals.add }).click();
	await expect(dialog.locator("[name=professional-rpps]")).toHaveAttribute("aria-invalid", "true");
	await expectAccessibleInBoth(page);
	await dialog.locator("[name=professional-rpps]").fill("100 03 12345 1");
	await dialog.getByRole("button", { name: vault.professionals.add }).click();
	// From the first one on the counter asks.
	await page.locator("[data-vault=duty]").getByRole("button", { name: "Zoé Essai" }).click();
	await expect(page.locator("[name=pin]")).toBeFocused();
	await page.locator("[name=pin]").fill("135790");
	await page.locator("[name=pin-again]").fill("135790");
	await expectAccessibleInBoth(page);
	await page.keyboard.press("Enter");
	await expect(page.locator("[data-on-duty='10003123451']")).toBeVisible({ timeout: 30_000 });
	const before = (await registered()).length;
	await issue(page);
	await expect.poll(async () => (await registered()).length, { timeout: 150_000 }).toBe(before + 1);

	await page.locator("[data-on-duty]").click();
	await page.locator("[data-vault=duty]").getByRole("button", { name: "Zoé Essai" }).click();
	await page.locator("[name=pin]").fill("0000");
	await page.keyboard.press("Enter");
	await expect(page.getByText(vault.duty.fault.wrong)).toBeVisible({ timeout: 30_000 });
	await page.locator("[name=pin]").fill("135790");
	await page.keyboard.press("Enter");
	await desk(page).waitFor({ timeout: 30_000 });
	await page.close();
});

it("[VA-4] an enrolment over this one keeps the vault, and the phrase opens it", async () => {
	const link = (await portal.links()).counter;
	await (await enrolDevice(device, { link, label: "poste 3" })).close();
	const page = await device.open("/counter");
	await tryPassphrase(page, OTHER);
	await page.locator("[data-vault=duty]").getByRole("button", { name: "Zoé Essai" }).click();
	await page.locator("[name=pin]").fill("135790");
	await page.keyboard.press("Enter");
	await expect(dayEntries(page, "registered")).toHaveCount(2, { timeout: 30_000 });
	await issue(page);
	await expect(dayEntries(page, "registered")).toHaveCount(3, { timeout: 150_000 });
	await page.close();
});

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
