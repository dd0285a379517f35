/** The sheet on paper, and what became of it: formats, codes, reprint, a series, a tab that died; corrected and looked up. */
import { readFile } from "node:fs/promises";
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible, expectAccessibleInBoth } from "../support/accessibility";
import { killTab, openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	fillForm,
	issueByKeyboard,
	openCounter,
	printedSheet,
	readSheet,
	reloadCounter,
	shownSheet,
	typePerson,
} from "../support/counter-page";
import { PHONE } from "../support/door-stage";
import { holdIssuing, isHeld, storedIndices } from "../support/issuing";
import { openPortal, type TestPortal } from "../support/portal";
import { canPrint, colouredShare, DPI, printedPages } from "../support/printed-pdf";
import { measureCodes } from "../support/read-codes";
import { storedRows } from "../support/stored-rows";

let portal: TestPortal;
let device: TestDevice;

const BY_ITSELF = { timeout: 150_000 };

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 860 } });
	const page = await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 2" });
	await page.close();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

/** The next person, once it is on the disk that the sheet was handed over: a page that is closed at once takes that along. */
async function goOn(page: Page): Promise<void> {
	await page.keyboard.press("F4");
	const open = async () =>
		(await storedRows<{ fate?: string | null }>(page, "outbox")).filter(({ fate }) => fate === null).length;
	await expect.poll(open).toBe(0);
}

const handed = (page: Page) => page.getByRole("button", { name: "Oui, remise" });

for (const [name, paper] of Object.entries({
	A4: { format: "A4", landscape: false },
	"A5 upright": { format: "A5", landscape: false },
	"A5 across": { format: "A5", landscape: true },
})) {
	it(`[SH-9] ${name}: one page, no colour, both codes read off it at 150 dpi, modules of half a millimetre`, async () => {
		it.skip(!(await canPrint()), "pdftoppm (poppler-utils) is not installed");
		const page = await openCounter(device);
		await issueByKeyboard(page, "d'Essai-Longuenom de la Très Longue Rue");
		const { holderLink } = await readSheet(page);
		const pdf = await page.pdf({ ...paper, printBackground: true });
		const pages = await printedPages(pdf);
		expect(pages).toHaveLength(1);
		expect(await colouredShare(pdf)).toBe(0);
		const codes = await measureCodes(pages[0] as Buffer, DPI);
		expect(codes.map(({ text }) => text.slice(0, 4)).sort()).toEqual(["RP1:", holderLink.slice(0, 4)].sort());
		expect(codes.map(({ text }) => text)).toContain(holderLink);
		for (const { millimetres } of codes) expect(millimetres).toBeGreaterThanOrEqual(0.5);
		console.log(`${name}: modules of ${codes.map(({ millimetres }) => `${millimetres.toFixed(2)} mm`).join(" and ")}`);
		await goOn(page);
		await page.close();
	});
}

it("[SH-16] a name in another script stands beside its Latin spelling, on one page still, and both codes are read", async () => {
	const page = await openCounter(device);
	await fillForm(page, { family: "النجار", given: "فاطمة", birth: "1961-03-04", sex: "F", act: "antigen" });
	await page.locator("[name=familyLatin]").fill("Al-Najjar");
	await page.locator("[name=givenLatin]").fill("Fatima");
	await page.keyboard.press("F9");
	await shownSheet(page);
	const named = printedSheet(page).locator("dd", { has: page.locator(".sheet-written") });
	await expect(named).toHaveText(/^AL-NAJJAR Fatima\s+النجار فاطمة$/);
	if (await canPrint()) {
		const [picture, ...more] = await printedPages(await page.pdf({ format: "A5", landscape: true }));
		expect(more).toEqual([]);
		expect(await measureCodes(picture as Buffer, DPI)).toHaveLength(2);
	}
	await goOn(page);
	await page.close();
});

it("[SH-4] says in words and with the zone until when it counts, in both languages", async () => {
	const page = await openCounter(device);
	await issueByKeyboard(page);
	const paper = printedSheet(page);
	await expect(paper).toContainText(
		/valable jusqu’au \p{L}+ \d+ \p{L}+ \d{4} à \d\d:\d\d \(heure .*Europe centrale\)/u,
	);
	await expect(paper).toContainText(/valid until \p{L}+, \d+ \p{L}+ \d{4} at \d\d:\d\d \(Central European .*Time\)/u);
	await expect(paper).toContainText("if the QR code cannot be read");
	await goOn(page);
	await page.close();
});

