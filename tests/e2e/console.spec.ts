import { expect, test as it, type Page } from "@playwright/test";
import { decodeJwt } from "jose";
import { expectAccessible } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { makeConsoleLink } from "../support/console-link";
import { openPortal, type TestPortal } from "../support/portal";
import { readQrCode } from "../support/read-qr-code";

let portal: TestPortal;
let operator: TestDevice;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(300_000);
	portal = await openPortal();
	operator = await openDevice({ origin: portal.origin });
});
it.afterAll(async () => {
	await operator?.close();
	await portal?.close();
});

const makeLink = (name = "Essai") => makeConsoleLink(portal, name);

async function openConsole(): Promise<Page> {
	const page = await operator.open("/console");
	await expect(page.getByRole("heading", { name: "Vue d’ensemble" })).toBeVisible();
	return page;
}

/** Ours, not the one in which Next announces a change of route. */
const alertOf = (page: Page) => page.locator("[role=alert]:not(#__next-route-announcer__)");

it("without a link it says how to get one, and a made-up one opens nothing", async () => {
	const page = await operator.open("/console");
	await expect(page.getByRole("heading", { name: "Ouvrir la console" })).toBeVisible();
	await expect(page.getByText("npm run --silent console-link")).toBeVisible();
	await expectAccessible(page);
	await page.goto(`${portal.origin}/console#${"A".repeat(22)}`);
	await expect(alertOf(page)).toContainText("n’est plus valable");
	await page.close();
});

it("a one-time link opens the console once, and leaves no trace in the address", async () => {
	const link = await makeLink("Mme Essai");
	expect(link).toMatch(new RegExp(`^${portal.origin}/console#`));
	const page = await operator.open(new URL(link).pathname + new URL(link).hash);
	await expect(page.getByText("Mme Essai")).toBeVisible();
	expect(page.url()).toBe(`${portal.origin}/console`);
	await page.goBack();
	expect(page.url()).not.toContain("#");
	await page.close();

	const other = await openDevice({ origin: portal.origin });
	const again = await other.open(new URL(link).pathname + new URL(link).hash);
	await expect(alertOf(again)).toContainText("a déjà servi");
	await other.close();
});

it("the session survives a restart of browser and portal; while the portal is away, the console says so", async () => {
	await operator.restart();
	const page = await openConsole();
	await expect(page.getByText("Aucune pharmacie pour l’instant")).toBeVisible();
	await expectAccessible(page);
	// The demo world appears with the first links into it.
	await portal.links();
	await page.reload();
	await expect(page.getByText("Liste de confiance publiée")).toBeVisible();
	await expectAccessible(page);
	await portal.kill();
	await page.getByRole("link", { name: "Pharmacies" }).click();
	await expect(alertOf(page)).toContainText("Le portail ne répond pas");
	await portal.start();
	await page.getByRole("button", { name: "Réessayer" }).click();
	await expect(page.getByRole("rowheader", { name: "40123-3" })).toBeVisible();
	await page.close();
});

it("a pharmacy is added by keyboard alone, shows its check digit, and only once", async () => {
	const page = await openConsole();
	await page.getByRole("link", { name: "Pharmacies" }).click();
	await expect(page.getByRole("rowheader", { name: "40123-3" })).toBeVisible();

	const add = page.getByRole("button", { name: "Ajouter une pharmacie" });
	await add.focus();
	await page.keyboard.press("Enter");
	await page.keyboard.type("51877");
	const dialog = page.getByRole("dialog");
	await expect(dialog.getByRole("status").filter({ hasText: "51877-3" })).toBeVisible();
	await page.keyboard.press("Enter");
	await expect(dialog.getByText("Indiquez la ville.")).toBeVisible();
	await expectAccessible(page);
	await page.keyboard.press("Tab");
	await page.keyboard.type("Pharmacie du Port");
	await page.keyboard.press("Tab");
	await page.keyboard.type("Lorient");
	await page.keyboard.press("Enter");
	await expect(dialog).toBeHidden();
	await expect(page.getByRole("row", { name: /51877-3.*Pharmacie du Port, Lorient/ })).toBeVisible();
	await expect(add).toBeFocused();

	await add.click();
	await page.keyboard.type("51877");
	await dialog.getByLabel("Nom", { exact: true }).fill("Une autre");
	await dialog.getByLabel("Ville").fill("Brest");
	await dialog.getByRole("button", { name: "Ajouter" }).click();
	await expect(dialog.getByRole("alert")).toContainText("porte déjà ce numéro");
	await page.keyboard.press("Escape");

	await page.getByRole("searchbox").fill("lorient");
	await expect(page.getByRole("row")).toHaveCount(2);
	await page.getByRole("searchbox").fill("nowhere");
	await expect(page.getByText("Rien ne correspond")).toBeVisible();
	await page.close();
});

it("a ticket's QR code is its link, and enrols one device", async () => {
	const page = await openConsole();
	await page.getByRole("link", { name: "Pharmacies" }).click();
	await page.getByRole("button", { name: "Enrôler un comptoir 51877-3" }).click();
	const dialog = page.getByRole("dialog");
	await dialog.getByRole("button", { name: "Faire un code" }).click();
	const code = dialog.getByRole("img", { name: "QR code d’enrôlement" });
	await expect(code).toBeVisible();
	await expectAccessible(page);
	const link = await readQrCode(await code.screenshot());
	await expect(dialog.getByText(link)).toBeVisible();

	// What goes to the printer is the ticket, not the console.
	await page.emulateMedia({ media: "print" });
	await expect(page.getByText("À remettre en main propre.")).toBeVisible();
	await expect(page.getByRole("button", { name: "Imprimer" })).toBeHidden();
	await page.emulateMedia({ media: "screen" });

	const counter = await openDevice({ origin: portal.origin });
	const enrolment = await counter.open(new URL(link).pathname + new URL(link).hash);
	await enrolment.getByLabel("Nom de cet appareil").fill("poste 1");
	await enrolment.getByRole("button", { name: "Enrôler cet appareil" }).click();
	await expect(enrolment.getByRole("heading", { name: "Cet appareil est prêt" })).toBeVisible();
	await counter.close();

	await dialog.getByRole("button", { name: "Terminé" }).click();
	await page.getByRole("link", { name: "Appareils" }).click();
	await expect(page.getByRole("row", { name: /poste 1 Comptoir Pharmacie du Port, Lorient 51877-3/ })).toBeVisible();
	await expectAccessible(page);
	await page.close();
});

