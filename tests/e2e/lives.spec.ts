/** One device, one life: a profile that is restored, copied, and copied while nobody has a network. Real Chromium. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	openCounter,
	readSheet,
	shownSheet,
	typePerson,
	untilSent,
} from "../support/counter-page";
import { PHONE } from "../support/door-stage";
import { answerStrip } from "../support/holder-page";
import { drawFirst } from "../support/issuing";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";

const { holder, life } = messages.fr;

let portal: TestPortal;
const devices: TestDevice[] = [];

/** The longest wait of a device whose portal was away (lib/outbox/backoff.ts), and some more. */
const BY_ITSELF = { timeout: 150_000 };

it.describe.configure({ mode: "serial", timeout: 400_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
});
it.afterAll(async () => {
	for (const device of devices) await device.close();
	await portal?.close();
});

const query = (sql: string) => queryPortal(portal.databaseUrl, sql);

async function newCounter(label: string): Promise<TestDevice> {
	const device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 860 } });
	devices.push(device);
	const page = await enrolDevice(device, { link: (await portal.links()).counter, label });
	await page.close();
	return device;
}

async function copyOf(device: TestDevice): Promise<TestDevice> {
	const copy = await device.copy();
	devices.push(copy);
	return copy;
}

/** Issues for people of these names; answers the numbers. */
async function issueFor(page: Page, ...families: readonly string[]): Promise<readonly number[]> {
	const numbers: number[] = [];
	for (const family of families) {
		if ((await page.locator("main [data-sheet]").count()) > 0) await page.keyboard.press("F4");
		await typePerson(page, family);
		await page.keyboard.press("F9");
		await expect(page.locator("main [data-sheet]")).toContainText(family.toUpperCase());
		numbers.push(await shownSheet(page));
	}
	return numbers;
}

const lifeOf = (page: Page) => page.locator("[data-life]").first();

it("[OL-2] [OL-3] a restored profile, with the portal up, gives no number away again and says what it is", async () => {
	const original = await newCounter("poste 1");
	const first = await openCounter(original);
	const numbers = [...(await issueFor(first, "avant"))];
	await untilSent(first);
	await first.close();

	const restored = await copyOf(original);
	const second = await openCounter(original);
	numbers.push(...(await issueFor(second, "pendant", "encore")));
	await untilSent(second);
	await original.close();
	devices.splice(devices.indexOf(original), 1);

	const page = await openCounter(restored);
	numbers.push(...(await issueFor(page, "ensuite", "enfin")));
	await expect(lifeOf(page)).toHaveAttribute("data-life", "restored");
	await expectAccessibleInBoth(page);
	await untilSent(page);
	expect(new Set(numbers).size).toBe(5);
	expect(
		await query(
			"SELECT count(*)::int AS papers, count(DISTINCT (delegation_jti, status_index))::int AS indices FROM records",
		),
	).toEqual([{ papers: 5, indices: 5 }]);
	expect(await query("SELECT 1 FROM shared_papers")).toEqual([]);
	// What both may hold was given up before the first of the two was issued.
	expect(await query("SELECT count(DISTINCT delegation_jti)::int AS blocks FROM records")).toEqual([{ blocks: 2 }]);
	await page.close();
});

it("[OL-3] a copied profile: both screens and the console say that two copies work", async () => {
	const original = await newCounter("poste 2");
	const opened = await openCounter(original);
	await issueFor(opened, "commun");
	await untilSent(opened);
	await opened.close();
	const copy = await copyOf(original);
	const [one, other] = [await openCounter(original), await openCounter(copy)];
	await one.bringToFront();
	const numbers = [...(await issueFor(one, "ici"))];
	await untilSent(one);
	await other.bringToFront();
	numbers.push(...(await issueFor(other, "ailleurs")));
	await untilSent(other);
	numbers.push(...(await issueFor(one, "icibis")));
	await untilSent(one);
	await expect(lifeOf(one)).toHaveAttribute("data-life", "twin");
	numbers.push(...(await issueFor(other, "ailleursbis")));
	await untilSent(other);
	await expect(lifeOf(other)).toHaveAttribute("data-life", "twin");
	await expect(one.getByText("Deux copies de ce poste travaillent en même temps.")).toBeVisible();
	expect(new Set(numbers).size).toBe(4);
	expect(await query("SELECT 1 FROM shared_papers")).toEqual([]);

	const operator = await openDevice({ origin: portal.origin });
	devices.push(operator);
	const page = await operator.open((await portal.links()).console);
	await expect(page.getByRole("heading", { name: "Vue d’ensemble" })).toBeVisible();
	await page.goto(`${portal.origin}/console#devices`);
	const row = page.getByRole("row").filter({ hasText: "poste 2" });
	await expect(row.locator("[data-life]")).toHaveAttribute("data-life", "twin");
	await expectAccessibleInBoth(page);
	for (const each of [one, other, page]) await each.close();
});

