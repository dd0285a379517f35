/** The exercise at a counter: a whole day with invented people, and nothing of it anywhere else. */
import { expect, test as it, type Locator, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	issueByKeyboard,
	openCounter,
	photographSheet,
	printedSheet,
	shownSheet,
	untilSent,
} from "../support/counter-page";
import { verdictAfter } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { readQrCode } from "../support/read-qr-code";
import { storedRows } from "../support/stored-rows";

const { training, counter, day, door, sheet: words } = messages.fr;

let stage: DoorStage;
let device: TestDevice;
/** The counter itself, open all along. */
let real: Page;
let page: Page;
let before: unknown;
/** What the exercise asked of the portal. */
const asked: string[] = [];
/** What the practice sheet's QR code says, as read off the paper. */
let rp1: string;

it.describe.configure({ mode: "serial", timeout: 120_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	const { origin } = stage.portal;
	device = await openDevice({ origin, viewport: { width: 1280, height: 860 }, density: 2 });
	const { counter: link } = await stage.portal.links();
	await (await enrolDevice(device, { link, label: "poste 2" })).close();
	real = await openCounter(device);
	await issueByKeyboard(real);
	await real.keyboard.press("F4");
	await untilSent(real);
	// Half a real person stands in the form.
	await real.locator("[name=family]").fill("essai attente");
	await expect.poll(async () => (await storedRows(real, "drafts")).length).toBe(1);
	// What is registered is trimmed, and the sheet handed over: nothing more happens to it.
	type Act = { readonly trimmed: boolean; readonly fate: string | null };
	await expect
		.poll(async () => (await storedRows<Act>(real, "outbox")).map(({ trimmed, fate }) => [trimmed, fate]))
		.toEqual([[true, "handed"]]);
	before = await kept();
});
it.afterAll(async () => {
	await device?.close();
	await stage?.close();
});

/** All that the counter has of its work: acts, index block, drafts, list, professionals, secrets, and its second memory. */
async function kept(): Promise<unknown> {
	const tables = ["outbox", "indices", "drafts", "positives", "revocations", "professionals", "secrets"] as const;
	const rows = await Promise.all(tables.map((table) => storedRows<object>(real, table)));
	const beside = await real.evaluate(() =>
		Object.entries(localStorage).filter(([key]) => key.startsWith("relais.spent")),
	);
	return JSON.parse(
		JSON.stringify([rows.map((each) => each.map(({ sealed: _, ...row }: { sealed?: unknown }) => row)), beside]),
	);
}

const press = async (target: Locator, key = "Enter") => {
	await target.focus();
	await page.keyboard.press(key);
};
const button = (name: string) => page.getByRole("button", { name });

/** Consent and result by keyboard, as the form still asks for them; then issued. */
async function finish(result: "N" | "P" = "N"): Promise<void> {
	await press(page.locator("[name=consent]"), "Space");
	await page.locator("[name=result]").focus();
	await page.keyboard.type(result);
	await page.keyboard.press("F9");
}

async function take(id: string): Promise<void> {
	await press(button(training.people.open));
	await press(page.locator(`[data-person=${id}]`));
	await expect(page.getByRole("dialog")).toHaveCount(0);
}

/** The entry that is open, with a reason that somebody chooses: the form comes back with it. */
async function correct(): Promise<void> {
	const dialog = page.getByRole("dialog");
	await press(dialog.getByRole("button", { name: counter.entry.correct }));
	await press(dialog.getByRole("radio").first(), "Space");
	await press(dialog.getByRole("button", { name: day.correct.confirm }));
	await expect(dialog).toHaveCount(0);
}

