/** Every screen of a door as it is seen and heard: on four screens, in three themes and two languages, with no portal. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { hostilePapers } from "../drill/hostile-papers";
import { expectGoodLooks } from "../support/door-looks";
import { codeButton, openDoor, type ShownVerdict, typeCode, verdictAfter } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import type { Sheet } from "../support/remote-counter";

/** As long as a name may be (RP-1), so that every other name has room. */
const LONG = {
	n: ["de la Rochefoucauld-Essai-Vaubécourt-Lès", "Marie-Antoinette Joséphine Wilhelmine-An"],
	b: "1987-11-23",
} as const;
const GREEK = { n: ["Δοκιμαστικού", "Ευθυμία"], b: "1990-02" } as const;

const { door } = messages.fr;
let stage: DoorStage;
let long: Sheet;
let greek: Sheet;
let forged: string;
let foreign: string;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor({ torch: true });
	long = await stage.counter.issue(LONG);
	greek = await stage.counter.issue(GREEK);
	const now = Math.floor(Date.now() / 1000);
	const papers = await hostilePapers(long.text, { dataFolder: stage.portal.dataFolder, now });
	const paper = (name: string) => papers.find((one) => one.name === name)?.text ?? "";
	forged = paper("tampered: another name");
	foreign = paper("foreign key: delegated by another authority");
	await stage.portal.kill();
	page = await relaunchDoor(stage.door);
});
it.afterAll(async () => {
	await stage?.close();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const present = (text: string): Promise<ShownVerdict> => verdictAfter(page, () => show(page, text), { hold: true });

/** Another page of the same door: what the camera saw before is forgotten. */
async function reopen(): Promise<void> {
	await page.close();
	page = await openDoor(stage.door);
}

/** What screen readers were told, and by which of the regions that speak by turns, from now on. */
async function listen(): Promise<() => Promise<readonly { text: string; region: number }[]>> {
	await page.evaluate(() => {
		const told: { text: string; region: number }[] = [];
		Object.assign(globalThis, { relaisTold: told });
		const regions = [...document.querySelectorAll("[aria-live=assertive].sr-only")];
		regions.forEach((element, region) => {
			new MutationObserver(() => {
				const text = element.textContent ?? "";
				if (text !== "") told.push({ text, region });
			}).observe(element, { subtree: true, childList: true, characterData: true });
		});
	});
	return () =>
		page.evaluate(() => (globalThis as unknown as { relaisTold: { text: string; region: number }[] }).relaisTold);
}

it("[VS-6] the camera", async () => {
	await expect(page.locator("[data-decoder=fast]")).toBeVisible();
	await expectGoodLooks(page);
});

it("[VS-6] the code form", async () => {
	await codeButton(page).click();
	await expectGoodLooks(page);
	await button(door.code.back).click();
	await expect(page.locator("section[data-decoder]")).toBeFocused();
});

it("[VS-6] ADMIS, with the longest name", async () => {
	const { outcome, text } = await present(long.text);
	expect(outcome).toBe("admitted");
	expect(text).toContain(door.role.event.admitted);
	await expect(button(door.verdict.next)).toBeFocused();
	await expectGoodLooks(page);
});

it("[VS-2] [VS-6] DÉJÀ ENTRÉ: the focus lies on the verdict, no key decides by itself", async () => {
	await reopen();
	expect((await present(long.text)).outcome).toBe("alreadyIn");
	await expect(page.locator("[data-verdict]")).toBeFocused();
	await expectGoodLooks(page);
	await button(door.verdict.next).click();
	await expect(page.locator("section[data-decoder]")).toBeFocused();
});

it("[VS-5] a name in Greek letters is shown once more in Latin ones", async () => {
	const { outcome, text } = await present(greek.text);
	expect(outcome).toBe("admitted");
	expect(text).toContain("Δοκιμαστικού");
	expect(text).toMatch(/DOKIMASTIKOU, EYTHYMIA/);
	await button(door.verdict.next).click();
});

it("[VS-6] À COMPARER", async () => {
	const person = { family: "de la Rochefoucauld", given: "Marie", birth: LONG.b };
	const { outcome } = await typeCode(page, { number: long.code.number, code: long.code.code, person });
	expect(outcome).toBe("compare");
	await expect(page.locator("[data-verdict]")).toBeFocused();
	await expectGoodLooks(page);
	await button(door.code.different).click();
	await expect(page.locator("section[data-decoder]")).toBeFocused();
});

it("[VS-3] [VS-6] REFUSÉ: announced with reason, code and next step, and again when it comes again", async () => {
	const told = await listen();
	expect((await present(forged)).outcome).toBe("refused");
	await expectGoodLooks(page);
	await show(page, undefined);
	await button(door.verdict.next).click();
	// Out of sight for long enough to be another presentation.
	await page.waitForTimeout(2500);
	expect((await present(forged)).outcome).toBe("refused");
	const said = (await told()).filter(({ text }) => text.startsWith("REFUSÉ"));
	expect(said.at(-1)?.text).toBe(said[0]?.text);
	expect(said.at(-1)?.region).not.toBe(said[0]?.region);
	expect(said[0]?.text).toContain(door.sentence.notAuthentic);
	expect(said[0]?.text).toContain("S S I G");
	expect(said[0]?.text).toContain(door.nextStep.notAuthentic);
	await button(door.verdict.next).click();
	// Nothing of it is left to be read.
	await expect(page.locator("[aria-live=assertive].sr-only").filter({ hasText: "REFUSÉ" })).toHaveCount(0);
});

it("[VS-6] IMPOSSIBLE À VÉRIFIER, and the dialogs over it", async () => {
	expect((await present(foreign)).outcome).toBe("unverifiable");
	await expectGoodLooks(page);
	await button(door.verdict.help).click();
	await expectGoodLooks(page);
	await page.keyboard.press("Escape");
	await expect(button(door.verdict.help)).toBeFocused();
	await button(door.verdict.next).click();
});

it("[VS-1] [VS-6] PAS UN PASS is grey and soft", async () => {
	const { outcome, text } = await present("https://menu.example/carte");
	expect(outcome).toBe("notAPass");
	expect(text).toContain(door.verdict.notAPass);
	await expect(page.locator("[data-verdict]")).toHaveAttribute("data-tone", "neutral");
	await expectGoodLooks(page);
	await button(door.verdict.next).click();
});

it("[VS-6] one of two codes", async () => {
	const { outcome, text } = await present(
		`shc:/1/2/${"5676290952432060346029243740446031222959532654603460".repeat(8)}`,
	);
	expect(outcome).toBe("part");
	expect(text).toContain("1 SUR 2");
	await expectGoodLooks(page);
	await show(page, undefined);
	await button(door.verdict.next).click();
});

it("[VS-7] an exit colours the whole screen, in every theme", async () => {
	const paper = () => page.locator("header").evaluate((element) => getComputedStyle(element).backgroundColor);
	const entering = await paper();
	await button(door.camera.out).click();
	await expect(page.locator("[data-mark=out]")).toBeVisible();
	expect(await paper()).not.toBe(entering);
	await expectGoodLooks(page);
	const { outcome } = await present(greek.text);
	expect(outcome).toBe("out");
	await expect(page.locator("[data-verdict]")).toHaveAttribute("data-tone", "out");
	await expectGoodLooks(page);
	await button(door.verdict.next).click();
	await button(door.camera.out).click();
	await expect(page.locator("[data-mark=in]")).toBeVisible();
});

it("[VS-7] the theme is chosen in the settings and kept over a restart", async () => {
	await page.locator("[data-keys]").click();
	await page.getByText(door.display.daylight, { exact: true }).click();
	await expectGoodLooks(page);
	await page.getByText(door.display.daylight, { exact: true }).click();
	await page.keyboard.press("Escape");
	page = await relaunchDoor(stage.door);
	await expect(page.locator(".door")).toHaveAttribute("data-theme", "daylight");
	expect((await present(forged)).outcome).toBe("refused");
	const colour = (selector: string) =>
		page.locator(selector).evaluate((element) => getComputedStyle(element).backgroundColor);
	// The whole stage, not its head alone.
	expect(await colour("[data-verdict]")).toBe("rgb(168, 11, 11)");
	expect(await colour("[data-verdict] > :last-child")).toBe("rgb(168, 11, 11)");
});

it("[VS-7] [VS-6] on a stand: the front camera, mirrored, and a large invitation, kept over a restart", async () => {
	await button(door.verdict.next).click();
	await page.locator("[data-keys]").click();
	await button(door.display.standOff).click();
	await page.keyboard.press("Escape");
	await expect(page.locator("[data-invitation]")).toHaveText(door.display.invite);
	await expect(page.locator("video[data-mirrored=true]")).toBeVisible();
	await expectGoodLooks(page);
	page = await relaunchDoor(stage.door);
	await expect(page.locator("[data-invitation]")).toBeVisible();
	// A mirrored picture is for the eye: what is decoded is not turned.
	expect((await present(forged)).outcome).toBe("refused");
});

it("no page broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
