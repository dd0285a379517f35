import { expect } from "@playwright/test";
import axe from "axe-core";
import type { Evaluated } from "./screen";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

type Violation = readonly [rule: string, places: readonly string[]];

/** WCAG 2.2 AA, as far as axe can tell; names the rule and the place. */
export async function expectAccessible(page: Evaluated): Promise<void> {
	await page.evaluate(endTransitions);
	await page.evaluate(`(() => { ${axe.source} })()`);
	expect(await page.evaluate(violations, RULES)).toEqual([]);
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