it("[DM-2] [DM-5] one presses for it, twice; every screen then says that it is practice", async () => {
	const link = real.getByRole("link", { name: training.open });
	await link.focus();
	[page] = await Promise.all([real.waitForEvent("popup"), real.keyboard.press("Enter")]);
	page.on("request", (request) => {
		const { pathname } = new URL(request.url());
		if (/^\/(api|trust)\//.test(pathname)) asked.push(pathname);
	});
	await expect(button(training.about.begin)).toBeFocused();
	await expectAccessibleInBoth(page);
	await page.keyboard.press("Enter");
	await expect(page.getByRole("region", { name: training.word })).toContainText(training.nothing);
	await expect(page.getByRole("heading", { name: counter.list.title })).toBeVisible();
	await expect(page).toHaveTitle(new RegExp(training.word));
	// What belongs to the device alone is not there.
	for (const absent of ["[data-lock]", "[data-professionals]", "[data-protection-button]"]) {
		await expect(page.locator(absent)).toHaveCount(0);
	}
	await expectAccessibleInBoth(page);
	await press(button(training.people.open));
	await expect(page.getByRole("dialog")).toContainText(training.line);
	await expectAccessibleInBoth(page);
	await page.keyboard.press("Escape");
});

it("[DM-4] [DM-6] somebody invented with one key; the sheet carries the word across it in both languages", async () => {
	await page.keyboard.press("F7");
	await expect(page.locator("[name=family]")).toHaveValue(/^exercice morel$/i);
	await finish();
	await shownSheet(page);
	await expect(dayEntries(page, "registered")).toHaveCount(1);
	const marks = printedSheet(page).locator("[data-training-mark]");
	expect(await marks.evaluateAll((all) => all.map((mark) => mark.getAttribute("data-training-mark")))).toEqual([
		"EXERCICE – SANS VALEUR",
		"PRACTICE – NOT VALID",
	]);
	await expect(printedSheet(page).locator(".sheet-link")).toContainText("https://exercice.invalid/");
	await expectAccessibleInBoth(page);
	// The words lie over the code, and it can be read: a door in an exercise takes it.
	rp1 = await readQrCode((await photographSheet(page)).png);
	expect(rp1).toMatch(/^RP1:/);
	await page.keyboard.press("F4");
});

it("[DM-1] print again, correct, a refused field, a refused sheet, a positive result", async () => {
	await press(dayEntries(page, "registered"));
	await press(button(counter.entry.reprint));
	await expect(printedSheet(page)).toContainText(words.reprint.split("{")[0] ?? "");
	await press(dayEntries(page, "registered"));
	await correct();
	await page.locator("[name=given]").fill("Alice");
	await page.keyboard.press("F9");
	await shownSheet(page);
	await page.keyboard.press("F4");

	await take("mended");
	await finish();
	await expect(dayEntries(page, "refused")).toHaveCount(1);
	await page.keyboard.press("F4");
	await press(dayEntries(page, "refused"));
	await press(button(day.mend.open));
	await page.locator("[name=mended]").fill("Exercice Lisible");
	await page.keyboard.press("Enter");
	await expect(dayEntries(page, "refused")).toHaveCount(0);

	await take("replaced");
	await finish();
	await shownSheet(page);
	await page.keyboard.press("F4");
	await press(dayEntries(page, "refused"));
	await correct();
	await page.locator("[name=family]").fill("Exercice Accepté");
	await page.keyboard.press("F9");
	await shownSheet(page);
	await page.keyboard.press("F4");
	await expect(dayEntries(page, "refused")).toHaveCount(0);

	await take("positive");
	await finish("P");
	await expect(page.locator("[data-positives='1']")).toBeVisible();
	await expect(page.locator(".paper-only [data-information] [data-training-mark]")).toHaveCount(2);
	await page.keyboard.press("F4");
});

it("[DM-3] the portal goes away at a press, and comes back", async () => {
	const away = button(training.away);
	await press(away);
	await expect(away).toHaveAttribute("aria-pressed", "true");
	await take("oneName");
	await finish();
	await shownSheet(page);
	await expect(page.locator("[data-portal=away]")).toBeVisible();
	await expect(dayEntries(page, "waiting")).toHaveCount(1);
	await page.keyboard.press("F4");
	await press(away);
	await untilSent(page);
	await expect(page.locator("[data-portal=answers]")).toBeVisible();
});

it("[DM-1] [DM-2] one key leaves it and says that nothing was kept; the counter is as it was", async () => {
	await page.keyboard.press("F10");
	await expect(page.getByRole("heading", { name: training.over.title })).toBeVisible();
	await expect(page.getByText(training.over.body)).toBeVisible();
	await expect(button(training.back)).toBeFocused();
	await expectAccessibleInBoth(page);
	expect(asked).toEqual([]);
	expect(await kept()).toEqual(before);
	const databases = await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
	expect(databases.filter((name) => name?.includes("training"))).toEqual([]);
	const closed = page.waitForEvent("close");
	// The tab goes with the key, before anybody lets go of it.
	await page.keyboard.down("Enter").catch((error: Error) => expect(error.message).toContain("closed"));
	await closed;
	await expect(real.locator("[name=family]")).toHaveValue("ESSAI ATTENTE");
});

/** From the first screen to the desk. */
async function begin(): Promise<void> {
	// Focus comes with the page's script: what is pressed before that reaches nobody.
	await expect(button(training.about.begin)).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(page.getByRole("heading", { name: counter.list.title })).toBeVisible();
}

it("[DM-2] a reload ends it, and asks before anything else", async () => {
	page = await device.open("/counter/training");
	await begin();
	await page.keyboard.press("F7");
	await expect(page.locator("[name=family]")).toHaveValue(/^exercice morel$/i);
	await page.reload();
	await expect(button(training.about.begin)).toBeFocused();
	await expect(page.locator("[name=family]")).toHaveCount(0);
	await page.close();
});

it("[DM-5] after ten minutes in which nobody touched anything it asks whether it goes on", async () => {
	page = await device.context().newPage();
	await page.clock.install();
	await page.goto(`${stage.portal.origin}/counter/training`);
	await begin();
	await page.keyboard.press("F7");
	await page.clock.fastForward("10:30");
	const question = page.getByRole("dialog", { name: training.idle.title });
	await expect(question.getByRole("button", { name: training.leave })).toBeFocused();
	await expectAccessibleInBoth(page);
	await press(question.getByRole("button", { name: training.idle.goOn }));
	await expect(question).toHaveCount(0);
	await expect(page.locator("[name=family]")).toHaveValue(/^exercice morel$/i);
	await page.close();
});

it("[DM-2] it opens while the portal is dead, and from a counter that is locked", async () => {
	await stage.portal.kill();
	await device.restart();
	real = await device.open("/counter");
	await real.locator("[data-vault=unlock]").waitFor();
	const link = real.getByRole("link", { name: training.open });
	[page] = await Promise.all([real.waitForEvent("popup"), link.click()]);
	await begin();
	await page.keyboard.press("F7");
	await finish();
	await shownSheet(page);
	await page.close();
});

it("[DM-4] [DP-4] a door at work refuses the sheet as a practice sheet; a door in an exercise lets it in", async () => {
	const post = await relaunchDoor(stage.door);
	const refused = await verdictAfter(post, () => show(post, rp1), { hold: true });
	expect(refused.outcome).toBe("refused");
	expect(refused.text).toContain(door.sentence.training);
	await show(post, undefined);
	await post.reload();
	await post.locator("[data-keys]").waitFor();
	await post.locator("[data-keys]").click();
	await post.getByRole("button", { name: door.settings.training, exact: true }).click();
	await post.getByRole("button", { name: door.training.print }).waitFor();
	await post.getByRole("button", { name: door.training.passes }).click();
	const admitted = await verdictAfter(post, () => show(post, rp1), { hold: true });
	expect(admitted.outcome).toBe("admitted");
	expect(admitted.text).toContain("Alix");
});
