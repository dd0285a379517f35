/** The holder's phone: the link from the sheet before and after registration, kept offline, locked, withdrawn, printed. */
import { expect, test as it, type Page } from "@playwright/test";
import { decodeHc1 } from "@/lib/formats/hc1/decode-hc1";
import { expectAccessible, expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { PHONE } from "../support/door-stage";
import { keptByBrowser } from "../support/kept-by-browser";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { readCodes } from "../support/read-codes";
import { enrolCounter, type RemoteCounter, type Sheet } from "../support/remote-counter";

let portal: TestPortal;
let counter: RemoteCounter;
let phone: TestDevice;
let sheet: Sheet;
/** Addresses of all that this phone asked for. */
const asked: string[] = [];

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	counter = await enrolCounter(portal.origin, (await portal.links()).counter);
	sheet = await counter.issue();
	phone = await openDevice({ origin: portal.origin, viewport: PHONE, density: 2 });
	phone.context().on("request", (request) => asked.push(request.url()));
});
it.afterAll(async () => {
	await phone?.close();
	await portal?.close();
});

const tokenOf = ({ record }: Sheet) => record.holderToken;
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });
const code = (page: Page) => page.getByRole("img", { name: "QR code de votre pass" });

async function give(page: Page, [label, typed]: [label: string, typed: string]): Promise<void> {
	await page.getByLabel(label).fill(typed);
	await page.getByRole("button", { name: "Voir mon pass" }).click();
}

const giveNumber = (page: Page, typed: string) => give(page, ["Numéro de bande", typed]);
const giveBirth = (page: Page, typed: string) => give(page, ["Date de naissance", typed]);
const numberOf = ({ record }: Sheet) => record.stripNumber ?? "";
/** A number whose check digit fits, of another strip. */
const wrongNumber = (paper: Sheet) => (numberOf(paper) === "0000000" ? "0005724" : "0000000");

