/** Entry for real queues: keys counted, people who wait, documents and boxes by the scanner, zones; without a portal. */
import { expect, test as it, type Page } from "@playwright/test";
import { expectAccessibleInBoth } from "../support/accessibility";
import { killTab, openDevice, type TestDevice } from "../support/browser";
import { enrolDevice, printedSheet, reloadCounter, shownSheet } from "../support/counter-page";
import { keyboardOf, openAtOwnTime, sample } from "../support/entry-page";
import { storedIndices } from "../support/issuing";
import { openPortal, type TestPortal } from "../support/portal";
import { storedRows } from "../support/stored-rows";
import { scanByWedge } from "../support/wedge-scanner";

let portal: TestPortal;
let device: TestDevice;
/** Other workstations of the pharmacy, by the zone that they are set to. */
const far = new Map<string, TestDevice>();
const FAR = [
	["Indian/Reunion", "UTC+4", false],
	["Europe/Lisbon", "UTC", true],
] as const;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 900 } });
	const page = await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 2" });
	await page.close();
	for (const [zone] of FAR) {
		const other = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 900 }, zone });
		far.set(zone, other);
		await (await enrolDevice(other, { link: (await portal.links()).counter, label: "poste 3" })).close();
	}
	// From here on nobody tells the counter another time than its own.
	await portal.kill();
	await device.restart();
});
it.afterAll(async () => {
	for (const other of far.values()) await other.close();
	await device?.close();
	await portal?.close();
});

/** Of this browser, where none is named. */
const openCounter = (of: TestDevice = device) => openAtOwnTime(of, portal.origin);

/** Until the disk has the last key: each is written over the one before. */
async function draftsWritten(page: Page): Promise<void> {
	let before = "";
	const isStill = async () => {
		const rows = await storedRows<{ readonly sealed: { readonly iv: Uint8Array } }>(page, "drafts");
		const now = rows.map(({ sealed }) => [...sealed.iv].join()).join(" ");
		const still = now === before;
		before = now;
		return still;
	};
	await expect.poll(isStill, { intervals: [500] }).toBe(true);
}

const people = (page: Page) => page.locator("[data-person]");
const BOX = "]d20103400930000007172711301041ADG^21SN0017X";

it("[EN-13] an antigen test needs at most ten keys beyond what is typed, none of the fields that are asked for skipped", async () => {
	const page = await openCounter();
	await sample(page, "premier", "panbio");
	const keys = keyboardOf(page);
	await keys.type("essai", "Camille Aimée", "03021990", "F");
	await expect(page.locator("[name='consent']")).toBeFocused();
	await keys.press("Space", "F4");
	await expect(people(page)).toHaveCount(2);
	await page.clock.fastForward("13:00");
	await expect(page.locator("[data-ready='true']")).toHaveCount(0);
	await page.clock.fastForward("03:00");
	await expect(page.locator("[data-ready='true']")).toHaveCount(2);
	// The first one first: the second is measured.
	await page.locator("[data-person]", { hasText: "ESSAI" }).click();
	await page.keyboard.press("F4");
	await people(page).first().click();
	await page.keyboard.type("N");
	await page.keyboard.press("F9");
	await shownSheet(page);
	await keys.press("F8");
	await expect(page.locator("[name='result']")).toBeFocused();
	await keys.choose("N");
	for (const name of ["family", "given", "birth", "sex", "moment", "product", "result"]) {
		await expect(page.locator(`[name='${name}'][data-asked='true']`)).not.toHaveValue("");
	}
	await keys.press("F9");
	await shownSheet(page);
	await expect(printedSheet(page)).toContainText("ESSAI Camille Aimée");
	await expect(people(page)).toHaveCount(0);
	console.log(`antigen test, from the name to the sheet: ${keys.beyond()} keys beyond what is typed`);
	expect(keys.beyond()).toBeLessThanOrEqual(10);
	await page.close();
});

