/** The counter when the portal comes back: everything registers by itself, once; then corrected, taken back, in English. */
import { expect, test as it } from "@playwright/test";
import { expectAccessible, expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	issueByKeyboard,
	openCounter,
	printedSheet,
	readSheet,
	reloadCounter,
	shownSheet,
	typePerson,
} from "../support/counter-page";
import { PHONE } from "../support/door-stage";
import { openPass } from "../support/holder-page";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { readCodes } from "../support/read-codes";

let portal: TestPortal;
let device: TestDevice;

/** The longest wait of a device whose portal was away (lib/outbox/backoff.ts), and some more. */
const BY_ITSELF = { timeout: 150_000 };

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 860 }, density: 3 });
	const page = await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 2" });
	await page.close();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

/** State and number of what the authority has. */
async function records(): Promise<readonly Record<string, unknown>[]> {
	return await queryPortal(
		portal.databaseUrl,
		"SELECT state, status_index AS number FROM records ORDER BY registered_at, number",
	);
}

it("while the portal answers, an attestation is registered at once", async () => {
	const page = await openCounter(device);
	const number = await issueByKeyboard(page);
	await expect(dayEntries(page, "registered")).toHaveCount(1, BY_ITSELF);
	expect(await records()).toEqual([{ state: "registered", number }]);
	await page.close();
});

it("the portal comes back: everything registers by itself, once, and can be printed again", async () => {
	const page = await openCounter(device);
	await portal.kill();
	const numbers = [await issueByKeyboard(page)];
	await page.keyboard.press("F4");
	numbers.push(await issueByKeyboard(page));
	await expect(dayEntries(page, "waiting")).toHaveCount(2);
	await portal.start();
	await expect(dayEntries(page, "registered")).toHaveCount(3, BY_ITSELF);
	await expect(page.getByText("Tout est enregistré")).toBeVisible();
	await expect(page.locator("[data-portal=answers]")).toBeVisible();
	expect((await records()).slice(1)).toEqual(numbers.map((number) => ({ state: "registered", number })));

	await dayEntries(page, "registered").first().click();
	await expect(page.getByRole("dialog")).toContainText("ESSAI Camille Aimée");
	await expectAccessibleInBoth(page);
	await page.evaluate(() => {
		window.print = () => document.body.setAttribute("data-printed", "yes");
	});
	await page.getByRole("button", { name: "Réimprimer la feuille" }).click();
	await expect(page.locator("body[data-printed]")).toHaveCount(1);
	await page.emulateMedia({ media: "print" });
	await expect(page.locator(".paper-only [data-sheet]")).toBeVisible();
	await expect(page.getByRole("dialog")).toBeHidden();
	await page.close();
});

it("the strip of the sheet opens the pass; above its cut line nothing leads there; both fit on one page", async () => {
	const page = await openCounter(device);
	await dayEntries(page, "registered").first().click();
	await page.getByRole("button", { name: "Réimprimer la feuille" }).click();
	await page.keyboard.press("Escape");
	await page.emulateMedia({ media: "print" });
	const paper = printedSheet(page);
	const strip = paper.locator(".sheet-strip");
	const { holderLink, stripNumber } = await readSheet(page);
	expect(holderLink).toContain("/pass#n.");
	expect(stripNumber).toMatch(/^\d{3} \d{4}$/);
	await expect(strip).toContainText("À détacher et à garder / Tear off and keep");
	expect(await readCodes(await strip.screenshot())).toEqual([holderLink]);
	await expect(strip).not.toContainText("ESSAI");
	await expect(strip).not.toContainText("1990");
	for (const format of ["A4", "A5"]) {
		const pdf = (await page.pdf({ format, preferCSSPageSize: true })).toString("latin1");
		expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
	}
	// What a door is shown.
	await strip.evaluate((element) => element.remove());
	const shown = (await paper.textContent()) ?? "";
	expect(shown).toContain("ESSAI Camille Aimée");
	for (const secret of ["/pass#", stripNumber, stripNumber.replace(" ", "")]) expect(shown).not.toContain(secret);
	const [rp1, ...others] = await readCodes(await paper.screenshot());
	expect([rp1?.slice(0, 4), ...others]).toEqual(["RP1:"]);
	await page.close();

	const phone = await openDevice({ origin: portal.origin, viewport: PHONE, density: 3 });
	expect(await openPass(phone, { link: holderLink, stripNumber })).toMatch(/^HC1:/);
	await phone.close();
});

