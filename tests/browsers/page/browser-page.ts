import type { Page } from "@playwright/test";
import type { Screen } from "../../support/screen";
import type { EngineTab } from "../engines/engine";
import { keyPress } from "./keys";
import { typeText, within } from "./located";

/** A page in any engine: what the supports use of one, and what the engine can do besides. */
export type BrowserPage = Screen & {
	goto(place: string): Promise<void>;
	/** PNG of what is seen. */
	screenshot(): Promise<Buffer>;
	/** PDF of the page on A4; undefined where the engine makes none. */
	readonly print: (() => Promise<Buffer>) | undefined;
};

/** A page under `origin`, on which nothing is open yet. */
export function browserPage(tab: EngineTab, origin: string): BrowserPage {
	return {
		...within(tab, { ways: [[]], first: false }),
		evaluate: evaluateIn(tab),
		keyboard: {
			type: (text, { delay } = { delay: 0 }) => typeText(tab, text, delay),
			press: (key) => tab.keys(keyPress(key)),
		},
		goto: (place) => tab.goto(new URL(place, origin).href),
		reload: () => tab.reload(),
		close: () => tab.close(),
		screenshot: () => tab.screenshot(),
		print: tab.print,
	};
}

/** With one argument that JSON can carry, as Playwright's; a text is an expression. */
function evaluateIn(tab: EngineTab): Page["evaluate"] {
	const evaluate = async (code: unknown, given: unknown) => {
		const source =
			typeof code === "function"
				? `async (argument) => JSON.stringify({ value: await (${code})(JSON.parse(argument)) })`
				: `async () => JSON.stringify({ value: await (${code}) })`;
		return JSON.parse(await tab.call(source, JSON.stringify(given ?? null))).value;
	};
	return evaluate as Page["evaluate"];
}
