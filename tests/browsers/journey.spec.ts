/**
 * The weekend in another engine: enrolled and issued with the portal, without it and after a restart; checked at the
 * door three ways; registered once; held offline.
 */
import { expect } from "@playwright/test";
import { decodeHc1 } from "@/lib/formats/hc1/decode-hc1";
import { messages } from "@/lib/i18n/messages";
import { attestationId, compareRecords, countCheckIns, countRegistered } from "../drill/compare";
import { expectAccessible } from "../support/accessibility";
import {
	dayEntries,
	enrolDevice,
	fillForm,
	issueButton,
	nextButton,
	openCounter,
	type Person,
	readSheet,
	type SheetTexts,
} from "../support/counter-page";
import { confirmSame, nextPerson, openDoor, startPost, typeCode, verdictAfter } from "../support/door-page";
import { PHONE } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { openPass } from "../support/holder-page";
import { canPrint, printedPages } from "../support/printed-pdf";
import { readCodes } from "../support/read-codes";
import { scanByWedge } from "../support/wedge-scanner";
import { type BrowserUnderTest, openBrowser } from "./device";
import type { BrowserPage } from "./page/browser-page";
import { it } from "./test";

const { holder } = messages.fr;

const person = (family: string, birth: string): Person => ({
	family,
	given: "Camille",
	birth,
	sex: "F",
	act: "antigen",
});
const PEOPLE = {
	before: person("AVANT", "1990-02-03"),
	during: person("PENDANT", "1985-11-30"),
	restarted: person("REDEMARRE", "1972-06-15"),
};

type Issued = SheetTexts & { readonly person: Person; readonly rp1: string };

let counter: BrowserUnderTest;
let door: BrowserUnderTest;
let phone: BrowserUnderTest;
let desk: BrowserPage;
let gate: BrowserPage;
const sheets: Issued[] = [];

it.describe.configure({ mode: "serial" });
it.beforeAll(async ({ engine, portal: { origin } }) => {
	it.setTimeout(600_000);
	counter = await openBrowser(engine, { origin });
	door = await openBrowser(engine, { origin, camera: "drawn", viewport: PHONE });
	phone = await openBrowser(engine, { origin, viewport: PHONE });
});
it.afterAll(async () => {
	for (const browser of [counter, door, phone]) await browser?.close();
});

async function issue(to: Person): Promise<Issued> {
	await fillForm(desk, to);
	await issueButton(desk).click();
	await desk.locator("#issued-title").waitFor();
	const texts = await readSheet(desk);
	const sheet = { ...texts, person: to, rp1: await scanSheet() };
	sheets.push(sheet);
	return sheet;
}

/** Off the screen, as a camera does: it looks until it has read. */
async function scanSheet(): Promise<string> {
	let rp1 = "";
	const look = async () => {
		rp1 = (await readCodes(await desk.screenshot())).find((text) => text.startsWith("RP1:")) ?? "";
		return rp1;
	};
	await expect.poll(look).toContain("RP1:");
	return rp1;
}

async function callNext(): Promise<void> {
	await nextButton(desk).first().click();
	await desk.locator("[name='family']").waitFor();
}

function sheetOf(wanted: Person): Issued {
	const sheet = sheets.find((one) => one.person === wanted);
	if (sheet === undefined) throw new Error("this person has no sheet");
	return sheet;
}

const expectInside = (count: number) =>
	expect.poll(() => gate.locator("[data-count]").getAttribute("data-count")).toBe(String(count));

it("a counter enrols and is ready offline", async ({ portal }) => {
	const page = await enrolDevice(counter, { link: (await portal.links()).counter, label: "poste 1" });
	expect(await page.evaluate(() => navigator.storage.persisted())).toBe(true);
	await expectAccessible(page);
	await page.close();
});

it("it issues while the portal is there, and what it issued is registered", async ({ portal }) => {
	desk = await openCounter(counter);
	await expectAccessible(desk);
	await issue(PEOPLE.before);
	await expectAccessible(desk);
	await expect.poll(() => countRegistered(portal.databaseUrl), { timeout: 60_000 }).toBe(1);
});

it("the sheet is one page of paper, and both of its codes are read off it", async ({ engine }) => {
	const { print } = desk;
	it.skip(print === undefined, `${engine.name} prints nothing without a person`);
	it.skip(!(await canPrint()), "needs pdftoppm. On Debian: apt-get install poppler-utils");
	const pages = await printedPages((await print?.()) ?? new Uint8Array());
	expect(pages).toHaveLength(1);
	const { rp1, holderLink } = sheetOf(PEOPLE.before);
	expect(new Set(await readCodes(pages[0] ?? new Uint8Array()))).toEqual(new Set([rp1, holderLink]));
});

