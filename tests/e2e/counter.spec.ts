/** The counter while the portal is dead: keyboard, wrong input, killed tabs, two tabs, a full disk. */
import { expect, test as it, type Locator, type Page } from "@playwright/test";
import { expectAccessibleInBoth } from "../support/accessibility";
import { killTab, openDevice, type TestDevice } from "../support/browser";
import {
	addProducts,
	dayEntries,
	enrolDevice,
	issueByKeyboard,
	openCounter,
	reloadCounter,
	shownSheet,
	typePerson,
} from "../support/counter-page";
import { holdIssuing, isHeld, storedIndices, storedSheets } from "../support/issuing";
import { openPortal, type TestPortal } from "../support/portal";

let portal: TestPortal;
let device: TestDevice;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 860 } });
	const page = await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 2" });
	await page.close();
	await (await openCounter(device)).close();
	await portal.kill();
	await device.restart();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

/** Next's own announcer is an alert too, and empty. */
const alert = (page: Page, text: string) => page.getByRole("alert").filter({ hasText: text });

/** Going on says that the sheet was handed over: a page that goes before leaves it to be offered again. */
async function closeHanded(page: Page): Promise<void> {
	await page.keyboard.press("F4");
	await expect.poll(async () => (await storedSheets(page)).every(({ fate }) => fate !== null)).toBe(true);
	await page.close();
}
const unseen = (page: Page) => page.getByRole("button", { name: "Oui, remise" });

it("a cold start without a portal: the counter opens, and issues by keyboard alone", async () => {
	const page = await openCounter(device);
	await issueByKeyboard(page);
	await expect(page.getByRole("heading", { name: /délivrée/ })).toBeVisible();
	await expect(page.locator("[data-portal=away]")).toBeVisible();
	await expect(page.getByRole("status").filter({ hasText: "Le portail ne répond pas depuis" })).toBeVisible();
	await expect(dayEntries(page, "waiting")).toHaveCount(1);
	await expectAccessibleInBoth(page);
	// The next person: the form is empty, the device of the test is remembered.
	await page.keyboard.press("F4");
	await expect(page.locator("[name=family]")).toHaveValue("");
	await expect(page.locator("[name=product]")).toHaveValue(/Panbio/);
	await expectAccessibleInBoth(page);
	await page.close();
});

it("what is missing is shown field by field; a positive antigen test has no attestation", async () => {
	const page = await openCounter(device);
	const before = await storedIndices(page);
	await expect(page.locator("[name=family]")).toBeFocused();
	await page.keyboard.press("F9");
	await expect(page.locator("[name=family]")).toHaveAttribute("aria-invalid", "true");
	await expect(page.locator("[name=family]")).toBeFocused();
	await expectAccessibleInBoth(page);
	await typePerson(page);
	await page.locator("[name=result]").selectOption("positive");
	await expect(alert(page, "n’a pas d’attestation")).toBeVisible();
	await page.keyboard.press("F9");
	await expect(page.getByRole("heading", { name: "Résultat positif enregistré" })).toBeVisible();
	await expect(page.locator("[data-sheet]")).toHaveCount(0);
	await expectAccessibleInBoth(page);
	await page.emulateMedia({ media: "print" });
	await expect(page.locator(".paper-only [data-information]")).toContainText("Ce n’est ni une attestation ni un pass");
	await expect(page.locator(".paper-only svg, .paper-only a")).toHaveCount(0);
	await page.emulateMedia({ media: null });
	await expect(page.locator("[data-positives='1']")).toBeVisible();
	expect(await storedIndices(page)).toEqual(before);
	await page.close();
});

it("the marked row of a long list is always in view, and is the one that Enter takes", async () => {
	const page = await openCounter(device);
	await addProducts(page, 40);
	const field = page.locator("[name=product]");
	const list = page.getByRole("listbox");
	const marked = list.getByRole("option", { selected: true });
	await field.focus();
	await page.keyboard.press("ArrowDown");
	for (const press of ["End", "Home", ...Array<string>(25).fill("ArrowDown")]) {
		await page.keyboard.press(press);
		await expect.poll(() => isInView(marked, list)).toBe(true);
	}
	await expectAccessibleInBoth(page);
	const label = (await marked.textContent()) ?? "";
	await page.keyboard.press("Enter");
	await expect(list).toBeHidden();
	await expect(field).toHaveValue(label);
	// Enter went on to the next field, as it does everywhere in the form.
	await expect(page.locator("[name=result]")).toBeFocused();

	// Escape keeps what was chosen; leaving the field takes what the typed text narrows to, whatever its accents.
	await field.focus();
	await page.keyboard.type("panb");
	await page.keyboard.press("Escape");
	await expect(field).toHaveValue(label);
	await page.keyboard.press("ControlOrMeta+a");
	await page.keyboard.type("ésSAi 40");
	await expect(marked).toHaveText(/Essai 40/);
	await page.keyboard.press("Tab");
	await expect(field).toHaveValue(/Essai 40/);
	await page.close();
});

/** Whether a row is within the visible part of its list. */
async function isInView(row: Locator, list: Locator): Promise<boolean> {
	const [inner, outer] = [await row.boundingBox(), await list.boundingBox()];
	if (inner === null || outer === null) return false;
	return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}