it("[EN-8] [EN-13] a vaccination with a scanned box needs at most ten", async () => {
	const page = await openCounter();
	await page.locator("[name='act'][value='vaccination']").check({ force: true });
	for (const known of [false, true]) {
		await page.locator("[name='family']").focus();
		const keys = keyboardOf(page);
		expect(await scanByWedge(page, BOX, "azerty")).not.toContain("Enter");
		await page.clock.fastForward(500);
		await expect(page.locator("[name='lot']")).toHaveValue("41ADG");
		await expect(page.locator("[name='expiry']")).toHaveValue("30/11/2027");
		await page.locator("[name='family']").focus();
		await keys.type("essai", "Camille", known ? "04021990" : "03021990", "F");
		await keys.press("Space", "Enter");
		if (known) await expect(page.locator("[name='product']")).toHaveValue(/Comirnaty/);
		else await keys.type("comirn");
		await expect(page.locator("[name='dose']")).toBeFocused();
		await keys.type("1");
		await keys.press("F9");
		await shownSheet(page);
		console.log(
			`vaccination, ${known ? "a box of a known kind" : "the first box of its kind"}: ${keys.beyond()} keys beyond what is typed`,
		);
		expect(keys.beyond()).toBeLessThanOrEqual(10);
		await page.keyboard.press("F4");
	}
	await page.close();
});

it("[EN-14] nothing typed is lost by the next person, a reload or a crash; results come in any order", async () => {
	const page = await openCounter();
	await sample(page, "ensuite");
	await sample(page, "apres");
	await page.keyboard.type("Moitie");
	await expect.poll(async () => (await storedRows(page, "drafts")).length).toBe(3);
	await draftsWritten(page);
	await reloadCounter(page);
	// The tab finds its own again, the others wait.
	await expect(page.locator("[name='family']")).toHaveValue("Moitie");
	await expect(people(page)).toHaveCount(2);
	await killTab(page);

	const again = await openCounter();
	await expect(people(again)).toHaveCount(3);
	await expect(again.locator("[data-person]", { hasText: "MOITIE" })).toContainText("à compléter");
	await expectAccessibleInBoth(again);
	await again.clock.fastForward("16:00");
	await again.locator("[data-person]", { hasText: "APRES" }).click();
	await expect(again.locator("[name='result']")).toBeFocused();
	await again.keyboard.type("N");
	await again.keyboard.press("F9");
	await shownSheet(again);
	await expect(printedSheet(again)).toContainText("APRES");
	await expect(people(again)).toHaveCount(2);

	// Thrown away and taken back; thrown away for good.
	await again.locator("[data-person]", { hasText: "MOITIE" }).click();
	await again.getByRole("button", { name: "Effacer la saisie" }).click();
	await expect(people(again)).toHaveCount(1);
	await again.getByRole("button", { name: "Reprendre la saisie effacée" }).click();
	await expect(again.locator("[name='family']")).toHaveValue("MOITIE");
	await again.getByRole("button", { name: "Effacer la saisie" }).click();
	await expect.poll(async () => (await storedRows(again, "drafts")).length).toBe(1);
	await again.close();
});

it("[EN-16] the same person twice a day is asked about, and issued all the same with a second press", async () => {
	const page = await openCounter();
	const before = await storedIndices(page);
	for (const times of [1, 2]) {
		await sample(page, "double");
		await page.clock.fastForward("16:00");
		await page.locator("[data-person]", { hasText: "DOUBLE" }).click();
		await page.keyboard.type("N");
		await page.keyboard.press("F9");
		if (times === 2) {
			await expect(page.getByRole("alert").filter({ hasText: "déjà venue aujourd’hui" })).toBeVisible();
			expect(await storedIndices(page)).toHaveLength(before.length + 1);
			await expectAccessibleInBoth(page);
			await page.keyboard.press("F9");
		}
		await shownSheet(page);
		await page.keyboard.press("F4");
	}
	expect(await storedIndices(page)).toHaveLength(before.length + 2);
	await page.close();
});

it("[EN-14] whoever has a sheet, or was thrown away, stands among those who wait no more, whatever the disk does", async () => {
	const page = await openCounter();
	const waiting = await people(page).count();
	await sample(page, "servi");
	await page.clock.fastForward("16:00");
	// From here on what is taken off stays on the disk.
	await page.evaluate(() => {
		const remove = IDBObjectStore.prototype.delete;
		IDBObjectStore.prototype.delete = function (query) {
			return (this.name === "drafts" ? this.get(0) : remove.call(this, query)) as IDBRequest<undefined>;
		};
	});
	await page.locator("[data-person]", { hasText: "SERVI" }).click();
	await page.keyboard.type("N");
	await page.keyboard.press("F9");
	await shownSheet(page);
	await page.keyboard.press("F4");
	await expect(page.locator("[name='family']")).toHaveValue("");
	await expect(people(page)).toHaveCount(waiting);
	await page.close();
	// Nor after a start anew.
	const again = await openCounter();
	await expect(people(again)).toHaveCount(waiting);
	await again.close();
});

