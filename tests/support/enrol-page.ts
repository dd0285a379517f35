/** The page of an enrolment as a person meets it in any browser. Speaks both catalogues. */
import { expect, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { LOCALES, type Locale } from "@/lib/shared/locale";
import { expectAccessible } from "./accessibility";
import { choose } from "./door-looks";

export const codeOf = (link: string) => new URL(link).hash.slice(1).split(".")[0] ?? "";
export const rootOf = (link: string) => new URL(link).hash.split(".")[1] ?? "";
export const codeField = (page: Page) => page.locator("[name=code]");
export const labelField = (page: Page) => page.locator("[name=label]");
export const readCode = async (page: Page) => (await codeField(page).inputValue()).replaceAll(" ", "");

/** Every language in turn; the page is left in French. */
export async function inBoth(page: Page, look: (text: (typeof messages)[Locale]) => Promise<void>) {
	for (const locale of LOCALES) {
		await choose(page, "relais.locale", locale);
		await expect(page.locator("html")).toHaveAttribute("lang", locale);
		await look(messages[locale]);
		await expectAccessible(page);
	}
	await choose(page, "relais.locale", "fr");
}

export async function stayInThisBrowser(page: Page): Promise<void> {
	const stay = page.getByRole("button", { name: messages.fr.enrol.here.stay });
	await expect(codeField(page).or(stay)).toBeVisible();
	if (await stay.isVisible()) await stay.click();
	await expect(codeField(page)).toBeVisible();
}

export async function giveName(page: Page, label: string): Promise<void> {
	await stayInThisBrowser(page);
	await labelField(page).fill(label);
	await page.getByRole("button", { name: messages.fr.enrol.submit, exact: true }).click();
}

/** The next browser knows nothing of this one. */
export async function startAfresh(page: Page): Promise<void> {
	await page.evaluate(
		() =>
			new Promise<void>((resolve, reject) => {
				localStorage.clear();
				sessionStorage.clear();
				const deletion = indexedDB.deleteDatabase("relais");
				deletion.onsuccess = () => resolve();
				deletion.onerror = () => reject(deletion.error);
			}),
	);
	await page.close();
}