it("an answer that is lost registers once; the button that asked goes, and the focus is where it was", async () => {
	const page = await openCounter(device);
	let lost = 0;
	// Lost until the button was pressed: the counter tries again by itself, and the button would go.
	let pressed = false;
	await page.route("**/api/records", async (route) => {
		if (lost++ === 0) await route.fetch();
		return pressed ? route.continue() : route.abort();
	});
	const number = await issueByKeyboard(page);
	await expect(page.locator("[data-portal=away]")).toBeVisible();
	expect((await records()).at(-1)).toEqual({ state: "registered", number });
	const next = page.getByRole("button", { name: "Oui, personne suivante" });
	await expect(next).toBeFocused();
	const tryNow = page.getByRole("button", { name: "Essayer maintenant" });
	await tryNow.click();
	pressed = true;
	await expect(tryNow).toHaveCount(0, BY_ITSELF);
	await expect(next).toBeFocused();
	await expect(dayEntries(page, "registered")).toHaveCount(4, BY_ITSELF);
	expect(await records()).toHaveLength(4);
	await page.close();
});

it("a refused attestation is corrected: its data come back, the new one replaces it", async () => {
	const page = await openCounter(device);
	await portal.kill();
	const number = await issueByKeyboard(page, "essay");
	// The authority hears that this paper is void before it hears of the paper.
	await queryPortal(
		portal.databaseUrl,
		`INSERT INTO status_bits (list_no, "index", reason, set_at)
		 SELECT list_no, $1, 'entry_error', now() FROM delegations WHERE first_index <= $1 AND first_index + index_count > $1`,
		[number],
	);
	await portal.start();
	await expect(dayEntries(page, "refused")).toHaveCount(1, BY_ITSELF);
	await dayEntries(page, "refused").click();
	await expect(page.getByRole("dialog")).toContainText("révoquée");
	await expectAccessibleInBoth(page);
	await page.getByRole("button", { name: "Corriger et délivrer de nouveau" }).click();
	// Nobody's reason is chosen for them.
	await page.getByRole("button", { name: "Ouvrir la saisie" }).click();
	await expect(page.getByText("Choisissez une raison.")).toBeVisible();
	await expectAccessibleInBoth(page);
	await page.getByRole("radio", { name: "faute de saisie" }).check();
	await page.getByRole("button", { name: "Ouvrir la saisie" }).click();
	await expect(page.locator("[name=family]")).toHaveValue("ESSAY");
	await page.locator("[name=family]").fill("essai");
	await page.keyboard.press("F9");
	await shownSheet(page);
	await expect(dayEntries(page, "corrected")).toHaveCount(1);
	await expect(dayEntries(page, "refused")).toHaveCount(0);
	await expect(dayEntries(page, "registered")).toHaveCount(5, BY_ITSELF);
	await page.close();
});

it("an attestation is taken back, also while the portal is away", async () => {
	const page = await openCounter(device);
	await portal.kill();
	await dayEntries(page, "registered").first().click();
	await page.getByRole("button", { name: "Annuler l’attestation" }).click();
	await expectAccessibleInBoth(page);
	await page.getByRole("radio", { name: "mauvaise personne" }).check();
	await page.getByRole("button", { name: "Annuler définitivement" }).click();
	await expect(dayEntries(page, "revoking")).toHaveCount(1);
	await reloadCounter(page);
	await expect(dayEntries(page, "revoking")).toHaveCount(1);
	await portal.start();
	await expect(dayEntries(page, "revoked")).toHaveCount(1, BY_ITSELF);
	await page.close();
});

it("[VS-9] what appears by itself while a button is pressed neither moves it nor takes the press away", async () => {
	const page = await openCounter(device);
	const elsewhere = await openCounter(device);
	let fail = () => {};
	const failed = new Promise<void>((resolve) => {
		fail = resolve;
	});
	await page.context().route("**/api/records", async (route) => {
		await failed;
		await route.abort();
	});
	await issueByKeyboard(page);
	const next = page.getByRole("button", { name: "Oui, personne suivante" });
	await next.hover();
	const place = await next.boundingBox();
	await page.mouse.down();
	fail();
	// The other page of this counter shows what the pressed one has heard by then.
	await expect(elsewhere.locator("[data-portal=away]")).toBeVisible(BY_ITSELF);
	await expect(elsewhere.getByText("Le portail ne répond pas depuis")).toBeVisible();
	expect(await next.boundingBox()).toEqual(place);
	await page.mouse.up();
	await expect(page.locator("[name=family]")).toHaveValue("");
	await expect(page.getByText("Le portail ne répond pas depuis")).toBeVisible();
	await page.context().unroute("**/api/records");
	await elsewhere.close();
	await page.close();
});

it("English on the screen, both languages on the paper", async () => {
	const page = await openCounter(device);
	await page.getByRole("button", { name: "English" }).click();
	await expect(page.getByRole("button", { name: /Issue and print/ })).toBeVisible();
	await expect(page.locator("html")).toHaveAttribute("lang", "en");
	await expectAccessible(page);
	await page.locator("[name=family]").focus();
	await typePerson(page);
	await page.keyboard.press("F9");
	await expect(page.locator("main [data-sheet]")).toContainText("Attestation de test — valable jusqu’au");
	await expect(page.locator("main [data-sheet]")).toContainText("Test attestation — valid until");
	await expectAccessible(page);
	await dayEntries(page).first().click();
	await expectAccessible(page);
	await page.close();
});

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