it("a venue, an event and a train are added", async () => {
	const page = await openConsole();
	await page.getByRole("link", { name: "Lieux et trains" }).click();
	await page.getByRole("button", { name: "Ajouter un lieu ou un transporteur" }).click();
	await page.keyboard.type("Théâtre des Essais");
	await page.keyboard.press("Enter");
	await expect(page.getByRole("heading", { name: "Théâtre des Essais" })).toBeVisible();

	const plan = page.getByRole("button", { name: "Ajouter un événement ou un train Théâtre des Essais" });
	await plan.click();
	const dialog = page.getByRole("dialog");
	await dialog.getByLabel("Nom de l’événement").fill("Première");
	await dialog.getByLabel("Places").fill("240");
	await expectAccessible(page);
	await dialog.getByRole("button", { name: "Ajouter" }).click();
	await expect(page.getByRole("row", { name: /Première événement .* Entrée 0 240 0/ })).toBeVisible();

	await plan.click();
	await dialog.getByLabel("Train", { exact: true }).check();
	await dialog.getByLabel("Numéro ou nom du train").fill("Train des essais");
	await dialog.getByLabel("Fin").fill("2020-01-01T10:00");
	await dialog.getByRole("button", { name: "Ajouter" }).click();
	await expect(dialog.getByText("La fin doit suivre le début.")).toBeVisible();
	await dialog.getByLabel("Fin").fill("2099-01-01T10:00");
	await dialog.getByRole("button", { name: "Ajouter" }).click();
	await expect(page.getByRole("row", { name: /Train des essais train/ })).toBeVisible();
	await expectAccessible(page);
	await page.close();
});

it("denying a device says what follows, and is on the published list at once", async () => {
	const page = await openConsole();
	await page.getByRole("link", { name: "Appareils" }).click();
	await page.getByRole("button", { name: "Exclure poste 1" }).click();
	const dialog = page.getByRole("dialog");
	await expect(dialog.getByText("Tous les QR codes que cet appareil a signés seront refusés")).toBeVisible();
	await expect(dialog.getByText("Les codes écrits de la pharmacie restent acceptés")).toBeVisible();
	await dialog.getByRole("button", { name: "Exclure définitivement" }).click();
	await expect(dialog.getByText("Choisissez une raison.")).toBeVisible();
	await expectAccessible(page);
	await dialog.getByLabel("Raison").selectOption("volé");
	await dialog.getByRole("button", { name: "Exclure définitivement" }).click();
	await expect(page.getByRole("row", { name: /poste 1 .*exclu/ })).toBeVisible();
	expect(await publishedDenials()).toEqual([{ jti: expect.any(String), from: expect.any(Number), reason: "stolen" }]);

	await page.getByRole("link", { name: "Pharmacies" }).click();
	await page.getByRole("button", { name: "Exclure 51877-3" }).click();
	await expect(dialog.getByText("QR codes et codes écrits")).toBeVisible();
	await dialog.getByLabel("Raison").selectOption("fraude");
	await dialog.getByRole("button", { name: "Exclure définitivement" }).click();
	await expect(page.getByRole("row", { name: /51877-3 .*exclue/ })).toBeVisible();
	expect(await publishedDenials()).toContainEqual({ sub: "51877", from: expect.any(Number), reason: "fraud" });
	await page.close();
});

async function publishedDenials(): Promise<unknown> {
	const answer = await fetch(`${portal.origin}/trust/list.jwt`);
	return decodeJwt(await answer.text())["denied"];
}

it("in English every section is accessible too", async () => {
	const page = await openConsole();
	await page.getByRole("button", { name: "English" }).click();
	for (const name of ["Pharmacies", "Venues and trains", "Devices", "Overview"]) {
		await page.getByRole("link", { name }).click();
		await expect(page.getByRole("heading", { name, level: 2 })).toBeVisible();
		await expect(page.getByRole("progressbar")).toHaveCount(0);
		await expectAccessible(page);
	}
	await page.getByRole("button", { name: "Français" }).click();
	await page.close();
});

it("a session that ended is noticed at the next step; signing out ends it on the server", async () => {
	const page = await openConsole();
	const cookies = await page.context().cookies();
	expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
		{ httpOnly: true, sameSite: "Strict" },
	]);
	// An answer under way would notice the missing cookie before the click does, and take the links away.
	await expect(page.getByRole("progressbar")).toHaveCount(0);
	await page.context().clearCookies();
	await page.getByRole("link", { name: "Appareils" }).click();
	await expect(alertOf(page)).toContainText("Votre session est terminée");
	await page.context().addCookies(cookies);
	await page.reload();
	await page.getByRole("button", { name: "Fermer la session" }).click();
	await expect(page.getByRole("heading", { name: "Ouvrir la console" })).toBeVisible();
	await page.context().addCookies(cookies);
	await page.reload();
	await expect(page.getByRole("heading", { name: "Ouvrir la console" })).toBeVisible();
	expect(operator.faults).toEqual([]);
	await page.close();
});
