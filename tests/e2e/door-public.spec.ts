/** Verifying on a browser that nobody enrolled: from the public lists, offline, and leaving no trace of anybody. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { expectGoodLooks } from "../support/door-looks";
import { verdictAfter } from "../support/door-page";
import { PHONE } from "../support/door-stage";
import { drawCamera, show } from "../support/drawn-camera";
import { keptByBrowser } from "../support/kept-by-browser";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { enrolCounter, type RemoteCounter, type Sheet } from "../support/remote-counter";
import { storedRows } from "../support/stored-rows";

const { door, public: verifying } = messages.fr;

let portal: TestPortal;
let counter: RemoteCounter;
let device: TestDevice;
let sheet: Sheet;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	counter = await enrolCounter(portal.origin, (await portal.links()).counter);
	sheet = await counter.issue({ n: ["PASSEROSE", "Apolline"], b: "1979-04-02" });
	device = await openDevice({ origin: portal.origin, viewport: PHONE });
	await drawCamera(device.context());
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

async function present(text: string) {
	const verdict = await verdictAfter(page, () => show(page, text), { hold: true });
	await show(page, undefined);
	await page.getByRole("button", { name: door.verdict.next, exact: true }).click();
	return verdict;
}

const begin = (on: Page, choice: "event" | "train" = "event") =>
	on.getByRole("button", { name: verifying.offer[choice], exact: true }).click();
const keysOf = (on: Page) => on.locator("[data-public] [data-keys='fresh']");

it("[ND-6] [VS-6] a browser that was never enrolled verifies with the public lists, and says what it does not do", async () => {
	page = await device.open("/scan");
	await expect(page.getByRole("heading", { name: door.notEnrolled.title })).toBeVisible();
	await expectGoodLooks(page);
	await begin(page);
	await expect(keysOf(page)).toBeVisible();
	await expect(page.getByText(verifying.limits)).toBeVisible();
	await expect(page.getByRole("button", { name: door.camera.code, exact: true })).toHaveCount(0);
	await expectGoodLooks(page);
	const { outcome, text } = await present(sheet.text);
	expect(outcome).toBe("admitted");
	expect(text).toContain("PASSEROSE");
	expect(text).not.toContain(door.verdict.notCounted);
	// The same paper again: nobody is counted, so nobody is inside.
	await page.close();
	page = await device.open("/scan");
	expect((await present(sheet.text)).outcome).toBe("admitted");
});

it("[ND-6] shows which authority it believes: the one whose root an enrolment would pin", async () => {
	await page.locator("[data-keys]").click();
	const shown = await page.locator("[data-root]").textContent();
	expect((shown ?? "").replaceAll(/\s/g, "")).toBe(counter.kit.root);
	await expectAccessible(page);
	await page.keyboard.press("Escape");
});

it("[ND-6] works offline from then on, also after a restart", async () => {
	await portal.kill();
	await device.restart();
	await drawCamera(device.context());
	page = await device.open("/scan");
	await expect(keysOf(page)).toBeVisible();
	expect((await present(sheet.text)).outcome).toBe("admitted");
});

it("[ND-6] keeps and tells nothing of whom it saw", async () => {
	const { databases, caches, storages } = await keptByBrowser(page);
	for (const said of ["PASSEROSE", "Apolline", "1979-04-02", sheet.text.slice(4, 60)]) {
		expect(databases + caches + storages).not.toContain(said);
	}
	for (const table of ["checkins", "eventSalts", "outcomes"]) expect(await storedRows(page, table)).toEqual([]);
	await portal.start();
	expect(await queryPortal(portal.databaseUrl, "SELECT count(*)::int AS n FROM check_ins")).toEqual([{ n: 0 }]);
});

it("[ND-7] a browser that may delete its storage verifies, and is told what it may forget", async () => {
	const fleeting = await openDevice({ origin: portal.origin, fleeting: true, viewport: PHONE });
	await drawCamera(fleeting.context());
	page = await fleeting.open("/scan");
	await begin(page, "train");
	await expect(keysOf(page)).toBeVisible();
	await expect(page.getByText(verifying.forgets.maybe)).toBeVisible();
	await expectAccessible(page);
	expect((await present(sheet.text)).outcome).toBe("admitted");
	expect(fleeting.faults).toEqual([]);
	await fleeting.close();
});

it("[ND-7] a browser that gives no database verifies from memory", async () => {
	const refusing = await openDevice({ origin: portal.origin, viewport: PHONE });
	await drawCamera(refusing.context());
	await refusing.context().addInitScript(() => {
		IDBFactory.prototype.open = () => {
			throw new DOMException("", "SecurityError");
		};
	});
	page = await refusing.open("/scan");
	await expect(page.getByText(messages.fr.home.storageFailed.title)).toBeVisible();
	await begin(page);
	await expect(keysOf(page)).toBeVisible();
	await expect(page.getByText(verifying.forgets.all)).toBeVisible();
	expect((await present(sheet.text)).outcome).toBe("admitted");
	expect(refusing.faults).toEqual([]);
	await refusing.close();
});

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
