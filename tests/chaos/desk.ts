/** Somebody at the counter who only ever looks at the screen: types, issues, and after each blow goes on with what is there. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import type { TestDevice } from "../support/browser";
import { minutesAgo, nextBirth, openCounter, printedSheet, typePerson } from "../support/counter-page";
import type { TestPortal } from "../support/portal";
import { familyOf } from "./plan";
import type { Witness } from "./witness";

const { open } = messages.fr.day;
const { again } = messages.fr.entry;
const { strip } = messages.fr.counter;

/** What is in front of somebody for this long does not come any more. */
const PATIENCE_MS = 90_000;

export type Person = { readonly family: string; readonly birth: string };

export class Desk {
	readonly portal: TestPortal;
	readonly counter: TestDevice;
	readonly witness: Witness;
	readonly people: Person[] = [];
	/** The first one is worked at. */
	#pages: readonly Page[] = [];

	constructor({ portal, counter, witness }: Pick<Desk, "portal" | "counter" | "witness">) {
		this.portal = portal;
		this.counter = counter;
		this.witness = witness;
	}

	get page(): Page {
		const [page] = this.#pages;
		if (page === undefined) throw new Error("no page is open");
		return page;
	}

	/** Two tabs in a browser that was just started. */
	async open(): Promise<void> {
		await this.witness.watch(this.counter.context());
		this.#pages = [await openCounter(this.counter), await openCounter(this.counter)];
		await this.page.bringToFront();
	}

	/** The page that was worked at is gone: another one takes its place. */
	async replace(fresh: boolean): Promise<void> {
		const [, ...rest] = this.#pages;
		const opened = await openCounter(this.counter);
		this.#pages = fresh ? [opened, ...rest] : [...rest, opened];
		await this.page.bringToFront();
	}

	async type(): Promise<Person> {
		const person = { family: familyOf(this.people.length).toUpperCase(), birth: nextBirth() };
		this.people.push(person);
		await typePerson(this.page, person.family.toLowerCase(), person.birth);
		return person;
	}

	async issueInPeace(): Promise<void> {
		const person = await this.type();
		await this.page.keyboard.press("F9");
		await this.finish(person);
	}

	/** Until this person's sheet was seen and the form is free for the next one. */
	async finish(person: Person): Promise<void> {
		const end = performance.now() + PATIENCE_MS;
		while (!(await this.#step(person))) {
			if (performance.now() > end) throw new Error(`no end: ${JSON.stringify(await look(this.page))}`);
			await sleep(40);
		}
	}

	/** Whether nothing is left to do. */
	async #step(person: Person): Promise<boolean> {
		const { page } = this;
		const shown = await look(page);
		if (shown.sheet) await page.keyboard.press("F4");
		else if (shown.busy) return false;
		else if (shown.offered !== undefined) await this.#handOver(shown.offered);
		else if (shown.form === person.family) await this.#issueAgain(person, shown.asks);
		else if (this.witness.hasSeen(person.family)) return shown.form === "";
		else await page.locator("[data-person]").filter({ hasText: person.family }).evaluateAll(pressFirst);
		return false;
	}

	/** What stands in the form is completed as somebody reads it: the last keys may not have reached the disk. */
	async #issueAgain({ birth }: Person, asks: boolean): Promise<void> {
		const { page } = this;
		if (asks) return page.keyboard.press("F9");
		await page.locator("[name='given']").fill("Camille Aimée");
		await page.locator("[name='birth']").fill(birth);
		await page.locator("[name='sex']").selectOption("F");
		await page.locator("[name='consent']").check();
		await page.locator("[name='moment']").fill(await minutesAgo(page, 20));
		await page.locator("[name='result']").selectOption("negative");
		await page.keyboard.press("F9");
	}

	/** Prints what the counter offers, and then says that it was handed over. What is asked may be settled meanwhile. */
	async #handOver(offered: NonNullable<Shown["offered"]>): Promise<void> {
		const { page } = this;
		const press = (name: string | RegExp) => page.getByRole("button", { name, exact: true }).evaluateAll(pressFirst);
		if (offered === "several") return press(open.list);
		const one = offered === "one";
		await press(one ? open.print : /^Imprimer (la feuille|les \d+ feuilles)$/);
		if ((await printedSheet(page).count()) > 0) await press(one ? open.handed : open.handedChosen);
	}

	/** Clicks as somebody does who sees that the portal is back. */
	async tryNow(): Promise<void> {
		const name = strip.tryNow;
		await this.page.getByRole("button", { name, exact: true }).evaluateAll(pressFirst);
	}
}

type Shown = {
	/** A sheet is on the screen. */
	readonly sheet: boolean;
	readonly busy: boolean;
	/** The counter asks what became of a sheet, or of several, or shows which. */
	readonly offered: "one" | "several" | "dialog" | undefined;
	/** It asks whether this is a second act. */
	readonly asks: boolean;
	/** Family name in the form. */
	readonly form: string | undefined;
};

function look(page: Page): Promise<Shown> {
	return page.evaluate(
		({ one, several, issueAgain }): Shown => {
			const buttons = [...document.querySelectorAll("button")].map((button) => button.textContent ?? "");
			const offered = buttons.includes(one) ? "one" : buttons.includes(several) ? "several" : undefined;
			const issue = document.querySelector<HTMLElement>("[data-issue]");
			return {
				sheet: document.querySelector("main [data-sheet]") !== null,
				busy: issue?.getAttribute("aria-busy") === "true",
				offered: document.querySelector("dialog [data-open-sheets]") === null ? offered : "dialog",
				asks: issue?.textContent?.startsWith(issueAgain) ?? false,
				form: document.querySelector<HTMLInputElement>("[name='family']")?.value,
			};
		},
		{ one: open.handed, several: open.list, issueAgain: again.issue },
	);
}

/** Runs in the page: presses it if it is still there. */
function pressFirst(found: readonly (HTMLElement | SVGElement)[]): void {
	const [first] = found;
	if (first instanceof HTMLElement) first.click();
}
