/** The vault of a counter as people meet it: the locked screen, the desk behind it, the dialog that protects it. */
import { expect, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";

const { counter, vault } = messages.fr;

export const unlockForm = (page: Page) => page.locator("[data-vault=unlock]");
export const desk = (page: Page) => page.getByRole("heading", { name: counter.list.title });

export async function lock(page: Page): Promise<void> {
	await page.locator("[data-lock]").click();
	await unlockForm(page).waitFor();
}

/** What comes of it is for the caller to look at. */
export async function tryPassphrase(page: Page, passphrase: string): Promise<void> {
	await unlockForm(page).locator("[name=passphrase]").fill(passphrase);
	await unlockForm(page).locator("[type=submit]").click();
}

/** Opens the dialog and proves the passphrase. */
export async function openProtection(page: Page, passphrase: string): Promise<void> {
	await page.locator("[data-protection-button]").click();
	const dialog = page.getByRole("dialog");
	await expect(dialog.locator("[name=passphrase]")).toBeFocused();
	await dialog.locator("[name=passphrase]").fill(passphrase);
	await dialog.getByRole("button", { name: vault.protection.prove }).click();
}
