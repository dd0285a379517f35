/** The holder's phone: the link from the sheet before and after registration, kept offline, locked, withdrawn, printed. */
import { expect, test as it, type Page } from "@playwright/test";
import { decodeHc1 } from "@/lib/formats/hc1/decode-hc1";
import { expectAccessible } from "../support/accessibility";
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

const tokenOf = ({ holderPath }: Sheet) => /#([^.]+)/.exec(holderPath)?.[1] ?? "";
const heading = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });
const code = (page: Page) => page.getByRole("img", { name: "QR code de votre pass" });

async function giveBirth(page: Page, digits: string): Promise<void> {
	await page.getByLabel("Date de naissance").fill(digits);
	await page.getByRole("button", { name: "Voir mon pass" }).click();
}

it("before the pharmacy could register: the page says so, and until when the paper is valid", async () => {
	const page = await phone.open(sheet.holderPath);
	const until = new Intl.DateTimeFormat("fr", {
		...{ weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" },
		timeZone: "Europe/Paris",
	}).format(sheet.claims.exp * 1000);
	// The address alone says it, before anything is asked.
	await expect(page.getByText(`Votre papier est valable jusqu’au ${until}.`)).toBeVisible();
	await expectAccessible(page);
	await giveBirth(page, "31021990");
	await expect(page.getByText("Écrivez le jour, le mois et l’année")).toBeVisible();
	await expectAccessible(page);
	await giveBirth(page, "03021990");
	await expect(heading(page, "Pas encore enregistré")).toBeVisible();
	await expect(page.getByText(`Votre papier est valable jusqu’au ${until}.`)).toBeVisible();
	await expectAccessible(page);

	await counter.register([sheet]);
	await page.getByRole("button", { name: "Regarder maintenant" }).click();
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	await page.close();
});

it("after registration: the pass with name and birth date, and nothing that looks like a scanner's answer", async () => {
	const page = await phone.open(sheet.holderPath);
	await giveBirth(page, "03021990");
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	await expect(page.getByText("naissance : 03/02/1990")).toBeVisible();
	const [hc1 = ""] = await readCodes(await code(page).screenshot());
	expect(decodeHc1(hc1)?.dcc).toMatchObject({ nam: { fn: "ESSAI", gn: "Camille Aimée" }, dob: "1990-02-03" });
	const shown = (await page.locator("main").textContent()) ?? "";
	expect(shown).not.toMatch(/✓|ADMIS|valide\b/);
	await expectAccessible(page);
	await page.getByText("Ce que dit ce pass").click();
	await expect(page.getByText("Test antigénique")).toBeVisible();
	await expectAccessible(page);
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
	await expectAccessible(page);
	// The kept pass gives nobody the link.
	const { databases, storages } = await keptByBrowser(page);
	expect(databases).toContain("HC1:");
	expect(databases + storages).not.toContain(tokenOf(sheet));

	await page.getByRole("button", { name: "Oublier" }).click();
	await expect(page.getByRole("dialog", { name: "Oublier ce pass ?" })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole("dialog").getByRole("button", { name: "Oublier" }).click();
	await expect(page.getByText("Aucun pass n’est gardé sur cet appareil")).toBeVisible();
	await expectAccessible(page);
	await page.close();
});

it("a portal that does not answer says nothing about the paper", async () => {
	const page = await phone.open(sheet.holderPath);
	await giveBirth(page, "03021990");
	await expect(heading(page, "Le portail ne répond pas")).toBeVisible();
	await expect(page.getByText("Votre papier est valable jusqu’au")).toBeVisible();
	await expectAccessible(page);
	await portal.start();
	await page.getByRole("button", { name: "Regarder maintenant" }).click();
	await expect(heading(page, "ESSAI Camille Aimée")).toBeVisible();
	await page.close();
});

it("five wrong birth dates close the link, on every device, also for the right one", async () => {
	const guessed = await counter.issue();
	await counter.register([guessed]);
	const page = await phone.open(guessed.holderPath);
	for (const left of ["Encore 4 essais.", "Encore 3 essais.", "Encore 2 essais.", "Encore 1 essai."]) {
		await giveBirth(page, "04021990");
		await expect(page.getByText(left)).toBeVisible();
	}
	await expectAccessible(page);
	await giveBirth(page, "04021990");
	await expect(page.getByRole("alert").filter({ hasText: "Trop d’essais" })).toBeVisible();
	await expect(page.getByText("Votre papier est valable jusqu’au")).toBeVisible();
	await expectAccessible(page);
	await page.close();

	const other = await openDevice({ origin: portal.origin, viewport: PHONE });
	const second = await other.open(guessed.holderPath);
	await giveBirth(second, "03021990");
	await expect(second.getByRole("alert").filter({ hasText: "Trop d’essais" })).toBeVisible();
	await other.close();
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
	await giveBirth(page, "03021990");
	await expect(page.getByText("Cette attestation a été annulée")).toBeVisible();
	await expectAccessible(page);
	await page.close();
});

it("an address that was cut off says so; in English every state is accessible too", async () => {
	const page = await phone.open("/pass#cut");
	await expect(page.getByRole("alert").filter({ hasText: "Cette adresse n’est pas complète" })).toBeVisible();
	await expectAccessible(page);
	await page.getByRole("button", { name: "English" }).click();
	await expect(page.getByRole("alert").filter({ hasText: "This address is not complete" })).toBeVisible();
	await expectAccessible(page);
	await page.close();

	const english = await phone.open(sheet.holderPath);
	await expectAccessible(english);
	await english.getByLabel("Birth date").fill("03021990");
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
