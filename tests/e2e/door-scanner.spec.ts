/** Hand scanners and whoever stands at the door, by keys that the browser takes for real ones; the portal is dead. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import type { KeyPress } from "@/lib/scan/wedge-run";
import { expectAccessible } from "../support/accessibility";
import {
	checkButton,
	codeButton,
	expectCount,
	fillCode,
	nextPerson,
	openDoor,
	verdictAfter,
	verdictInsteadOf,
} from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { ENTER, keysOf, LINE_FEED, type Timing, timed } from "../support/key-timings";
import type { Sheet } from "../support/remote-counter";
import { storedRows } from "../support/stored-rows";
import { keysLeft, typeTrusted, watchKeys } from "../support/trusted-keys";

const { door } = messages.fr;

let stage: DoorStage;
let page: Page;
let issued = 0;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	// All that is shown below: afterwards there is no portal.
	for (const name of NAMES) sheets.set(name, await stage.counter.issue({ n: ["DOUCHETTE", name] }));
	await stage.portal.kill();
	page = await relaunchDoor(stage.door);
	await watchKeys(page);
});
it.afterAll(async () => {
	await stage?.close();
});

const NAMES = [
	...["Pause", "Lenteur", "Saut", "Suite", "Double", "Premier", "Second", "Ambre", "Adresse", "Perdu", "Tronqué"],
	...["Dialogue", "Formulaire", "Sortie", "Vue une", "Vue deux", "Azur"],
] as const;
const sheets = new Map<string, Sheet>();

function sheetOf(name: (typeof NAMES)[number]): Sheet {
	const sheet = sheets.get(name);
	if (sheet === undefined) throw new Error("no such sheet");
	return sheet;
}

const FAST: Timing = () => 5;

/** A scan as a hand scanner types it; the suffix comes in its rhythm. */
function scan(text: string, { timing = FAST, suffix = [ENTER] as readonly KeyPress[] } = {}): Promise<void> {
	return typeTrusted(page, timed([...keysOf(text), ...suffix], timing));
}

/** Whose admission it is, counted. */
async function expectAdmitted(name: (typeof NAMES)[number], scanned: () => Promise<unknown>): Promise<void> {
	const verdict = await verdictAfter(page, scanned, { hold: true });
	expect([verdict.outcome, verdict.text.includes(name)]).toEqual(["admitted", true]);
	await expectCount(page, ++issued);
}

const button = (name: string) => page.getByRole("button", { name, exact: true });
const verdict = () => page.locator("[data-verdict]");

it("[SC-11] a scanner that pauses for 300 ms, or before every key, is heard to the end", async () => {
	it.setTimeout(240_000);
	// Of keys that are 95 ms apart the first was pressed a minute ago: the page has to be as old (trusted-keys.ts).
	await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, Math.max(0, 60_000 - performance.now()))));
	await expectAdmitted("Pause", () => scan(sheetOf("Pause").text, { timing: (at) => (at === 100 ? 300 : 5) }));
	await nextPerson(page);
	await expectAdmitted("Lenteur", () => scan(sheetOf("Lenteur").text, { timing: () => 95 }));
	await nextPerson(page);
	await expectAdmitted("Saut", () => scan(sheetOf("Saut").text, { timing: (at) => (at === 10 ? 150 : 5) }));
	await nextPerson(page);
	expect(await keysLeft(page)).toEqual([]);
});

it("[SC-12] a line feed ends a scan, alone or after a return, and never reaches the browser", async () => {
	await expectAdmitted("Suite", () => scan(sheetOf("Suite").text, { suffix: [LINE_FEED] }));
	await nextPerson(page);
	await expectAdmitted("Azur", () => scan(sheetOf("Azur").text, { suffix: [ENTER, LINE_FEED] }));
	await nextPerson(page);
	expect(await keysLeft(page)).toEqual([]);
});

