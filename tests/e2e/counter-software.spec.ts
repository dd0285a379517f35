/** A counter, the pharmacy's own software and whoever helps: acts taken over, sheets and a support file given. No portal. */
import { readFile } from "node:fs/promises";
import { expect, test as it, type Page } from "@playwright/test";
import { CompactEncrypt } from "jose";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	openCounter,
	readSheet,
	reloadCounter,
	shownSheet,
	unlockCounter,
} from "../support/counter-page";
import { openPortal, type TestPortal } from "../support/portal";
import { storedRows } from "../support/stored-rows";

const { software, support } = messages.fr;

let portal: TestPortal;
let device: TestDevice;
let page: Page;
let link: (act: object) => Promise<string>;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 900 } });
	await (await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 2" })).close();
	await portal.kill();
	await device.restart();
	page = await openCounter(device);
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

const field = (name: string) => page.locator(`[name='${name}']`);
const said = (text: string) => page.getByRole("status").filter({ hasText: text });
const openDialog = () => page.getByRole("button", { name: software.open }).click();

/** The counter tries to send now and then. */
const UNSENT = expect.stringMatching(/^(?:waiting|sending)$/);

/** As a pharmacy's software writes it. */
function actOf(members: object) {
	const performedAt = new Date(Date.now() - 40 * 60_000).toISOString().replace(/\.\d+/, "");
	const person = { given: "Camille Aimée", birth: "1990-02-03", sex: "F" };
	return { relais: "act", version: 1, act: "antigen", product: "1232", performedAt, ...person, ...members };
}

async function choose(content: string): Promise<void> {
	await openDialog();
	const file = { name: "act.json", mimeType: "application/json", buffer: Buffer.from(content) };
	await page.locator("[data-prepared]").setInputFiles(file);
}

async function savedSheets() {
	await openDialog();
	const coming = page.waitForEvent("download");
	await page.getByRole("button", { name: /^Enregistrer/ }).click();
	const { sheets } = JSON.parse(await readFile(await (await coming).path(), "utf8"));
	await page.keyboard.press("Escape");
	return sheets;
}

it("[PS-1] [PS-2] a file fills the form; consent is asked, then one key issues", async () => {
	await openDialog();
	await expectAccessibleInBoth(page);
	await page.keyboard.press("Escape");
	await choose(JSON.stringify(actOf({ family: "Essai", result: "negative", reference: "D-1", lot: "41ADG" })));
	await expect(said(software.filled)).toBeVisible();
	await expect(field("family")).toHaveValue(/^essai$/i);
	await expect(field("birth")).toHaveValue("03/02/1990");
	await expect(field("consent")).toBeFocused();
	await expect(field("consent")).not.toBeChecked();
	await expectAccessibleInBoth(page);
	await page.keyboard.press("Space");
	await page.keyboard.press("F9");
	await shownSheet(page);
});

it("[PS-5] the sheet goes back with the software's own reference, as it was printed", async () => {
	const printed = await readSheet(page);
	const [sheet, ...others] = await savedSheets();
	expect(others).toEqual([]);
	expect(sheet).toMatchObject({ reference: "D-1", state: UNSENT, kind: "A", holderLink: printed.holderLink });
	expect(`${sheet.checkCode.number} ${sheet.checkCode.code}`).toBe(`${printed.number} ${printed.code}`);
	expect(sheet.qr).toMatch(/^RP1:/);
	await page.keyboard.press("F4");
});

it("[PS-1] what cannot be right is named and left to be typed; what is no act changes nothing", async () => {
	await field("family").fill("Attente");
	await choose(JSON.stringify(actOf({ family: "Essai", birth: "1990-02-30", product: "9999" })));
	await expect(said("Non repris, à saisir : naissance et produit.")).toBeVisible();
	await expect(field("birth")).toHaveValue("");
	// Whoever was being typed waits.
	await expect(page.locator("[data-person]")).toHaveCount(1);
	await choose("%PDF-1.4");
	await expect(said(software.unread.no_act)).toBeVisible();
	await expect(field("family")).toHaveValue(/^essai$/i);
	await expectAccessibleInBoth(page);
});

it("[PS-4] a link of the software opens the form filled in, once, and leaves nothing in the address", async () => {
	await page.goto(`${portal.origin}/counter#act=x`);
	await expect(said(software.unread.not_connected)).toBeVisible();
	await openDialog();
	await page.getByRole("button", { name: software.link.make }).click();
	await page.getByText(software.link.show).click();
	const key = Buffer.from((await page.locator("[data-software-key]").textContent()) ?? "", "base64url");
	await expectAccessibleInBoth(page);
	await page.keyboard.press("Escape");
	link = async (act) => {
		const text = new TextEncoder().encode(JSON.stringify(act));
		const jwe = new CompactEncrypt(text).setProtectedHeader({ alg: "dir", enc: "A256GCM" });
		return `${portal.origin}/counter#act=${await jwe.encrypt(key)}`;
	};
	await page.goto(await link(actOf({ family: "Lien", reference: "D-2" })));
	await expect(field("family")).toHaveValue(/^lien$/i);
	expect(page.url()).toBe(`${portal.origin}/counter`);
	await expect.poll(async () => (await storedRows(page, "drafts")).length).toBe(3);
	await reloadCounter(page);
	await expect(field("family")).toHaveValue(/^lien$/i);
	// Lien is in the form; Attente and Essai wait.
	await expect(page.locator("[data-person]")).toHaveCount(2);
	await page.close();
	page = await device.open(await link(actOf({ family: "Second", reference: "D-3" })));
	await unlockCounter(page);
	await expect(field("family")).toHaveValue(/^second$/i);
});

it("[PS-4] once the key is replaced, links under the one before open nothing", async () => {
	await openDialog();
	await page.getByText(software.link.show).click();
	const shown = page.locator("[data-software-key]");
	const before = (await shown.textContent()) ?? "";
	await page.getByRole("button", { name: software.link.renew }).click();
	await expect(shown).not.toHaveText(before);
	await page.keyboard.press("Escape");
	await page.goto(await link(actOf({ family: "Ancien" })));
	await expect(said(software.unread.foreign)).toBeVisible();
	await expect(field("family")).toHaveValue(/^second$/i);
});

it("[PS-3] a correction of the same person keeps the reference", async () => {
	await dayEntries(page, "waiting").first().click();
	await page.getByRole("button", { name: "Corriger et délivrer de nouveau" }).click();
	await page.getByRole("radio", { name: "faute de saisie" }).check();
	await page.getByRole("button", { name: "Ouvrir la saisie" }).click();
	await expect(field("family")).toHaveValue(/^essai$/i);
	await field("given").fill("Camille");
	await page.keyboard.press("F9");
	await shownSheet(page);
	const sheets: readonly { reference: string; state: string }[] = await savedSheets();
	expect(sheets.map(({ reference }) => reference)).toEqual(["D-1", "D-1"]);
	expect(sheets.map(({ state }) => state)).toEqual(["revoking", UNSENT]);
});

it("[SU-1] the support file says how the counter is, and nothing of anybody", async () => {
	await page.getByRole("button", { name: support.open }).click();
	await page.getByText(support.show).click();
	await expectAccessibleInBoth(page);
	const coming = page.waitForEvent("download");
	await page.getByRole("button", { name: support.save }).click();
	const file = await readFile(await (await coming).path(), "utf8");
	await expect(page.locator("dialog pre")).toHaveText(file);
	expect(JSON.parse(file)).toMatchObject({
		relais: "support",
		portal: { state: "away" },
	});
	const { acts, build } = JSON.parse(file);
	expect((acts.states.waiting ?? 0) + (acts.states.sending ?? 0)).toBe(2);
	expect(build).not.toBe("");
	for (const secret of ["essai", "lien", "second", "camille", "1990", "rp1:", "poste 2", "d-1"]) {
		expect(file.toLowerCase()).not.toContain(secret);
	}
	await page.keyboard.press("Escape");
});

it("no page of the counter broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
