import { expect } from "@playwright/test";
import axe from "axe-core";
import { LOCALES, type Locale } from "@/lib/shared/locale";
import type { Evaluated } from "./screen";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

type Violation = readonly [rule: string, places: readonly string[]];

/** WCAG 2.2 AA, as far as axe can tell; names the rule and the place. */
export async function expectAccessible(page: Evaluated): Promise<void> {
	await page.evaluate(endTransitions);
	await page.evaluate(`(() => { ${axe.source} })()`);
	expect(await page.evaluate(violations, RULES)).toEqual([]);
}

/** In each language in turn, as the page is: what is open stays open, what is typed stays typed. Ends in the language it began in. */
export async function expectAccessibleInBoth(page: Evaluated): Promise<void> {
	const before = await page.evaluate(() => document.documentElement.lang);
	for (const locale of LOCALES.toSorted((a, b) => Number(a === before) - Number(b === before))) {
		await page.evaluate(choose, locale);
		await expectAccessible(page);
	}
}

/** Runs in the page. As another page of this browser would: a dialog keeps the page's own switch from being pressed. */
async function choose(locale: Locale): Promise<void> {
	localStorage.setItem("relais.locale", locale);
	dispatchEvent(new Event("storage"));
	// Until it is drawn: the language of the page is set after everything in it.
	while (document.documentElement.lang !== locale) await new Promise(requestAnimationFrame);
}

/** Runs in the page. Half way from one theme to the next a colour is neither's. */
async function endTransitions(): Promise<void> {
	const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
	// One in a part that is not drawn never ends.
	const late = new Promise((resolve) => setTimeout(resolve, 1000));
	await Promise.race([Promise.allSettled(transitions.map(({ finished }) => finished)), late]);
}

/** Runs in the page, once axe is there. */
async function violations(values: string[]): Promise<Violation[]> {
	const { axe: there } = globalThis as unknown as { axe: typeof axe };
	const { violations: found } = await there.run(document, { runOnly: { type: "tag", values } });
	return found.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(" "))]);
}