it("[SC-12] a second return presses nothing, neither on the verdict nor what staff touched last", async () => {
	const direction = page.locator("[data-direction]").first();
	const text = sheetOf("Double").text;
	await button(door.camera.out).focus();
	await expectAdmitted("Double", () => scan(text, { suffix: [ENTER, ENTER] }));
	await expect(verdict()).toBeVisible();
	await nextPerson(page);
	for (const later of [0, 30, 80, 150]) {
		await page.waitForTimeout(2100);
		await button(door.camera.out).focus();
		const timing: Timing = (at) => (at > text.length ? later : 5);
		const again = await verdictAfter(page, () => scan(text, { timing, suffix: [ENTER, ENTER] }));
		expect(again.outcome).toBe("alreadyIn");
		await expect(verdict()).toBeVisible();
		await nextPerson(page);
	}
	await expect(direction).toHaveAttribute("data-direction", "in");
	expect(await keysLeft(page)).toEqual([]);
	await expectCount(page, issued);
});

it("[SC-9] two passes in one trigger are two people, one after the other", async () => {
	const first = timed([...keysOf(sheetOf("Premier").text), ENTER], FAST);
	const end = first.at(-1)?.timeStamp ?? 0;
	const second = timed([...keysOf(sheetOf("Second").text), ENTER], FAST, end + 60);
	const shown = await verdictAfter(page, () => typeTrusted(page, [...first, ...second]));
	expect(shown.text).toContain("Premier");
	const next = await verdictInsteadOf(page, shown);
	expect([next.outcome, next.text.includes("Second")]).toEqual(["admitted", true]);
	issued += 2;
	await expectCount(page, issued);
	await nextPerson(page);
});

it("[SC-5] the holder's address in the same trigger does not replace the verdict of the pass", async () => {
	const { text } = sheetOf("Adresse");
	const first = timed([...keysOf(text), ENTER], FAST);
	const address = `${stage.portal.origin}/pass#n.AAAAAAAAAAAAAAAAAAAAAA.1`;
	const second = timed([...keysOf(address), ENTER], FAST, (first.at(-1)?.timeStamp ?? 0) + 60);
	await expectAdmitted("Adresse", () => typeTrusted(page, [...first, ...second]));
	await expect(verdict()).toHaveAttribute("data-verdict", "admitted");
	await nextPerson(page);
	await expect(verdict()).toHaveCount(0);
});

it("[SC-12] a ticket's short code presses nothing, and is no refusal", async () => {
	await codeButton(page).focus();
	const shown = await verdictAfter(page, () => scan("4006381333931"), { hold: true });
	expect(shown.outcome).toBe("notAPass");
	expect(await keysLeft(page)).toEqual([]);
	await nextPerson(page);
});

it("[SC-15] a scanner that loses a character makes no refusal", async () => {
	const { text } = sheetOf("Perdu");
	const shown = await verdictAfter(page, () => scan(text.slice(0, 200) + text.slice(201)));
	expect(shown.outcome).toBe("unverifiable");
	expect(shown.text).toContain(door.sentence.charactersLost);
	expect(shown.text).toContain("W-LOS");
	await expectAccessible(page);
	await nextPerson(page);
	await expectAdmitted("Perdu", () => scan(text));
	await nextPerson(page);
});

it("[SC-14] a scan whose beginning was lost is no verdict: scan again", async () => {
	await scan(sheetOf("Tronqué").text.slice(12));
	await expect(page.locator("[data-stuttered]")).toHaveText(door.scanner.stuttered);
	await expect(verdict()).toHaveCount(0);
	await expectAccessible(page);
	await expectAdmitted("Tronqué", () => scan(sheetOf("Tronqué").text));
	await nextPerson(page);
});

it("[SC-5] behind an open dialog nobody is judged, by camera or by hand, and the dialog says so", async () => {
	await page.locator("[data-keys]").click();
	const dialog = page.getByRole("dialog");
	await expect(dialog).toContainText(door.scanner.paused);
	await show(page, sheetOf("Dialogue").text);
	await scan(sheetOf("Dialogue").text);
	await expect(dialog).toContainText(door.scanner.pausedMissed);
	await expectAccessible(page);
	await expect(verdict()).toHaveCount(0);
	await expectCount(page, issued);
	// It is still before the camera when the dialog is closed.
	await expectAdmitted("Dialogue", () => page.keyboard.press("Escape"));
	await show(page, undefined);
	await nextPerson(page);
});

