/** One workstation of the pharmacy on that day: who is at it, whom it issued to, and each sheet as it was printed. */
import type { Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { readQueueFile } from "@/lib/outbox/queue-file";
import type { TestDevice } from "../support/browser";
import { PASSPHRASE, printedSheet, typePerson } from "../support/counter-page";
import { type Paper, readPaper } from "./read-paper";

const { counter, vault } = messages.fr;

export type Professional = { readonly name: string; readonly rpps: string; readonly pin: string };

export class Workstation {
	readonly device: TestDevice;
	/** In the order in which they came out of the printer. */
	readonly papers: Paper[];
	#page: Page | undefined;
	#who: Professional | undefined;

	constructor(device: TestDevice, papers: Paper[]) {
		this.device = device;
		this.papers = papers;
	}

	get page(): Page {
		if (this.#page === undefined) throw new Error("this workstation is closed");
		return this.#page;
	}

	/** Opens the counter as on a morning: the passphrase, and who is there if it asks. */
	async open(who?: Professional): Promise<Page> {
		this.#page = await this.device.open("/counter");
		const unlock = this.page.locator("[data-vault=unlock]");
		await unlock.or(this.#duty()).or(this.#list()).first().waitFor({ timeout: 60_000 });
		if (await unlock.isVisible()) {
			await unlock.locator("[name=passphrase]").fill(PASSPHRASE);
			await unlock.locator("[type=submit]").click();
		}
		await this.#arrive(who);
		return this.page;
	}

	async closePage(): Promise<void> {
		await this.page.close();
		this.#page = undefined;
	}

	/** Lists a professional, who then chooses a PIN. */
	async list(person: Professional): Promise<void> {
		const { page } = this;
		await page.locator("[data-professionals]").click();
		const dialog = page.getByRole("dialog");
		await dialog.locator("[name=passphrase]").fill(PASSPHRASE);
		await dialog.getByRole("button", { name: vault.professionals.prove }).click();
		await dialog.locator("[name=professional-name]").fill(person.name);
		await dialog.locator("[name=professional-rpps]").fill(person.rpps);
		await dialog.getByRole("button", { name: vault.professionals.add }).click();
		const listed = page.locator("[data-vault=duty]").or(dialog.locator("li").filter({ hasText: person.name }));
		await listed.first().waitFor({ timeout: 60_000 });
		if (await dialog.isVisible()) await page.keyboard.press("Escape");
		await this.take(person);
	}

	/** Another professional comes to this workstation. */
	async take(who: Professional): Promise<void> {
		const change = this.page.locator("[data-on-duty]");
		await change.or(this.#duty()).first().waitFor({ timeout: 60_000 });
		if (await change.isVisible()) await change.click();
		// The list is still there until the page has drawn the question.
		await this.#duty().waitFor({ timeout: 60_000 });
		await this.#arrive(who);
		await this.page.locator(`[data-on-duty='${who.rpps}']`).waitFor({ timeout: 60_000 });
	}

	/** One act for each name, by keyboard; each sheet is read off the paper. */
	async issue(...families: readonly string[]): Promise<void> {
		for (const family of families) {
			await this.type(family);
			await this.page.keyboard.press("F9");
			await this.takeSheet(family);
		}
	}

	/** Somebody comes to it again: after five minutes it asks who. */
	async back(): Promise<void> {
		await this.page.bringToFront();
		await this.#arrive(this.#who);
		// Whoever pressed a button that went away since has to take up the form again.
		await this.page.locator("[name='family']").focus();
	}

	async type(family: string): Promise<void> {
		await this.back();
		await typePerson(this.page, family);
	}

	/** What lies in the folder that it copies each act to, once there are that many. */
	async copied(acts: number): Promise<string> {
		for (;;) {
			const text = await this.page.evaluate(readCopy);
			if (readQueueFile(text)?.records.length === acts) return text;
			await this.page.waitForTimeout(100);
		}
	}

	/** The sheet that is on the screen goes to the printer and into somebody's hand. */
	async takeSheet(family: string): Promise<void> {
		await this.page.locator("main [data-sheet]").filter({ hasText: family.toUpperCase() }).waitFor({ timeout: 60_000 });
		await this.readPrinted(family);
		await this.page.keyboard.press("F4");
		await this.page.locator("[name='family']").waitFor();
	}

	async readPrinted(family: string): Promise<void> {
		await printedSheet(this.page).filter({ hasText: family.toUpperCase() }).waitFor({ state: "attached" });
		this.papers.push(await readPaper(this.page, family.toUpperCase()));
	}

	/** Types what is asked for until the list of the day is there. */
	async #arrive(who: Professional | undefined): Promise<void> {
		const { page } = this;
		this.#who = who;
		await this.#duty().or(this.#list()).first().waitFor({ timeout: 60_000 });
		if (!(await this.#duty().isVisible())) return;
		if (who === undefined) throw new Error("the counter asks who is there");
		await page.locator("[data-vault=duty]").getByRole("button", { name: who.name }).click();
		await page.locator("[name=pin]").fill(who.pin);
		const again = page.locator("[name=pin-again]");
		if (await again.isVisible()) await again.fill(who.pin);
		await page.keyboard.press("Enter");
		await this.#list().waitFor({ timeout: 60_000 });
	}

	#duty() {
		return this.page.locator("[data-vault=duty]");
	}

	#list() {
		return this.page.getByRole("heading", { name: counter.list.title });
	}
}

/** Runs in the page. */
async function readCopy(): Promise<string> {
	const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("copie", { create: true });
	for await (const file of folder.values()) if (file.kind === "file") return (await file.getFile()).text();
	return "";
}
