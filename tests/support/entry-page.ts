/** The counter's form by keyboard, every key counted. */
import { expect, type Page } from "@playwright/test";
import type { TestDevice } from "./browser";
import { unlockCounter } from "./counter-page";

/** A counter whose clock the test moves on. */
export async function openAtOwnTime(of: TestDevice, origin: string): Promise<Page> {
	const page = await of.context().newPage();
	await page.clock.install();
	await page.goto(`${origin}/counter`);
	await unlockCounter(page);
	const family = page.locator("[name='family']");
	await expect(family).toBeFocused({ timeout: 30_000 });
	// Whatever act the test before left behind.
	const antigen = page.locator("[name='act'][value='antigen']");
	if (!(await antigen.isChecked())) {
		await antigen.check({ force: true });
		await family.focus();
	}
	return page;
}

/** Counts keys: those of what is typed about the person, and those beyond. */
export function keyboardOf(page: Page) {
	let beyond = 0;
	return {
		/** Data, and Enter behind it. */
		type: async (...texts: readonly string[]) => {
			for (const text of texts) {
				await page.keyboard.type(text);
				await page.keyboard.press("Enter");
				beyond++;
			}
		},
		/** Data that needs no Enter. */
		choose: (text: string) => page.keyboard.type(text),
		press: async (...keys: readonly string[]) => {
			for (const key of keys) await page.keyboard.press(key);
			beyond += keys.length;
		},
		beyond: () => beyond,
	};
}

/** Sampled, agreed, and the next person's turn. */
export async function sample(page: Page, family: string, product?: string): Promise<void> {
	const keys = keyboardOf(page);
	await keys.type(family, "Camille", "3/2/1990", "F");
	await expect(page.locator("[name='consent']")).toBeFocused();
	await keys.press("Space");
	if (product !== undefined) {
		await keys.press("Enter");
		await keys.type(product);
	}
	await keys.press("F4");
	await expect(page.locator("[name='family']")).toBeFocused();
	await expect(page.locator("[name='family']")).toHaveValue("");
}
