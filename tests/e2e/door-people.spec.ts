/** The people at a door: its supervisor, new staff, whoever is on duty, an inspector. The portal is dead all along. */
import { readFile } from "node:fs/promises";
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { expectGoodLooks } from "../support/door-looks";
import {
	checkButton,
	codeButton,
	confirmSame,
	expectCount,
	nextPerson,
	openDoor,
	type ShownVerdict,
	typeCode,
	verdictAfter,
} from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { keptByBrowser } from "../support/kept-by-browser";
import { storedRows } from "../support/stored-rows";
import { givePin, typePin } from "../support/supervisor";
import { scanByWedge } from "../support/wedge-scanner";

const { door, common } = messages.fr;
const LENA = "Léna 12";

let stage: DoorStage;
let page: Page;
let good: string;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	good = (await stage.counter.issue({ n: ["ESSAI", "Camille"] })).text;
	await stage.portal.kill();
	page = await relaunchDoor(stage.door);
});
it.afterAll(async () => {
	await stage?.close();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const dialog = (name: string) => page.getByRole("dialog", { name });
const present = (text: string): Promise<ShownVerdict> => verdictAfter(page, () => show(page, text), { hold: true });

async function openSettings(): Promise<void> {
	await page.locator("[data-keys]").click();
	await expect(dialog(door.settings.title)).toBeVisible();
}

async function close(): Promise<void> {
	await page.getByRole("dialog").last().getByRole("button", { name: common.close }).click();
}

it("[DP-5] five cards were shown once; from the settings they open again", async () => {
	await expect(page.getByRole("dialog")).toHaveCount(0);
	await openSettings();
	await button(door.settings.firstUse).click();
	const seen: (string | null)[] = [];
	for (let card = 1; card <= 5; card++) {
		const heading = page.locator("[data-card]");
		await expect(heading).toBeFocused();
		await expect(page.getByText(`Carte ${card} sur 5`)).toBeVisible();
		seen.push(await heading.getAttribute("data-card"));
		await expectAccessible(page);
		await button(card < 5 ? door.firstUse.next : door.firstUse.begin).click();
	}
	expect(new Set(seen).size).toBe(5);
	await expect(page.getByRole("dialog")).toHaveCount(0);
});

it("[DP-1] the first PIN is typed twice, with one thumb; then only who knows it leaves the post", async () => {
	await openSettings();
	await button(door.settings.change).click();
	const asked = dialog(door.pin.title);
	await expect(asked).toContainText(door.pin.ask.leave);
	await expect(page.locator("input[name='pin']")).toBeFocused();
	await expectAccessible(page);
	const tap = async (digits: string) => {
		for (const digit of digits) await asked.getByRole("button", { name: digit, exact: true }).click();
		await asked.getByRole("button", { name: door.pin.confirm, exact: true }).click();
	};
	await tap("12");
	await expect(asked).toContainText(door.pin.fault.form);
	await asked.getByRole("button", { name: door.pin.erase }).click();
	await asked.getByRole("button", { name: door.pin.erase }).click();
	await tap("2749");
	await expect(page.locator("input[name='pin']")).toBeFocused();
	await tap("2748");
	await expect(asked).toContainText(door.pin.fault.different);
	await asked.getByRole("button", { name: door.pin.cancel }).click();
	await expect(dialog(door.settings.title)).toBeVisible();

	await button(door.settings.change).click();
	await givePin(page);
	await expect(page.getByRole("heading", { name: door.setup.title })).toBeVisible();
	await button(door.setup.start).click();
	await page.locator("[data-keys]").waitFor();
	await expect(page.getByRole("dialog")).toHaveCount(0);
	const { databases } = await keptByBrowser(page);
	expect(databases).toContain("supervisor-pin");
	expect(databases).not.toContain("274911");
});

it("[DP-3] [DP-4] [VS-6] an exercise has its own colour and word, judges its six passes, and counts nothing", async () => {
	await openSettings();
	await button(door.settings.training).click();
	const exercise = page.locator("[data-training]");
	await expect(exercise.getByRole("heading", { name: door.training.word })).toBeVisible();
	await expect(button(door.training.print)).toBeVisible();
	await expectGoodLooks(page);

	const hold = (kind: keyof typeof door.training.kinds) =>
		verdictAfter(page, () => button(`${door.training.present} ${door.training.kinds[kind]}`).click(), { hold: true });
	const again = async () => {
		await nextPerson(page);
		await button(door.training.passes).click();
	};
	expect(await hold("good")).toMatchObject({ outcome: "admitted", text: expect.stringContaining("Alix") });
	await expectGoodLooks(page);
	await again();
	expect((await hold("good")).outcome).toBe("alreadyIn");
	await again();
	expect((await hold("over")).text).toContain(door.sentence.expired);
	await again();
	expect((await hold("revoked")).text).toContain(door.sentence.revoked);
	await again();
	expect((await hold("forged")).text).toContain(door.sentence.notAuthentic);
	await again();
	expect((await hold("noPass")).outcome).toBe("notAPass");
	await nextPerson(page);

	// The paper with a check code: number and code are on the sheet, the rest on the identity document.
	await button(door.training.passes).click();
	const printed = async (what: string) => (await page.locator(`main [data-printed='${what}']`).textContent()) ?? "";
	const [number, code] = [await printed("number"), await printed("code")];
	await button(door.training.passes).click();
	const person = { family: "EXERCICE", given: "Elouan", birth: "1977-03-21" };
	expect((await typeCode(page, { number, code, person })).outcome).toBe("compare");
	await confirmSame(page);
});

it("[DP-3] the sheet is printed with its word; somebody's real pass says that this is no exercise", async () => {
	await button(door.training.passes).click();
	await page.emulateMedia({ media: "print" });
	await expect(page.locator(".paper-only").getByRole("heading", { name: door.training.word })).toBeVisible();
	await expect(page.locator(".paper-only svg")).toHaveCount(5);
	await expect(page.locator("[data-training]")).toBeHidden();
	await page.emulateMedia({ media: null });
	await button(door.training.passes).click();

	await show(page, good);
	await expect(dialog(door.training.realTitle)).toBeVisible();
	await show(page, undefined);
	await expectAccessible(page);
	await dialog(door.training.realTitle).getByRole("button", { name: door.training.end }).click();
	await expectCount(page, 0);
	await expect(page.locator("[data-queue]")).toHaveAttribute("data-queue", "0");
});

it("[DP-3] [DP-4] a reload ends an exercise; its pass is refused as a practice one at the real door", async () => {
	await openSettings();
	await button(door.settings.training).click();
	await button(door.training.print).waitFor();
	const exercise = await trainingText(page);
	await page.reload();
	await page.locator("[data-keys]").waitFor();
	await expect(page.locator("[data-training]")).toHaveCount(0);
	const { outcome, text } = await present(exercise);
	expect(outcome).toBe("refused");
	expect(text).toContain("I-EXE");
	expect(text).toContain(door.sentence.training);
	await show(page, undefined);
	await nextPerson(page);
	await expectCount(page, 0);
});

/** What the QR code of the valid pass says, as the exercise keeps it. */
async function trainingText(from: Page): Promise<string> {
	type Fact = { name: string; value: { passes: { text: string }[] } };
	const facts = await storedRows<Fact>(from, "facts", { database: "relais-training" });
	const found = facts.find(({ name }) => name === "training")?.value.passes[0]?.text ?? "";
	expect(found).toMatch(/^RP1:/);
	return found;
}

let badge: string;
it("[DP-6] the supervisor authorises somebody and prints a badge", async () => {
	await openSettings();
	await button(door.settings.register).click();
	await expect(dialog(door.register.title)).toContainText(door.register.noStaff);
	await button(door.register.manage).click();
	await givePin(page);
	await page.locator("input[name='staff']").fill(LENA);
	await button(door.register.authorise).click();
	await button(`${door.register.badge} ${LENA}`).click();
	badge = (await page.locator("[data-badge]").first().getAttribute("data-badge")) ?? "";
	expect(badge).toMatch(/^RB1:/);
	await expectAccessible(page);
	await page.emulateMedia({ media: "print" });
	await expect(page.locator(".paper-only [data-badge]")).toBeVisible();
	await page.emulateMedia({ media: null });
	await close();
});

it("[DP-7] a badge changes who is on duty, touches no verdict, and an unknown one changes nothing", async () => {
	await present(good);
	await show(page, undefined);
	await expect(page.locator("[data-verdict='admitted']")).toBeVisible();
	await scanByWedge(page, badge, "us");
	await expect(page.getByRole("status").filter({ hasText: `Contrôle : ${LENA}` })).toBeVisible();
	await expect(page.locator("[data-verdict='admitted']")).toBeVisible();
	await nextPerson(page);
	await scanByWedge(page, `RB1:${"A".repeat(22)}.TWFyYw`, "us");
	await expect(page.getByRole("status").filter({ hasText: /Badge inconnu sur cet appareil : Marc/ })).toBeVisible();
	await expectCount(page, 1);

	await openSettings();
	await button(door.settings.register).click();
	await expect(button(LENA)).toHaveAttribute("aria-pressed", "true");
	await button(door.register.manage).click();
	await givePin(page);
	await expect(page.getByText("Badge présenté : Marc")).toBeVisible();
	const rows = dialog(door.register.title).locator("tbody tr");
	await expect(rows.first()).toContainText(LENA);
	await expect(rows.first()).toContainText(door.register.now);
	const [file] = await Promise.all([page.waitForEvent("download"), button(door.register.export).click()]);
	expect(file.suggestedFilename()).toBe(door.register.fileName);
	const csv = await readFile(await file.path(), "utf8");
	expect(csv).toMatch(new RegExp(`"habilitation";"${LENA}";"entrée A"`));
	expect(csv).toMatch(new RegExp(`"contrôle";"${LENA}";"entrée A";"[^"]+";"[^"]*";"[^"]+";""`));
	await close();
	// The name stands nowhere in the clear.
	expect((await keptByBrowser(page)).databases).not.toContain(LENA);
});

it("[DP-8] an inspector sees the last hour as numbers by class, without a pseudonym, and takes it on paper", async () => {
	await present("https://carte.example/menu");
	await show(page, undefined);
	await nextPerson(page);
	await openSettings();
	await button(door.settings.inspector).click();
	const view = dialog(door.inspector.title).locator("[data-inspector]");
	await expect(view.locator("[data-outcome='admitted'] tr").first()).toHaveText(/Admis1/);
	await expect(view.locator("[data-outcome='refused']")).toContainText(door.sentence.training);
	await expectAccessible(page);
	const said = (await view.textContent()) ?? "";
	const { databases } = await keptByBrowser(page);
	const pseudonyms = [...databases.matchAll(/pseudonym: ([\w-]{22})/g)].map(([, one = ""]) => one);
	expect(pseudonyms.length).toBeGreaterThan(0);
	for (const hidden of [...pseudonyms, "ESSAI", "Camille", LENA]) expect(said).not.toContain(hidden);
	await page.emulateMedia({ media: "print" });
	await expect(page.locator(".paper-only [data-inspector]")).toBeVisible();
	await page.emulateMedia({ media: null });
	await close();
});

it("[DP-2] five wrong PINs close the lock, over a relaunch too; scanning goes on", async () => {
	await openSettings();
	await button(door.settings.change).click();
	for (let i = 0; i < 5; i++) {
		await typePin(page, "0000");
		await expect(page.locator("input[name='pin']")).toHaveValue("");
	}
	const locked = /Trop de codes faux\. Prochain essai dans \d+ s/;
	await expect(page.getByText(locked)).toBeVisible();
	await expectAccessible(page);
	page = await relaunchDoor(stage.door);
	await openSettings();
	await button(door.settings.change).click();
	await expect(page.getByText(locked)).toBeVisible();
	await page.keyboard.press("Escape");
	await page.keyboard.press("Escape");
	await expect(page.getByRole("dialog")).toHaveCount(0);
	await codeButton(page).waitFor();
	expect((await present(good)).outcome).toBe("alreadyIn");
	expect(await checkButton(page).count()).toBe(0);
});

it("no page broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});

it("[DP-3] what was practised lies in a database of its own", async () => {
	const page = await openDoor(stage.door);
	const { databases } = await keptByBrowser(page);
	expect(databases).toContain("EXERCICE");
	expect(await storedRows(page, "checkins")).toHaveLength(1);
});