it("[SH-8] what did not come out is printed again unmarked; a reprint of what was handed over says so and issues nothing", async () => {
	const page = await openCounter(device);
	const number = await issueByKeyboard(page);
	const stored = await storedIndices(page);
	await expectAccessibleInBoth(page);
	await page.getByRole("button", { name: "Non, imprimer de nouveau" }).click();
	await expect(printedSheet(page)).not.toContainText("RÉIMPRESSION");
	const first = await readSheet(page);
	await goOn(page);
	await dayEntries(page).first().click();
	await page.getByRole("button", { name: "Réimprimer la feuille" }).click();
	await expect(printedSheet(page)).toContainText("RÉIMPRESSION");
	await expect(printedSheet(page)).toContainText("REPRINT");
	await expect(printedSheet(page)).toHaveAttribute("data-sheet", String(number));
	expect(await readSheet(page)).toEqual(first);
	expect(await storedIndices(page)).toEqual(stored);
	await page.close();
});

it("[SH-7] who goes on from a sheet is not asked about it, not even for a moment", async () => {
	const page = await openCounter(device);
	await page.evaluate(() => {
		new MutationObserver(() => {
			if (document.body.textContent?.includes("a-t-elle été remise")) document.body.setAttribute("data-asked", "yes");
		}).observe(document.body, { childList: true, subtree: true });
	});
	await issueByKeyboard(page);
	await goOn(page);
	await expect(page.locator("[name=family]")).toHaveValue("");
	await expect(page.locator("body[data-asked]")).toHaveCount(0);
	await page.close();
});

it("[SH-7] a sheet that nobody saw is offered until somebody says what became of it, also once it is registered", async () => {
	const page = await openCounter(device);
	await holdIssuing(page, "stored");
	await typePerson(page, "perdue");
	await page.keyboard.press("F9");
	await isHeld(page);
	const other = await openCounter(device);
	await expect(other.getByText("(PERDUE Camille Aimée) a-t-elle été remise", { exact: false })).toBeVisible();
	await expectAccessibleInBoth(other);
	await killTab(page);
	await expect(dayEntries(other, "waiting")).toHaveCount(0, BY_ITSELF);
	await reloadCounter(other);
	await expect(dayEntries(other, "waiting")).toHaveCount(0, BY_ITSELF);
	await other.getByRole("button", { name: "Imprimer", exact: true }).click();
	await expect(printedSheet(other)).toContainText("PERDUE Camille Aimée");
	await expect(printedSheet(other)).not.toContainText("RÉIMPRESSION");
	await handed(other).click();
	await expect(handed(other)).toBeHidden();
	await reloadCounter(other);
	await expect(dayEntries(other, "registered").first()).toBeVisible();
	await expect(handed(other)).toBeHidden();
	await other.close();
});

it("[SH-10] a series is issued person by person and printed as one job with its list, then ticked off", async () => {
	const page = await openCounter(device);
	await page.getByLabel("Série : imprimer à la fin").check();
	await page.locator("[name=family]").focus();
	for (const family of ["un", "deux", "trois"]) {
		await typePerson(page, family);
		await page.keyboard.press("F9");
		await expect(page.locator("[name=family]")).toHaveValue("");
	}
	await page.getByRole("button", { name: "Voir la liste" }).click();
	await expectAccessibleInBoth(page);
	await page.getByRole("button", { name: "Imprimer les 3 feuilles" }).click();
	await expect(page.locator(".paper-only [data-job-list] tbody tr")).toHaveCount(3);
	if (await canPrint()) {
		const pages = await printedPages(await page.pdf({ format: "A5" }));
		expect(pages).toHaveLength(4);
		for (const picture of pages.slice(1)) expect(await measureCodes(picture, DPI)).toHaveLength(2);
	}
	// One of them did not come out: it goes on being offered.
	await page.locator("[data-open-sheets]").getByText("DEUX Camille Aimée").click();
	await page.getByRole("button", { name: "Elles sont remises" }).click();
	await expect(page.locator("[data-open-sheets] li")).toHaveCount(1);
	await page.keyboard.press("Escape");
	await expect(page.getByText("(DEUX Camille Aimée) a-t-elle été remise", { exact: false })).toBeVisible();
	await handed(page).click();
	await page.close();
});

async function openOnPhone(link: { holderLink: string; stripNumber: string }, english = false) {
	const phone = await openDevice({ origin: portal.origin, viewport: PHONE, locale: english ? "en-GB" : "fr-FR" });
	const page = await phone.open(new URL(link.holderLink).pathname + new URL(link.holderLink).hash);
	if (english) await page.getByRole("button", { name: "English" }).click();
	await page.getByLabel(english ? "Strip number" : "Numéro de bande").fill(link.stripNumber);
	await page.getByRole("button", { name: english ? "Show my pass" : "Voir mon pass" }).click();
	return { phone, page };
}