it("[OL-4] [OL-5] [OL-7] copies that met offline: both people are named, get a new sheet, and then the number is revoked", async () => {
	const original = await newCounter("poste 3");
	const opened = await openCounter(original);
	await issueFor(opened, "base");
	await untilSent(opened);
	await opened.close();
	const copy = await copyOf(original);
	await portal.kill();
	const [one, other] = [await openCounter(original), await openCounter(copy)];
	for (const page of [one, other]) await drawFirst(page);
	await one.bringToFront();
	const [left] = await issueFor(one, "premier");
	await other.bringToFront();
	const [right] = await issueFor(other, "second");
	const { holderLink: link, stripNumber } = await readSheet(other);
	// The worst that can happen: both drew the same stretch.
	expect(left).toBe(right);

	// This one first, whichever asks sooner by itself.
	await copy.context().setOffline(true);
	await portal.start();
	await untilSent(one);
	await copy.context().setOffline(false);
	await untilSent(other);
	await expect(dayEntries(other, "refused")).toHaveCount(1);
	await expect(other.locator("[data-shared-papers]")).toBeVisible(BY_ITSELF);
	expect(await query("SELECT count(*)::int AS shared FROM shared_papers WHERE revoked_at IS NULL")).toEqual([
		{ shared: 1 },
	]);
	const telephone = await openDevice({ origin: portal.origin, viewport: PHONE });
	devices.push(telephone);
	const oldLink = await answerStrip(telephone, { link, stripNumber });
	await expect(oldLink.getByRole("heading", { name: holder.number_shared.title })).toBeVisible();
	await expectAccessibleInBoth(oldLink);
	await other.locator("[data-shared-papers]").getByRole("button", { name: life.shared.open }).click();
	const dialog = other.getByRole("dialog");
	await expect(dialog).toContainText("PREMIER Camille Aimée");
	await expect(dialog).toContainText("SECOND Camille Aimée");
	await expectAccessibleInBoth(other);
	const bits = () => query(`SELECT 1 AS set FROM status_bits WHERE "index" = ${left}`);
	for (const [i, family] of ["PREMIER", "SECOND"].entries()) {
		expect(await bits()).toEqual([]);
		await dialog.getByRole("listitem").filter({ hasText: family }).getByRole("button").click();
		await expect(dialog.locator("[data-paper='issued'], [data-paper='replaced']")).toHaveCount(i + 1);
		await expect(other.locator(".paper-only [data-sheet]")).toContainText(family);
	}
	await other.keyboard.press("Escape");
	await untilSent(other);
	await expect.poll(bits, BY_ITSELF).toEqual([{ set: 1 }]);
	expect(await query("SELECT count(*)::int AS open FROM shared_papers WHERE revoked_at IS NULL")).toEqual([
		{ open: 0 },
	]);
	expect(
		await query(
			"SELECT count(*)::int AS replaced FROM records WHERE corrects_reason = 'index_reused' AND state = 'registered'",
		),
	).toEqual([{ replaced: 2 }]);
	await expect(other.locator("[data-shared-papers]")).toHaveCount(0, BY_ITSELF);
	const newPass = await answerStrip(telephone, { link, stripNumber });
	await expect(newPass.getByText(holder.replaces.index_reused)).toBeVisible();
	await expect(newPass.getByRole("heading", { name: "SECOND Camille Aimée" })).toBeVisible();
	await expectAccessibleInBoth(newPass);
	for (const page of [one, other]) await page.close();
});
