import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** WCAG 2.2 AA, as far as axe can tell; names the rule and the place. */
export async function expectAccessible(page: Page): Promise<void> {
	await page.evaluate(endTransitions);
	const { violations } = await new AxeBuilder({ page })
		.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
		.analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target.join(" "))])).toEqual([]);
}

/** Runs in the page. Half way from one theme to the next a colour is neither's. */
async function endTransitions(): Promise<void> {
	const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
	// One in a part that is not drawn never ends.
	const late = new Promise((resolve) => setTimeout(resolve, 1000));
	await Promise.race([Promise.allSettled(transitions.map(({ finished }) => finished)), late]);
}
