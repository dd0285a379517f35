/** A record that the portal refuses for a field beside the paper: put right, sent again, and the paper stays the one in hand. */
import { expect, test as it } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { dayEntries, enrolDevice, issueByKeyboard, openCounter, readSheet } from "../support/counter-page";
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
	await expectAccessible(page);
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
	await expectAccessible(page);
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
