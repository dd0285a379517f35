/** Elements of a page in any engine, used as Playwright's are (tests/support/screen.ts). */
import { setTimeout as sleep } from "node:timers/promises";
import type { Located } from "../../support/screen";
import type { EngineTab } from "../engines/engine";
import { findAll, type Path, type Query } from "./find";
import { keyPress } from "./keys";
import { type Aim, aim, choose, guard, isShown, liftGuard, write } from "./touch";

/** How long an element is waited for. Milliseconds. */
const PATIENCE = 30_000;

/** What is done with the elements found: a function that runs in the page, and what it is handed. */
type Work<Given, Value> = { readonly run: (element: HTMLElement, given: Given) => Value; readonly given: Given };

/** Where those elements are looked for that this module gave out. */
const paths = new WeakMap<Located, Path>();

function located(tab: EngineTab, path: Path): Located {
	const where = named(path);
	const all = <Given, Value>({ run, given }: Work<Given, Value>) => onAll<Given, Value>(tab, path, { run, given });
	/** Tries until it is about exactly one element and `done` says so. */
	const until = async <Given, Value>(work: Work<Given, Value>, done: (value: Awaited<Value>) => boolean) => {
		let last: unknown = "it is not there";
		for (const start = performance.now(); performance.now() - start < PATIENCE; await sleep(60)) {
			const values = await all(work);
			if (values.length > 1) throw new Error(`${where}: ${values.length} elements`);
			const [value] = values;
			if (value !== undefined && done(value)) return value;
			if (value !== undefined) last = value;
		}
		throw new Error(`${where}: ${JSON.stringify(last)} after ${PATIENCE / 1000} s`);
	};
	const aimed = async (force: boolean) => {
		const target: Aim = await until({ run: aim, given: { force } }, (value: Aim) => "at" in value);
		if (!("at" in target)) throw new Error(target.hindered);
		return target.at;
	};
	const tapAt = async (force = false) => {
		for (let attempt = 0; attempt < 5; attempt++) {
			const { x, y, width, height } = await aimed(force);
			await all({ run: guard, given: null });
			await tab.tap({ x: x + width / 2, y: y + height / 2 });
			if ((await tab.call(`() => String((${liftGuard})())`, "")) === "true") return;
		}
		throw new Error(`${where}: it never stands still`);
	};
	const focus = () => until({ run: focusOn, given: null }, (focused) => focused);
	const self: Located = {
		...within(tab, path),
		click: () => tapAt(),
		check: async ({ force } = { force: false }) => {
			const [checked] = await all({ run: isChecked, given: null });
			if (checked !== true) await tapAt(force);
			await until({ run: isChecked, given: null }, (now) => now);
		},
		fill: async (text) => void (await until({ run: write, given: text }, (written) => written)),
		press: async (key) => {
			await focus();
			await tab.keys(keyPress(key));
		},
		pressSequentially: async (text, { delay } = { delay: 0 }) => {
			await focus();
			await typeText(tab, text, delay);
		},
		selectOption: (value) => until({ run: choose, given: value }, (chosen) => chosen),
		waitFor: ({ state = "visible", timeout = PATIENCE } = {}) => waitFor(tab, path, { state, timeout }),
		isVisible: async () => (await all({ run: isShown, given: null }))[0] === true,
		count: async () => (await all({ run: isShown, given: null })).length,
		textContent: () => until({ run: textOf, given: null }, () => true),
		getAttribute: (name) => until({ run: attributeOf, given: name }, () => true),
		screenshot: async () => await tab.screenshot(await aimed(true)),
		first: () => located(tab, { ...path, first: true }),
		or: (other) => located(tab, { ways: [...path.ways, ...(paths.get(other)?.ways ?? [])], first: false }),
	};
	paths.set(self, path);
	return self;
}

/** What can be looked for in the whole page, or within what was found. */
export function within(tab: EngineTab, path: Path) {
	const narrowed = (query: Query) =>
		located(tab, { ways: path.ways.map((queries) => [...queries, query]), first: false });
	return {
		locator: (css: string) => narrowed({ by: "css", css }),
		getByRole: (role: string, { name, exact = false }: { name?: string; exact?: boolean } = {}) =>
			narrowed({ by: "role", role, ...(name === undefined ? {} : { name }), exact }),
		getByText: (text: string, { exact } = { exact: false }) => narrowed({ by: "text", text, exact }),
		getByLabel: (text: string, { exact } = { exact: false }) => narrowed({ by: "label", text, exact }),
	};
}

export async function typeText(tab: EngineTab, text: string, delay: number): Promise<void> {
	for (const character of text) {
		await tab.keys(keyPress(character));
		if (delay > 0) await sleep(delay);
	}
}

async function onAll<Given, Value>(
	tab: EngineTab,
	path: Path,
	{ run, given }: Work<Given, Value>,
): Promise<readonly Awaited<Value>[]> {
	const source = `async (argument) => {
		const { path, given } = JSON.parse(argument);
		const found = (${findAll})(path);
		return JSON.stringify(await Promise.all(found.map((element) => (${run})(element, given))));
	}`;
	return JSON.parse(await tab.call(source, JSON.stringify({ path, given })));
}

async function waitFor(
	tab: EngineTab,
	path: Path,
	{ state, timeout }: { state: "attached" | "detached" | "visible"; timeout: number },
): Promise<void> {
	for (const start = performance.now(); performance.now() - start < timeout; await sleep(60)) {
		const shown = await onAll(tab, path, { run: isShown, given: null });
		if (state === "detached" ? shown.length === 0 : state === "attached" ? shown.length > 0 : shown.includes(true))
			return;
	}
	throw new Error(`${named(path)} is not ${state} after ${timeout / 1000} s`);
}

function named({ ways, first }: Path): string {
	const said = ways.map((queries) => queries.map((query) => JSON.stringify(query)).join(" > "));
	return said.join(" or ") + (first ? " (first)" : "");
}

/** These run in the page. */
const focusOn = (element: HTMLElement) => {
	element.focus();
	return document.activeElement === element;
};
const isChecked = (element: HTMLElement) => (element as HTMLInputElement).checked;
const textOf = (element: HTMLElement) => element.textContent;
const attributeOf = (element: HTMLElement, name: string) => element.getAttribute(name);