it("a door enrols, takes up its post and has its keys", async ({ portal }) => {
	const page = await enrolDevice(door, { link: (await portal.links()).door, label: "entrée A" });
	await page.close();
	await (await startPost(door)).close();
});

it("with the portal dead the counter issues, also after a cold start", async ({ portal }) => {
	await callNext();
	await portal.kill();
	await issue(PEOPLE.during);
	await callNext();
	await desk.close();
	await counter.restart();
	desk = await openCounter(counter);
	await issue(PEOPLE.restarted);
	await callNext();
	expect(new Set(sheets.map(({ rp1 }) => attestationId(rp1))).size).toBe(3);
});

it("with the portal dead the door opens after a cold start and admits by its camera", async () => {
	await door.restart();
	gate = await openDoor(door);
	await expectAccessible(gate);
	const verdict = await verdictAfter(gate, () => show(gate, sheetOf(PEOPLE.before).rp1));
	expect(verdict.outcome).toBe("admitted");
	expect(verdict.text).toContain("AVANT");
	await show(gate, undefined);
	await expectInside(1);
});

it("it admits by a hand scanner, and knows a paper again after a reload", async () => {
	const scan = () => scanByWedge(gate, sheetOf(PEOPLE.during).rp1, "azerty");
	expect(await verdictAfter(gate, scan)).toMatchObject({ outcome: "admitted" });
	await expectInside(2);
	await gate.reload();
	await gate.locator("[data-keys]").waitFor();
	expect(await verdictAfter(gate, scan)).toMatchObject({ outcome: "alreadyIn" });
	await expectAccessible(gate);
	await expectInside(2);
});

it("it compares by a typed check code", async () => {
	await nextPerson(gate);
	const verdict = await typeCode(gate, sheetOf(PEOPLE.restarted));
	expect(verdict.outcome).toBe("compare");
	await expectAccessible(gate);
	await confirmSame(gate);
	await expectInside(3);
});

it("when the portal is back, everything registers by itself, once", async ({ portal }) => {
	await portal.start();
	await expect.poll(() => countRegistered(portal.databaseUrl), { timeout: 150_000, intervals: [1000] }).toBe(3);
	const ids = sheets.map(({ rp1 }) => attestationId(rp1));
	expect(await compareRecords(portal.databaseUrl, ids)).toEqual({ registered: 3, lost: 0, duplicated: 0 });
	await expect.poll(() => dayEntries(desk, "registered").count()).toBe(3);
	await expect
		.poll(() => countCheckIns(portal.databaseUrl), { timeout: 150_000, intervals: [1000] })
		.toEqual(
			new Map([
				["accepted", 2],
				["provisional", 1],
			]),
		);
});

it("the holder opens the pass by the number on the strip and keeps it", async () => {
	const { holderLink: link, stripNumber } = sheetOf(PEOPLE.during);
	expect(decodeHc1(await openPass(phone, { link, stripNumber }))?.dcc?.dob).toBe(PEOPLE.during.birth);
	const page = await phone.open(new URL(link).pathname + new URL(link).hash);
	await page.getByLabel(holder.stripNumber.label).fill(stripNumber);
	await page.getByRole("button", { name: holder.stripNumber.open, exact: true }).click();
	await page.getByRole("button", { name: holder.pass.keep, exact: true }).click();
	await page.getByText(holder.pass.keptHere).first().waitFor();
	await expectAccessible(page);
	// What opens it without a network is fetched beside it.
	await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await page.close();
});

it("the pass that is kept opens with the portal dead, after a cold start", async ({ portal }) => {
	await portal.kill();
	await phone.restart();
	const page = await phone.open("/pass");
	const code = page.getByRole("img", { name: holder.pass.qr });
	await code.waitFor();
	const [text = ""] = await readCodes(await code.screenshot());
	expect(decodeHc1(text)?.dcc?.dob).toBe(PEOPLE.during.birth);
	await page.close();
	await portal.start();
});

it("no page broke the content security policy or threw", async () => {
	for (const page of [desk, gate]) await page.close();
	expect([...counter.faults, ...door.faults, ...phone.faults]).toEqual([]);
});
