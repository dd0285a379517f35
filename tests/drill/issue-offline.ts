/**
 * The counter while the portal is dead: thirty people, some of whom lose their tab between the click and the sheet.
 *
 * A tab is killed as the system kills one: its process ends at once. What then stands in the list was issued and gets
 * its sheet again; what does not was not, and is typed again. Nobody gets two sheets.
 */
import type { Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { killTab, type TestDevice } from "../support/browser";
import {
	dayEntries,
	fillForm,
	issueButton,
	nextButton,
	openCounter,
	type Person,
	photographSheet,
	printedSheet,
	readSheet,
	type SheetTexts,
} from "../support/counter-page";
import { readCodes } from "../support/read-codes";
import type { Paper } from "../support/studio";

const { counter } = messages.fr;

/** One person's sheet, as it came out of the printer. */
export type IssuedSheet = SheetTexts & {
	readonly person: Person;
	/** Scanned off the sheet. */
	readonly rp1: string;
	readonly paper: Paper;
};

/** Which people lose their tab, and how long after the click, milliseconds. */
const KILLS: ReadonlyMap<number, number> = new Map([
	[3, 0],
	[8, 10],
	[13, 25],
	[17, 50],
	[21, 90],
	[26, 160],
]);

export async function issueOffline(
	device: TestDevice,
	{ people, say }: { readonly people: readonly Person[]; readonly say: (text: string) => void },
): Promise<readonly IssuedSheet[]> {
	const sheets: IssuedSheet[] = [];
	let page = await openCounter(device);
	for (const [i, person] of people.entries()) {
		await fillForm(page, person);
		const delay = KILLS.get(i);
		if (delay === undefined) await issue(page);
		else page = await issueThroughKill(device, page, { known: sheets.length, delay, say });
		sheets.push(await takeSheet(page, person));
		await startNext(page);
		if (sheets.length % 10 === 0) say(`  ${sheets.length} issued`);
	}
	const listed = await dayEntries(page).count();
	if (listed !== people.length) throw new Error(`the counter lists ${listed} of ${people.length}`);
	await page.close();
	return sheets;
}

async function issue(page: Page): Promise<void> {
	await issueButton(page).click();
	await page.locator("#issued-title").waitFor();
}

type Kill = {
	/** Entries in the list before this one. */
	readonly known: number;
	readonly delay: number;
	readonly say: (text: string) => void;
};

/** Answers the page on which the sheet is. */
async function issueThroughKill(device: TestDevice, page: Page, kill: Kill): Promise<Page> {
	const { known, delay, say } = kill;
	await issueButton(page).click({ noWaitAfter: true });
	await page.waitForTimeout(delay);
	await killTab(page);
	const fresh = await openCounter(device);
	const listed = await dayEntries(fresh).count();
	if (listed === known) {
		say(`  tab killed ${delay} ms after the click: nothing was issued, and nothing has to be typed again`);
		await fresh.locator("[data-person]").click();
		await fresh.locator("[name='result']").selectOption("negative");
		await issue(fresh);
		return fresh;
	}
	if (listed !== known + 1) throw new Error(`the counter lists ${listed} after ${known}: one was issued twice`);
	say(`  tab killed ${delay} ms after the click: it was issued, its sheet is printed again`);
	await dayEntries(fresh).first().click();
	await fresh.getByRole("button", { name: counter.entry.reprint, exact: true }).click();
	await printedSheet(fresh).waitFor({ state: "attached" });
	await fresh.keyboard.press("Escape");
	return fresh;
}

async function takeSheet(page: Page, person: Person): Promise<IssuedSheet> {
	const texts = await readSheet(page);
	const paper = await photographSheet(page);
	const rp1 = (await readCodes(paper.png)).find((text) => text.startsWith("RP1:"));
	if (rp1 === undefined) throw new Error("the code on the sheet cannot be scanned");
	return { ...texts, person, rp1, paper };
}

async function startNext(page: Page): Promise<void> {
	await nextButton(page).first().click();
	await page.locator("[name='family']").waitFor();
}
