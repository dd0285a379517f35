/** A pass that its holder keeps, and that the pharmacy corrects: what the telephone says when it is opened again. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { openPortal, type TestPortal } from "../support/portal";
import { enrolCounter, type RemoteCounter, type Sheet } from "../support/remote-counter";

const { holder } = messages.fr;

let portal: TestPortal;
let counter: RemoteCounter;
let phone: TestDevice;
let sheet: Sheet;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	counter = await enrolCounter(portal.origin, (await portal.links()).counter);
	sheet = await counter.issue({ n: ["ESSAY", "Camille Aimée"] });
	await counter.register([sheet]);
	phone = await openDevice({ origin: portal.origin, viewport: { width: 390, height: 844 } });
});
it.afterAll(async () => {
	await phone?.close();
	await portal?.close();
});

const open = () => phone.open(sheet.holderPath);
const takenBack = (page: Page) => page.getByText(holder.takenBack.title);

async function answer(page: Page): Promise<void> {
	await page.getByLabel(holder.stripNumber.label).fill(sheet.record.stripNumber ?? "");
	await page.getByRole("button", { name: holder.stripNumber.open, exact: true }).click();
}

it("[SH-17] it learns of the correction without being asked, and keeps the right pass once the question is answered", async () => {
	const first = await open();
	await answer(first);
	await expect(first.getByRole("heading", { name: "ESSAY Camille Aimée" })).toBeVisible();
	await first.getByRole("button", { name: holder.pass.keep, exact: true }).click();
	await expect(first.getByText(holder.pass.keptHere)).toBeVisible();
	await first.close();
	await counter.correct(sheet);

	const page = await open();
	// The lists are published within seconds; the page looks when it is opened.
	await expect(async () => {
		await page.reload();
		await expect(takenBack(page)).toBeVisible({ timeout: 5_000 });
	}).toPass({ timeout: 120_000 });
	await expectAccessibleInBoth(page);
	await answer(page);
	await expect(page.getByRole("heading", { name: "ESSAI Camille Aimée" })).toBeVisible();
	await expect(page.getByText(holder.replaces.entry_error)).toBeVisible();
	await expect(takenBack(page)).toHaveCount(0);
	await expect(page.getByText(holder.pass.keptHere)).toBeVisible();
	await page.close();

	// Without a network it is the new one that is kept.
	await portal.kill();
	const offline = await open();
	await expect(offline.getByRole("heading", { name: "ESSAI Camille Aimée" })).toBeVisible();
	await expect(takenBack(offline)).toHaveCount(0);
	await offline.close();
});

it("no page broke the content security policy or threw", () => {
	expect(phone.faults).toEqual([]);
});
