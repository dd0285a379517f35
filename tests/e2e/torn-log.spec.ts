/** A browser that is ended in the middle of a write: the log of its databases ends with half an entry. Real Chromium. */
import { readdir, stat, truncate } from "node:fs/promises";
import path from "node:path";
import { expect, test as it } from "@playwright/test";
import { openDevice, type TestDevice } from "../support/browser";
import { dayEntries, enrolDevice, openCounter, shownSheet, typePerson, untilSent } from "../support/counter-page";
import { openPortal, type TestPortal } from "../support/portal";

let portal: TestPortal;
let device: TestDevice;

it.describe.configure({ mode: "serial", timeout: 120_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 860 } });
	const page = await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 1" });
	await page.close();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

/** Cuts the last entry of the newest log in two. */
async function tearLog(): Promise<void> {
	const databases = path.join(device.profile, "Default", "IndexedDB");
	const [folder] = (await readdir(databases)).filter((name) => name.endsWith(".indexeddb.leveldb"));
	it.skip(folder === undefined, "this browser keeps its databases in no LevelDB");
	const logs = (await readdir(path.join(databases, folder ?? ""))).filter((name) => name.endsWith(".log")).sort();
	const log = path.join(databases, folder ?? "", logs.at(-1) ?? "");
	await truncate(log, (await stat(log)).size - 20);
}

it("[ND-12] loses that write and nothing else, also at the starts after the next", async () => {
	const before = await openCounter(device);
	await typePerson(before, "avant");
	await before.keyboard.press("F9");
	const numbers = [await shownSheet(before)];
	await untilSent(before);

	await device.kill(tearLog);
	const after = await openCounter(device);
	await typePerson(after, "apres");
	await after.keyboard.press("F9");
	numbers.push(await shownSheet(after));
	await untilSent(after);
	await device.kill();

	const page = await openCounter(device);
	await expect(dayEntries(page)).toHaveCount(2);
	await typePerson(page, "enfin");
	await page.keyboard.press("F9");
	numbers.push(await shownSheet(page));
	expect(new Set(numbers).size).toBe(3);
});
