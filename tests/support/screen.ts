/**
 * What the supports need of a page, whichever browser shows it: Playwright's pages are one, those of tests/browsers are
 * another. Names and meanings are Playwright's.
 */
import type { Page } from "@playwright/test";

export type Screen = Within & {
	readonly evaluate: Page["evaluate"];
	readonly keyboard: Keyboard;
	reload(): Promise<unknown>;
	close(): Promise<void>;
};

/** A page that answers what is evaluated in it, and nothing else. */
export type Evaluated = Pick<Screen, "evaluate">;

type Within = {
	locator(css: string): Located;
	getByRole(role: "button" | "heading" | "img" | "link", options?: { name: string; exact?: boolean }): Located;
	getByText(text: string, options?: { exact: boolean }): Located;
	getByLabel(text: string, options?: { exact: boolean }): Located;
};

type Keyboard = {
	/** `delay` between two keys, milliseconds. */
	type(text: string, options?: { delay: number }): Promise<void>;
	press(key: string): Promise<void>;
};

/** An element, looked for anew at each use. */
export type Located = Within & {
	click(): Promise<void>;
	check(options?: { force: boolean }): Promise<void>;
	fill(text: string): Promise<void>;
	press(key: string): Promise<void>;
	pressSequentially(text: string, options?: { delay: number }): Promise<void>;
	selectOption(value: string): Promise<unknown>;
	waitFor(options?: { state?: "attached" | "detached" | "visible"; timeout?: number }): Promise<void>;
	isVisible(): Promise<boolean>;
	count(): Promise<number>;
	textContent(): Promise<string | null>;
	getAttribute(name: string): Promise<string | null>;
	/** PNG. */
	screenshot(): Promise<Buffer>;
	first(): Located;
	or(other: Located): Located;
};

/** A browser with a lasting profile of its own. */
export type ScreenDevice<Shown extends Screen = Screen> = {
	open(place: string): Promise<Shown>;
};