it("before the pharmacy could register: the page says so, and until when the paper is valid", async () => {
	const page = await phone.open(sheet.holderPath);
	const until = new Intl.DateTimeFormat("fr", {
		...{ weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" },
		timeZone: "Europe/Paris",
	}).format(sheet.claims.exp * 1000);
	// The address alone says it, before anything is asked.
	await expect(page.getByText(`Votre papier est valable jusqu’au ${until}.`)).toBeVisible();
	await expectAccessibleInBoth(page);
	const field = page.getByLabel("Numéro de bande");
	await expect(field).toHaveAttribute("inputmode", "numeric");
	// A slip is seen here: it costs no try.
	for (const slip of ["0005725", "0302199", "123"]) {
		await giveNumber(page, slip);
		await expect(page.getByText("Écrivez les sept chiffres de la bande")).toBeVisible();
		await expect(field).toBeFocused();
	}
	await expectAccessibleInBoth(page);
	await giveNumber(page, `${numberOf(sheet).slice(0, 2)} - ${numberOf(sheet).slice(2)}`);
	await expect(heading(page, "Pas encore enregistré")).toBeVisible();
	await expect(page.getByText(`Votre papier est valable jusqu’au ${until}.`)).toBeVisible();
	await expectAccessibleInBoth(page);

	await counter.register([sheet]);
	await page.getByRole("button", { name: "Regarder maintenant" }).click();
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	await page.close();
});

it("after registration: the pass with name and birth date, and nothing that looks like a scanner's answer", async () => {
	const page = await phone.open(sheet.holderPath);
	await giveNumber(page, numberOf(sheet));
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	await expect(page.getByText("naissance : 03/02/1990")).toBeVisible();
	const [hc1 = ""] = await readCodes(await code(page).screenshot());
	expect(decodeHc1(hc1)?.dcc).toMatchObject({ nam: { fn: "ESSAI", gn: "Camille Aimée" }, dob: "1990-02-03" });
	const shown = (await page.locator("main").textContent()) ?? "";
	expect(shown).not.toMatch(/✓|ADMIS|valide\b/);
	await expectAccessibleInBoth(page);
	await page.getByText("Ce que dit ce pass").click();
	await expect(page.getByText("Test antigénique")).toBeVisible();
	await expectAccessibleInBoth(page);
	// Not asked for, not kept.
	expect((await keptByBrowser(page)).databases).not.toContain("HC1:");
	await page.getByRole("button", { name: "Garder hors ligne" }).click();
	await expect(page.getByText("Gardé sur cet appareil")).toBeVisible();
	await page.close();
});

it("what goes on paper is the code and whose it is", async () => {
	const page = await phone.open(sheet.holderPath);
	await expect(code(page)).toBeVisible();
	await page.emulateMedia({ media: "print" });
	await expect(code(page)).toBeVisible();
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	await expect(page.locator("header")).toBeHidden();
	await expect(page.getByRole("button")).toHaveCount(0);
	expect(await readCodes(await page.screenshot())).toHaveLength(1);
	await page.close();
});

it("kept: it opens at once with the portal dead and the browser started anew, by the link or without it", async () => {
	await portal.kill();
	await phone.restart();
	phone.context().on("request", (request) => asked.push(request.url()));
	const page = await phone.open(sheet.holderPath);
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	expect(await readCodes(await code(page).screenshot())).toHaveLength(1);
	await page.goto(`${portal.origin}/pass`);
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	await expectAccessibleInBoth(page);
	// The kept pass gives nobody the link.
	const { databases, storages } = await keptByBrowser(page);
	expect(databases).toContain("HC1:");
	expect(databases + storages).not.toContain(tokenOf(sheet));

	await page.getByRole("button", { name: "Oublier" }).click();
	await expect(page.getByRole("dialog", { name: "Oublier ce pass ?" })).toBeVisible();
	await expectAccessibleInBoth(page);
	await page.getByRole("dialog").getByRole("button", { name: "Oublier" }).click();
	await expect(page.getByText("Aucun pass n’est gardé sur cet appareil")).toBeVisible();
	await expectAccessibleInBoth(page);
	await page.close();
});

it("a portal that does not answer says nothing about the paper", async () => {
	const page = await phone.open(sheet.holderPath);
	await giveNumber(page, numberOf(sheet));
	await expect(heading(page, "Le portail ne répond pas")).toBeVisible();
	await expect(page.getByText("Votre papier est valable jusqu’au")).toBeVisible();
	await expectAccessibleInBoth(page);
	await portal.start();
	await page.getByRole("button", { name: "Regarder maintenant" }).click();
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	await page.close();
});

it("five wrong numbers close the link, on every device, also for the right one", async () => {
	const guessed = await counter.issue();
	await counter.register([guessed]);
	const page = await phone.open(guessed.holderPath);
	for (const left of ["Encore 4 essais.", "Encore 3 essais.", "Encore 2 essais.", "Encore 1 essai."]) {
		await giveNumber(page, wrongNumber(guessed));
		await expect(page.getByText(left)).toBeVisible();
	}
	await expectAccessibleInBoth(page);
	await giveNumber(page, wrongNumber(guessed));
	await expect(page.getByRole("alert").filter({ hasText: "Trop d’essais" })).toBeVisible();
	await expect(page.getByText("Votre papier est valable jusqu’au")).toBeVisible();
	await expectAccessibleInBoth(page);
	await page.close();

	const other = await openDevice({ origin: portal.origin, viewport: PHONE });
	const second = await other.open(guessed.holderPath);
	await giveNumber(second, numberOf(guessed));
	await expect(second.getByRole("alert").filter({ hasText: "Trop d’essais" })).toBeVisible();
	await other.close();
});

it("who has the address and knows the birth date, but not the strip, gets no pass", async () => {
	const photographed = await counter.issue();
	await counter.register([photographed]);
	// The mark is in the address: whoever has it can take it out.
	const page = await phone.open(photographed.holderPath.replace("#n.", "#"));
	await giveBirth(page, "03021990");
	await expect(page.getByText("Ce n’est pas la date de cette attestation. Encore 4 essais.")).toBeVisible();
	await expect(code(page)).toHaveCount(0);
	await page.close();
});

it("the sheet of an earlier version asks for the birth date", async () => {
	const { record, ...paper } = await counter.issue();
	const { stripNumber: _, ...withoutNumber } = record;
	const old = { ...paper, record: withoutNumber, holderPath: paper.holderPath.replace("#n.", "#") };
	await counter.register([old]);
	const page = await phone.open(old.holderPath);
	await giveBirth(page, "31021990");
	await expect(page.getByText("Écrivez le jour, le mois et l’année")).toBeVisible();
	await expectAccessibleInBoth(page);
	await giveBirth(page, "03021990");
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	await page.close();
});

it("an attestation that was taken back has no pass, and the page says whom to ask", async () => {
	const mistaken = await counter.issue();
	await counter.register([mistaken]);
	await queryPortal(
		portal.databaseUrl,
		"UPDATE records SET state = 'revoked', reason = 'entry_error', withdrawn_at = now() WHERE status_index = $1",
		[mistaken.claims.s],
	);
	const page = await phone.open(mistaken.holderPath);
	await giveNumber(page, numberOf(mistaken));
	await expect(page.getByText("Cette attestation a été annulée")).toBeVisible();
	await expectAccessibleInBoth(page);
	await page.close();
});

it("an address that was cut off says so; in English every state is accessible too", async () => {
	const page = await phone.open("/pass#cut");
	await expect(page.getByRole("alert").filter({ hasText: "Cette adresse n’est pas complète" })).toBeVisible();
	await expectAccessibleInBoth(page);
	await page.getByRole("button", { name: "English" }).click();
	await expect(page.getByRole("alert").filter({ hasText: "This address is not complete" })).toBeVisible();
	await expectAccessible(page);
	await page.close();

	const english = await phone.open(sheet.holderPath);
	await expectAccessible(english);
	await english.getByLabel("Strip number").fill(numberOf(sheet));
	await english.getByRole("button", { name: "Show my pass" }).click();
	await expect(heading(english, "ESSAI Camille Aimée")).toBeVisible();
	await expectAccessible(english);
	await english.close();
});

it("the link's secret was in no address that a server saw, and in no log; no page threw", async () => {
	expect(asked.some((url) => url.endsWith("/api/passes/open"))).toBe(true);
	expect(asked.filter((url) => url.includes(tokenOf(sheet)))).toEqual([]);
	expect(await portal.log()).not.toContain(tokenOf(sheet));
	expect(phone.faults).toEqual([]);
});
