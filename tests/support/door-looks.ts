/** Every way in which a door may be looked at: language, theme and screen. And what may be wrong with what is seen. */
import { expect, type Page } from "@playwright/test";
import { THEMES } from "@/app/(door)/scan/display/display-choices";
import { LOCALES } from "@/lib/shared/locale";
import { expectAccessible } from "./accessibility";
import { touchFaults } from "./touch-faults";

const SCREENS = {
	small: { width: 320, height: 568 },
	phone: { width: 390, height: 844 },
	lying: { width: 844, height: 390 },
	tablet: { width: 820, height: 1180 },
};

/** Changes a choice that is kept in the browser, as another tab of the same door would. */
export async function choose(page: Page, key: "relais.locale" | "relais.door.theme", value: string): Promise<void> {
	await page.evaluate(
		([name = "", chosen = ""]) => {
			localStorage.setItem(name, chosen);
			dispatchEvent(new StorageEvent("storage", { key: name }));
		},
		[key, value],
	);
}

/**
 * What is on the screen now, on every screen, in every theme and language: whole and large enough. Axe, which is slow,
 * looks at every theme on every screen, and at both languages in each theme and on each screen.
 */
export async function expectGoodLooks(page: Page): Promise<void> {
	const before = page.viewportSize();
	for (const [s, [name, size]] of Object.entries(SCREENS).entries()) {
		await page.setViewportSize(size);
		for (const [t, theme] of THEMES.entries()) {
			await choose(page, "relais.door.theme", theme);
			for (const [l, locale] of LOCALES.entries()) {
				await choose(page, "relais.locale", locale);
				await expect(page.locator("html")).toHaveAttribute("lang", locale);
				await expect(page.locator(".door")).toHaveAttribute("data-theme", theme);
				expect({ name, theme, locale, faults: await faultsOf(page) }).toEqual({
					...{ name, theme, locale, faults: [] },
				});
				if ((s + t) % LOCALES.length === l) await expectAccessible(page);
			}
		}
	}
	await choose(page, "relais.locale", "fr");
	await choose(page, "relais.door.theme", "dark");
	if (before !== null) await page.setViewportSize(before);
}

async function faultsOf(page: Page): Promise<readonly string[]> {
	return [...(await page.evaluate(layoutFaults)), ...(await page.evaluate(touchFaults))];
}

/** Runs in the page. */
function layoutFaults(): readonly string[] {
	const faults: string[] = [];
	const name = (element: Element) => (element.textContent ?? "").trim().slice(0, 24);

	/** Seen whole: inside the window and not under something else. */
	for (const element of document.querySelectorAll("[data-word], [data-person], [data-primary]")) {
		if (element.closest("[inert]") !== null) continue;
		const box = element.getBoundingClientRect();
		const inside = box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight + 0.5 && box.right <= innerWidth + 0.5;
		if (!inside) faults.push(`${name(element)} is not on the screen whole`);
		for (const [x, y] of [
			[box.left + 2, box.top + 2],
			[box.right - 2, box.bottom - 2],
		] as const) {
			const top = document.elementFromPoint(x, y);
			const dialog = document.querySelector("dialog[open]");
			if (dialog === null && top !== null && !element.contains(top) && !top.contains(element)) {
				faults.push(`${name(element)} lies under ${name(top)}`);
			}
		}
		if (element.scrollWidth > element.clientWidth + 1) faults.push(`${name(element)} is cut`);
	}
	const { activeElement } = document;
	if (activeElement === null || activeElement === document.body) faults.push("the focus fell to the body");
	return faults;
}