it("[SC-13] a scan over the code form is not judged, and what was typed stays", async () => {
	await codeButton(page).click();
	const number = page.locator("input[name=number]");
	await number.pressSequentially("4012", { delay: 90 });
	await page.waitForTimeout(1000);
	await scan(sheetOf("Formulaire").text);
	await expect(page.locator("[data-paused]")).toHaveText(door.scanner.pausedMissed);
	await expect(number).toHaveValue("4012");
	await expect(number).toBeFocused();
	await expectAccessible(page);
	await scan(sheetOf("Formulaire").text, { timing: () => 60 });
	await expect(number).toHaveValue("4012");
	await button(door.code.back).click();
	await expectCount(page, issued);
});

it("[SC-13] the code form keeps every key at 60 ms a key, and gives back what came faster than hands", async () => {
	const { code } = sheetOf("Ambre").code;
	await codeButton(page).click();
	const field = page.locator("input[name=code]");
	await field.focus();
	await typeTrusted(
		page,
		timed(keysOf(code.replaceAll(" ", "")), () => 60),
	);
	await expect(field).toHaveValue(code);
	const number = page.locator("input[name=number]");
	await number.focus();
	await typeTrusted(
		page,
		timed(keysOf("401233"), () => 8),
	);
	await expect(number).toHaveValue("40123-3");
	await button(door.code.back).click();
});

it("[SC-12] no return confirms an amber person, neither a scanner's nor one that is pressed by habit", async () => {
	const { code, number } = sheetOf("Ambre").code;
	await codeButton(page).click();
	await fillCode(page, {
		number,
		code,
		person: { family: "DOUCHETTE", given: "Ambre", birth: sheetOf("Ambre").claims.b },
	});
	const amber = await verdictAfter(page, () => checkButton(page).click());
	expect(amber.outcome).toBe("compare");
	await scan(sheetOf("Formulaire").text, { suffix: [ENTER, ENTER] });
	await expect(page.locator("[data-waiting]")).toHaveText(door.scanner.waiting);
	await page.waitForTimeout(400);
	await page.keyboard.press("Enter");
	await expect(verdict()).toHaveAttribute("data-verdict", "compare");
	await expectAccessible(page);
	await expectCount(page, issued);
	// Staff decide; whoever was scanned meanwhile is next, and is named so.
	const next = await verdictAfter(page, () => button(door.code.different).click(), { hold: true });
	expect([next.outcome, next.text.includes("Formulaire")]).toEqual(["admitted", true]);
	await expect(page.locator("[data-next-person]")).toBeVisible();
	await expectCount(page, ++issued);
	await nextPerson(page);
});

it("[SC-8] whoever waits is forgotten when the page is put away", async () => {
	await scan(sheetOf("Formulaire").text);
	await expect(verdict()).toHaveAttribute("data-verdict", "alreadyIn");
	await scan(sheetOf("Vue une").text);
	await expect(page.locator("[data-waiting]")).toBeVisible();
	await page.evaluate(() => {
		Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
		document.dispatchEvent(new Event("visibilitychange"));
	});
	await expect(verdict()).toHaveCount(0);
	await expect(page.locator("[data-waiting]")).toHaveCount(0);
	await page.evaluate(() => {
		Reflect.deleteProperty(document, "visibilityState");
		document.dispatchEvent(new Event("visibilitychange"));
	});
	await expect(page.locator("[data-paused]")).toHaveCount(0);
	await expectCount(page, issued);
});

/** Turns the gate's direction, and waits until that is on the disk: a page that is closed at once takes it along. */
async function turn(to: "in" | "out"): Promise<void> {
	await button(door.camera.out).click();
	await expect(page.locator(`[data-direction=${to}]`).first()).toBeVisible();
	const kept = async () => {
		const facts = await storedRows<{ name: string; value: { direction?: string } }>(page, "facts");
		return facts.find(({ name }) => name === "gate")?.value.direction;
	};
	await expect.poll(kept).toBe(to);
}

it("[SC-10] going out survives a restart, and colours the whole screen", async () => {
	await turn("out");
	await page.close();
	page = await relaunchDoor(stage.door);
	await expect(page.locator("[data-direction=out]").first()).toBeVisible();
	const left = await verdictAfter(page, () => scan(sheetOf("Formulaire").text), { hold: true });
	expect(left.outcome).toBe("out");
	await expectCount(page, --issued);
	await nextPerson(page);
	await turn("in");
	await page.close();
	page = await openDoor(stage.door);
	await expect(page.locator("[data-direction=in]").first()).toBeVisible();
});

it("no page of the door broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
