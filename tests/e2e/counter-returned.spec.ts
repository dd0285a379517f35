/** A workstation fails before the portal is back: a person brings the sheet, and another workstation registers its act. */
import { expect, test as it } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	issueByKeyboard,
	openCounter,
	photographSheet,
	readSheet,
	type SheetTexts,
} from "../support/counter-page";
import { drawCamera, show } from "../support/drawn-camera";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { readCodes } from "../support/read-codes";
import { scanByWedge } from "../support/wedge-scanner";

const { paper } = messages.fr;

let portal: TestPortal;
let failed: TestDevice;
let other: TestDevice;
/** What stands on the two sheets of the workstation that failed, and what their codes say. */
const sheets: (SheetTexts & { readonly rp1: string })[] = [];

const BY_ITSELF = { timeout: 150_000 };

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	const at = { origin: portal.origin, viewport: { width: 1280, height: 900 }, density: 3 };
	failed = await openDevice(at);
	other = await openDevice(at);
	for (const [device, label] of [
		[failed, "poste 1"],
		[other, "poste 2"],
	] as const) {
		const page = await enrolDevice(device, { link: (await portal.links()).counter, label });
		await page.close();
	}
	await drawCamera(other.context());
	const page = await openCounter(failed);
	await portal.kill();
	for (const family of ["scannee", "filmee"]) {
		await issueByKeyboard(page, family);
		const codes = await readCodes((await photographSheet(page)).png);
		const rp1 = codes.find((text) => text.startsWith("RP1:"));
		if (rp1 === undefined) throw new Error("no code was read from the sheet");
		sheets.push({ ...(await readSheet(page)), rp1 });
		await page.keyboard.press("F4");
	}
	await page.close();
});
it.afterAll(async () => {
	await failed?.close();
	await other?.close();
	await portal?.close();
});

const records = () =>
	queryPortal(
		portal.databaseUrl,
		"SELECT state, (SELECT count(*)::int FROM passes) AS passes FROM records ORDER BY registered_at, key",
	);

it("[QM-4] a sheet is scanned by hand on any keyboard, with its strip, completed and kept while the portal is away", async () => {
	const [sheet] = sheets;
	if (sheet === undefined) throw new Error("nothing was issued");
	const page = await openCounter(other);
	await page.getByRole("button", { name: paper.open }).click();
	await expectAccessibleInBoth(page);
	await scanByWedge(page, sheet.holderLink.replace("/pass#", "/enrol#"), "azerty");
	await expect(page.getByText(paper.not_a_sheet)).toBeVisible();
	await scanByWedge(page, sheet.rp1, "azerty");
	await expect(page.locator("[data-paper]")).toContainText("SCANNEE Camille Aimée");
	await expect(page.getByRole("dialog").locator("[name='sex']")).toBeFocused();
	await scanByWedge(page, sheet.holderLink, "azerty");
	await expect(page.getByRole("dialog").locator("[name='stripNumber']")).toBeVisible();
	const dialog = page.getByRole("dialog");
	await dialog.getByRole("button", { name: paper.register }).click();
	await expect(dialog.locator("[name='sex']")).toBeFocused();
	await expect(dialog).toContainText(paper.stripWrong);
	await expectAccessibleInBoth(page);
	await dialog.locator("[name='sex']").selectOption("F");
	await dialog.locator("[name='phone']").fill("06 12 34 56 78");
	await dialog.locator("[name='stripNumber']").fill(sheet.stripNumber);
	await dialog.locator("[name='consent']").check();
	await dialog.locator("[name='consent']").press("Enter");
	await expect(dialog.locator("[data-returned=taken]")).toBeVisible();
	await expectAccessibleInBoth(page);
	await scanByWedge(page, sheet.rp1, "us");
	await expect(dialog.locator("[data-returned=known]")).toBeVisible();
	await page.keyboard.press("Escape");
	await expect(dayEntries(page, "waiting")).toHaveCount(1);
	await page.close();
});

it("[QM-4] another sheet is read by the camera; its strip is lost, so it gets another one", async () => {
	const [, sheet] = sheets;
	if (sheet === undefined) throw new Error("nothing was issued");
	const page = await openCounter(other);
	await page.getByRole("button", { name: paper.open }).click();
	const dialog = page.getByRole("dialog");
	await dialog.getByRole("button", { name: paper.camera.start }).click();
	await expect(dialog.getByText(paper.camera.live)).toBeVisible();
	await expectAccessibleInBoth(page);
	await show(page, sheet.rp1);
	await expect(dialog.locator("[data-paper]")).toContainText("FILMEE Camille Aimée");
	await show(page, undefined);
	await dialog.locator("[name='sex']").selectOption("X");
	await dialog.locator("[name='consent']").check();
	await dialog.getByRole("button", { name: paper.register }).click();
	await expect(dialog.locator("[data-returned=taken]")).toBeVisible();
	await page.keyboard.press("Escape");
	await expect(page.getByText("a-t-elle été remise ?")).toContainText("FILMEE");
	await page.close();
});

it("[QM-4] both register once, also when the workstation comes back with its queue, which then says that they are", async () => {
	await portal.start();
	const page = await openCounter(other);
	await expect(dayEntries(page, "registered")).toHaveCount(2, BY_ITSELF);
	const registered = { state: "registered", passes: 2 };
	expect(await records()).toEqual([registered, registered]);
	await page.close();
	const back = await openCounter(failed);
	await expect(dayEntries(back, "refused")).toHaveCount(2, BY_ITSELF);
	expect(await records()).toEqual([registered, registered]);
	await dayEntries(back, "refused").first().click();
	await expect(back.getByRole("dialog")).toContainText(messages.fr.day.standing.registered);
	expect(await queryPortal(portal.databaseUrl, "SELECT count(*)::int AS revoked FROM status_bits")).toEqual([
		{ revoked: 0 },
	]);
	await back.close();
});
