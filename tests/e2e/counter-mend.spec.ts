/** What the portal refuses and the counter puts right: a field beside the paper, which stays the one in hand; a positive result. */
import { expect, test as it } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { dayEntries, enrolDevice, issueByKeyboard, openCounter, readSheet, typePerson } from "../support/counter-page";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";

const { day, entry } = messages.fr;

let portal: TestPortal;
let device: TestDevice;

/** The longest wait of a device whose portal was away (lib/outbox/backoff.ts), and some more. */
const BY_ITSELF = { timeout: 150_000 };

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 860 } });
	const page = await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 2" });
	await page.close();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

type Answer = { readonly key: string; readonly outcome: "refused"; readonly reason: string; readonly field: string };

it("[SH-13] the field that was refused is put right by keyboard; the sheet stays, and registers as it was issued", async () => {
	const page = await openCounter(device);
	// A portal whose rule for telephones is stricter than this counter's.
	await page.route("**/api/records", async (route) => {
		const { records } = route.request().postDataJSON() as { records: readonly { readonly key: string }[] };
		const refuse = ({ key }: { readonly key: string }): Answer => {
			return { key, outcome: "refused", reason: "record_malformed", field: "contact.phone" };
		};
		await route.fulfill({ json: { answers: records.map(refuse) } });
	});
	const number = await issueByKeyboard(page);
	const sheet = await readSheet(page);
	await expect(dayEntries(page, "refused")).toHaveCount(1, BY_ITSELF);
	await page.unroute("**/api/records");
	await dayEntries(page, "refused").focus();
	await page.keyboard.press("Enter");
	const dialog = page.getByRole("dialog");
	await expect(dialog).toContainText(day.standing.mendable);
	await expectAccessibleInBoth(page);
	await dialog.getByRole("button", { name: day.mend.open }).focus();
	await page.keyboard.press("Enter");
	const field = dialog.locator("[name='mended']");
	await expect(field).toBeFocused();
	// What was refused is not sent a second time, nor what is no number.
	await page.keyboard.press("Enter");
	await expect(dialog).toContainText(day.mend.same);
	await page.keyboard.type("06 12");
	await page.keyboard.press("Enter");
	await expect(dialog).toContainText(entry.problem.phone_wrong_length);
	await expectAccessibleInBoth(page);
	await page.keyboard.type(" 34 56 78");
	await page.keyboard.press("Enter");
	await expect(dayEntries(page, "registered")).toHaveCount(1, BY_ITSELF);
	const rows = await queryPortal(
		portal.databaseUrl,
		`SELECT state, status_index AS number, queued_at = issued_at AS "firstTimes",
			(SELECT count(*)::int FROM status_bits) AS revoked FROM records`,
	);
	expect(rows).toEqual([{ state: "registered", number, firstTimes: true, revoked: 0 }]);
	await dayEntries(page, "registered").click();
	await dialog.getByRole("button", { name: messages.fr.counter.entry.reprint }).click();
	await expect(async () => expect(await readSheet(page)).toEqual(sheet)).toPass();
	await page.close();
});

it("[SH-18] a refused positive result is put right in the form; another is closed, after a question", async () => {
	const { positives } = day;
	const page = await openCounter(device);
	await page.route("**/api/positives", async (route) => {
		const { results } = route.request().postDataJSON() as { results: readonly { readonly key: string }[] };
		const refuse = ({ key }: { readonly key: string }): Answer => {
			return { key, outcome: "refused", reason: "record_malformed", field: "contact.phone" };
		};
		await route.fulfill({ json: { answers: results.map(refuse) } });
	});
	const refused = page.locator("[data-positive-refused]");
	let first: string | null = null;
	for (const [family, before] of [
		["positive", 0],
		["partie", 1],
	] as const) {
		await typePerson(page, family);
		await page.locator("[name='result']").selectOption("positive");
		await page.keyboard.press("F9");
		await expect(page.getByRole("heading", { name: entry.positive.recorded })).toBeVisible();
		await expect(refused).toHaveCount(before + 1, BY_ITSELF);
		first ??= await refused.first().getAttribute("data-positive-refused");
		await page.keyboard.press("F4");
	}
	await page.unroute("**/api/positives");
	const dialog = page.getByRole("dialog");
	// By its key: both may be of one second, and then neither stands before the other.
	await page.locator(`[data-positive-refused='${first}']`).focus();
	await page.keyboard.press("Enter");
	await expect(dialog).toContainText("POSITIVE Camille Aimée");
	await expect(dialog).toContainText(positives.toFix);
	await expectAccessibleInBoth(page);
	await dialog.getByRole("button", { name: positives.correct }).focus();
	await page.keyboard.press("Enter");
	await expect(page.getByText(entry.positive.redoing)).toBeVisible();
	await expect(page.locator("[name='family']")).toHaveValue("POSITIVE");
	await page.locator("[name='phone']").fill("06 12 34 56 78");
	await expectAccessibleInBoth(page);
	await page.keyboard.press("F9");
	await expect(page.getByRole("heading", { name: entry.positive.recorded })).toBeVisible();
	await page.keyboard.press("F4");
	await expect(refused).toHaveCount(1);
	await refused.click();
	await dialog.getByRole("button", { name: positives.close, exact: true }).click();
	await expect(dialog).toContainText(positives.closeBody);
	await expectAccessibleInBoth(page);
	await dialog.getByRole("button", { name: positives.closeConfirm }).click();
	await expect(dialog).toHaveCount(0);
	await expect(refused).toHaveCount(0);
	await page.getByRole("button", { name: day.list.open }).click();
	const listed = page.locator("[data-positive-list] [data-positive]");
	await expect(page.locator("[data-positive='registered']")).toHaveCount(1, BY_ITSELF);
	await expect(listed).toHaveCount(3);
	await expect(page.locator("[data-positive='corrected']")).toContainText(positives.gone);
	await expect(page.locator("[data-positive='closed']")).toContainText(positives.gone);
	expect(await queryPortal(portal.databaseUrl, "SELECT 1 FROM positive_results")).toHaveLength(1);
	await page.close();
});