it("a double press issues once", async () => {
	const page = await openCounter(device);
	const before = await storedIndices(page);
	await typePerson(page);
	await page.evaluate(() => {
		for (let i = 0; i < 3; i++) window.dispatchEvent(new KeyboardEvent("keydown", { key: "F9" }));
	});
	await shownSheet(page);
	expect(await storedIndices(page)).toHaveLength(before.length + 1);
	await closeHanded(page);
});

for (const moment of ["spent", "sealed"] as const) {
	it(`a tab killed before anything is on the disk (${moment}) issued nothing, and its index is never used`, async () => {
		const page = await openCounter(device);
		const before = await storedIndices(page);
		const last = await issueByKeyboard(page, "avant");
		await page.keyboard.press("F4");
		await holdIssuing(page, moment);
		await typePerson(page);
		await page.keyboard.press("F9");
		await isHeld(page);
		await killTab(page);

		const again = await openCounter(device);
		expect(await storedIndices(again)).toHaveLength(before.length + 1);
		await expect(unseen(again)).toHaveCount(0);
		// The dead tab's number is skipped; its lock is free.
		expect([last, last + 1]).not.toContain(await issueByKeyboard(again));
		await closeHanded(again);
	});
}

it("a tab killed between the disk and the sheet: the sheet that nobody saw is offered, the index is not used again", async () => {
	const page = await openCounter(device);
	const before = await storedIndices(page);
	await holdIssuing(page, "stored");
	await typePerson(page, "perdue");
	await page.keyboard.press("F9");
	await isHeld(page);
	await killTab(page);

	const again = await openCounter(device);
	const stored = await storedIndices(again);
	expect(stored).toHaveLength(before.length + 1);
	await again.getByRole("button", { name: "Imprimer", exact: true }).click();
	const sheet = again.locator(".paper-only [data-sheet]");
	await expect(sheet).toContainText("PERDUE Camille Aimée");
	const number = Number(await sheet.getAttribute("data-sheet"));
	expect(stored.map((index) => Number(index.split(".")[1]))).toContain(number);
	// Printing is no answer: only a person knows whether paper came out.
	await reloadCounter(again);
	await unseen(again).click();
	await expect(unseen(again)).toBeHidden();
	await reloadCounter(again);
	await expect(dayEntries(again)).toHaveCount(stored.length);
	await expect(unseen(again)).toHaveCount(0);
	await issueByKeyboard(again);
	const all = await storedIndices(again);
	expect(new Set(all).size).toBe(stored.length + 1);
	await closeHanded(again);
});

it("two tabs at once never share an index", async () => {
	const tabs = [await openCounter(device), await openCounter(device)];
	for (const tab of tabs) {
		await tab.bringToFront();
		await typePerson(tab);
	}
	await Promise.all(
		tabs.map((tab) => tab.evaluate(() => window.dispatchEvent(new KeyboardEvent("keydown", { key: "F9" })))),
	);
	const numbers = new Set<number>();
	for (const tab of tabs) {
		await tab.bringToFront();
		numbers.add(await shownSheet(tab));
	}
	expect(numbers.size).toBe(2);
	for (const tab of tabs) await tab.close();
});

it("a tab waits while another one is at it, and goes on with the next index when that one dies", async () => {
	const [first, second] = [await openCounter(device), await openCounter(device)];
	const before = await storedIndices(first);
	await first.bringToFront();
	await holdIssuing(first, "stored");
	await typePerson(first);
	await first.keyboard.press("F9");
	await isHeld(first);

	await second.bringToFront();
	await typePerson(second);
	await second.keyboard.press("F9");
	await expect(second.getByRole("button", { name: "Enregistrement sur cet appareil…" })).toBeVisible();
	await killTab(first);
	await shownSheet(second);
	const stored = await storedIndices(second);
	expect(stored).toHaveLength(before.length + 2);
	expect(new Set(stored).size).toBe(stored.length);
	await second.close();
});

it("a full disk issues nothing and shows no sheet; what was typed is still there", async () => {
	// A running browser goes by the room that it found half a minute ago: this one finds none from the start.
	await device.restart();
	const [keeper = await device.open("/")] = device.context().pages();
	const session = await device.context().newCDPSession(keeper);
	await session.send("Storage.overrideQuotaForOrigin", { origin: portal.origin, quotaSize: 1 });
	const page = await openCounter(device);
	const before = await storedIndices(page);
	await typePerson(page);
	await page.keyboard.press("F9");
	await expect(alert(page, "Le disque est plein")).toBeVisible();
	await expect(page.locator("[data-sheet]")).toHaveCount(0);
	await expect(page.locator("[name=family]")).toHaveValue("ESSAI");
	await expectAccessibleInBoth(page);
	await session.send("Storage.overrideQuotaForOrigin", { origin: portal.origin });
	await page.keyboard.press("F9");
	await shownSheet(page);
	expect(await storedIndices(page)).toHaveLength(before.length + 1);
	await page.close();
});

it("no index was used twice, and no page broke the content security policy or threw", async () => {
	const page = await openCounter(device);
	const stored = await storedIndices(page);
	expect(new Set(stored).size).toBe(stored.length);
	expect(device.faults).toEqual([]);
});