it("[EN-11] a result that is entered too soon waits, and says until when", async () => {
	const page = await openCounter();
	const before = await storedIndices(page);
	await sample(page, "vite");
	await page.locator("[data-person]", { hasText: "VITE" }).click();
	await page.keyboard.type("N");
	await page.keyboard.press("F9");
	await expect(page.getByRole("alert").filter({ hasText: "ne se lit pas avant" })).toBeVisible();
	expect(await storedIndices(page)).toEqual(before);
	await page.getByRole("button", { name: "Effacer la saisie" }).click();
	await page.close();
});

it("[EN-7] a document scanner fills the person, on an American and a French keyboard; a misread line fills nobody", async () => {
	const page = await openCounter();
	const [first = "", second = ""] = [
		"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
		"L898902C36UTO7408122F1204159ZE184226B<<<<<10",
	];
	for (const layout of ["us", "azerty"] as const) {
		await scanByWedge(page, first + second, layout);
		await page.clock.fastForward(500);
		await expect(page.locator("[name='family']")).toHaveValue("ERIKSSON");
		await expect(page.locator("[name='given']")).toHaveValue("Anna Maria");
		await expect(page.locator("[name='birth']")).toHaveValue("12/08/1974");
		await expect(page.locator("[name='sex']")).toHaveValue("F");
		await expect(page.locator("[name='consent']")).toBeFocused();
		await page.getByRole("button", { name: "Effacer la saisie" }).click();
		await expect(page.locator("[name='family']")).toHaveValue("");
	}
	await scanByWedge(page, first + second.replace("740812", "740813"), "us");
	await page.clock.fastForward(500);
	await expect(page.getByRole("status").filter({ hasText: "mal lue" })).toBeVisible();
	await expect(page.locator("[name='family']")).toHaveValue("");
	await page.close();
});

it("[EN-5] [EN-6] what a name, a minor and a long name need is asked for in sentences, in both languages", async () => {
	const page = await openCounter();
	await keyboardOf(page).type("النجار");
	await expect(page.locator("[name='familyLatin']")).toBeVisible();
	await page.locator("[name='given']").fill("Maria Fernanda Guadalupe del Carmen Hernández");
	await expect(page.locator("[name='givenPaper']")).toHaveValue("Maria Fernanda Guadalupe del Carmen");
	await page.locator("[name='birth']").fill(`0101${new Date().getFullYear() - 10}`);
	await page.locator("[name='nir']").fill("2 90 02 75 116 123");
	await page.locator("[name='phone']").fill("06/12/34/56/78");
	await page.locator("[name='email']").focus();
	await expect(page.locator("[name='phone']")).toHaveValue("06 12 34 56 78");
	await expect(page.getByText("Il manque la clé")).toBeVisible();
	await expect(page.locator("[name='guardian']")).toBeVisible();
	await page.getByRole("button", { name: "Autres champs" }).click();
	await expectAccessibleInBoth(page);
	await page.keyboard.press("F9");
	await expect(page.locator("[name='familyLatin']")).toBeFocused();
	await expectAccessibleInBoth(page);
	await page.getByRole("button", { name: "English" }).click();
	await expect(page.getByText("The key is missing")).toBeVisible();
	await expectAccessibleInBoth(page);
	await page.getByRole("button", { name: "Français" }).click();
	await page.getByRole("button", { name: "Effacer la saisie" }).click();
	await page.close();
	expect(device.faults).toEqual([]);
});

for (const [zone, named, warned] of FAR) {
	it(`[EN-2] a workstation in ${zone} names its zone${warned ? ", and that no pharmacy is there" : ""}`, async () => {
		const page = await openCounter(far.get(zone));
		await expect(page.locator("main").getByText(named).first()).toBeVisible();
		await expect(page.getByText("Ce poste est réglé sur le fuseau")).toHaveCount(warned ? 1 : 0);
		await expectAccessibleInBoth(page);
		await page.close();
	});
}