/** Corrects the last sheet for a reason; answers what its first strip says. */
async function correctLast(page: Page, reason: string, family: string) {
	const strip = await readSheet(page);
	await expect(dayEntries(page, "registered").first()).toBeVisible(BY_ITSELF);
	await page.getByRole("button", { name: "Il y a une erreur" }).click();
	await page.getByRole("button", { name: "Corriger et délivrer de nouveau" }).click();
	await page.getByRole("radio", { name: reason }).check();
	await expectAccessibleInBoth(page);
	await page.getByRole("button", { name: "Ouvrir la saisie" }).click();
	if (reason === "mauvaise personne") {
		await expect(page.locator("[name=family]")).toHaveValue("");
		const sampled = await page.locator("[name=moment]").inputValue();
		await page.locator("[name=given]").fill("Dominique");
		await page.locator("[name=birth]").fill("04051980");
		await page.locator("[name=sex]").selectOption("X");
		await page.locator("[name=consent]").check();
		await expect(page.locator("[name=moment]")).toHaveValue(sampled);
	}
	await page.locator("[name=family]").fill(family);
	await page.keyboard.press("F9");
	await shownSheet(page);
	await expect(dayEntries(page, "corrected").first()).toBeVisible(BY_ITSELF);
	await page.keyboard.press("F4");
	return strip;
}

it("[SH-2] [SH-3] the old strip leads to the new pass and says why; another person's leads nowhere, in both languages", async () => {
	const page = await openCounter(device);
	await issueByKeyboard(page, "essay");
	const mistyped = await correctLast(page, "faute de saisie", "essai");
	for (const english of [false, true]) {
		const { phone, page: holder } = await openOnPhone(mistyped, english);
		await expect(holder.getByRole("heading", { name: "ESSAI Camille Aimée" })).toBeVisible();
		await expect(holder.getByText(english ? "corrected a typing error" : "corrigé une faute de saisie")).toBeVisible();
		await expectAccessible(holder);
		await phone.close();
	}
	await issueByKeyboard(page, "autre");
	const others = await correctLast(page, "mauvaise personne", "bonne");
	for (const english of [false, true]) {
		const { phone, page: holder } = await openOnPhone(others, english);
		const said = english ? "It had been made out to somebody else" : "au nom d’une autre personne";
		await expect(holder.getByText(said)).toBeVisible();
		await expectAccessible(holder);
		await phone.close();
	}
	await page.close();
});

it("[SH-5] [SH-14] [SH-15] the list of the day: with names, searched, added up, taken out as a table, in both languages", async () => {
	const page = await openCounter(device);
	await typePerson(page, "positive");
	await page.locator("[name=result]").selectOption("positive");
	await page.keyboard.press("F9");
	await expect(page.getByRole("heading", { name: "Résultat positif enregistré" })).toBeVisible();
	await page.getByRole("button", { name: "Toute la liste" }).click();
	await expect(page.locator("[data-positive-list] [data-positive=registered]")).toHaveCount(1, BY_ITSELF);
	await expect(page.locator("[data-positive-list]")).toContainText(messages.fr.day.positives.gone);
	const rows = page.locator("[data-list] tbody tr");
	await expect(rows.filter({ hasText: "PERDUE Camille Aimée" })).toHaveCount(1);
	const replaced = page.locator("[data-summary] [data-told=corrected]");
	await expect(replaced).toContainText("2 remplacées");
	await expect(replaced).toContainText(/N° \d+ et \d+/);
	await expect(page.locator("[data-summary] [data-told=revoked]")).toHaveCount(0);
	await expect(page.locator("[data-summary]")).toContainText("1 test antigénique positif");
	await expectAccessibleInBoth(page);
	await page.getByLabel("Chercher").fill("perdue camille");
	await expect(rows).toHaveCount(1);
	const saving = page.waitForEvent("download");
	await page.getByRole("button", { name: /Enregistrer le tableau/ }).click();
	const saved = await saving;
	expect(saved.suggestedFilename()).toMatch(/^attestations-\d{4}-\d\d-\d\d\.csv$/);
	const csv = await readFile(await saved.path(), "utf8");
	expect(csv.trim().split("\r\n")).toHaveLength(2);
	expect(csv).toMatch(/"PERDUE";"Camille Aimée";"1990-02-\d\d"/);
	await page.getByLabel("Chercher").fill("personne de ce nom");
	await expect(page.getByText("Aucune attestation de cette période ne correspond.")).toBeVisible();
	await page.getByLabel("Chercher").fill("");
	await page.getByRole("button", { name: "Mois", exact: true }).click();
	await expect(rows.filter({ hasText: "PERDUE Camille Aimée" })).toHaveCount(1);
	await page.getByRole("button", { name: "Période suivante" }).click();
	await expect(page.getByText("Aucune attestation gardée pour cette période.", { exact: false })).toBeVisible();
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: "English" }).click();
	await page.getByRole("button", { name: "The whole list" }).click();
	await expect(rows.filter({ hasText: "PERDUE Camille Aimée" })).toHaveCount(1);
	await expectAccessible(page);
	await page.keyboard.press("Escape");
	await page.getByRole("button", { name: "Français" }).click();
	await page.close();
});

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
