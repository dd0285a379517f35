/** A door that was enrolled and starts without a network, and without what it should have fetched or was given. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { enrolDevice } from "../support/counter-page";
import { PHONE } from "../support/door-stage";
import { drawCamera } from "../support/drawn-camera";
import { openPortal, type TestPortal } from "../support/portal";

const { door, offline, selfTest } = messages.fr;
const { check } = selfTest;

let portal: TestPortal;
let device: TestDevice;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: PHONE });
	await drawCamera(device.context());
	page = await enrolDevice(device, { link: (await portal.links()).door, label: "entrée A" });
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

/** Takes from the device's database all lists and keys, and the keys of written codes. */
const take = () =>
	page.evaluate(async () => {
		const settle = <Value>(request: IDBRequest<Value>) =>
			new Promise<Value>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error);
			});
		const database = await settle(indexedDB.open("relais"));
		const transaction = database.transaction(["trust", "device"], "readwrite");
		const done = new Promise((resolve) => transaction.addEventListener("complete", resolve));
		await settle(transaction.objectStore("trust").clear());
		const row = await settle(transaction.objectStore("device").get("device"));
		await settle(transaction.objectStore("device").put({ ...row, codeKeys: { ...row.codeKeys, days: {} } }));
		await done;
		database.close();
	});

/** What the page names, in its order. */
const named = () =>
	page.locator("[data-lacking] [data-check]").evaluateAll((all) => all.map((one) => one.dataset["check"]));

it("[ND-10] names each thing that it lacks before a post is chosen, and what to do", async () => {
	await portal.kill();
	await take();
	await page.close();
	page = await device.open("/scan");
	await expect(page.getByText(offline.lacking.title)).toBeVisible();
	await expect.poll(named).toEqual(["keys", "delegations", "codes", "post"]);
	for (const sentence of [check.keys.keyset, check.delegations.missing, check.codes.missing, check.post.none]) {
		await expect(page.locator("[data-lacking]").getByText(sentence)).toBeVisible();
	}
	await expectAccessible(page);
	await page.getByRole("button", { name: "English" }).click();
	await expect(page.locator("[data-lacking]").getByText(messages.en.selfTest.check.keys.keyset)).toBeVisible();
	await page.getByRole("button", { name: "Français" }).click();
});

it("[ND-10] names at the post what it still lacks, and is silent about what then came", async () => {
	await page.getByRole("button", { name: door.setup.start, exact: true }).click();
	await page.getByRole("button", { name: door.firstUse.skip, exact: true }).click();
	await expect.poll(named).toEqual(["keys", "delegations", "codes", "salt"]);
	await expect(page.locator("[data-lacking]").getByText(check.salt.missing)).toBeVisible();
	await expectAccessible(page);
	await portal.start();
	await page.getByRole("button", { name: offline.lacking.update, exact: true }).click();
	await expect.poll(named, { timeout: 60_000 }).not.toContain("keys");
	expect(await named()).not.toContain("delegations");
});

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
