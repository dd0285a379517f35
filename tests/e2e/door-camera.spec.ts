/** The camera of a door in browsers that do not keep their promises: every wait has an end, and a next step. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import {
	answerPrompt,
	askedLenses,
	type CameraFault,
	heardOfWorkers,
	openFaulted,
	settingsOfLens,
} from "../support/camera-faults";
import { codeButton, type ShownVerdict, verdictAfter } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show, showWorn } from "../support/drawn-camera";
import { openStudio } from "../support/studio";

const { camera } = messages.fr.door;

let stage: DoorStage;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	await stage.portal.kill();
	page = await relaunchDoor(stage.door);
});
it.afterAll(async () => {
	await stage?.close();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const live = () => page.locator("[data-decoder=fast]");

async function reopen(fault: CameraFault): Promise<void> {
	await page.close();
	page = await openFaulted(stage.door.context(), `${stage.portal.origin}/scan`, fault);
}

async function presentNew(given: string): Promise<ShownVerdict> {
	const { text } = await stage.counter.issue({ n: ["ESSAI", given] });
	return verdictAfter(page, () => show(page, text));
}

async function expectRead(given: string): Promise<void> {
	const { outcome, text } = await presentNew(given);
	expect(outcome).toBe("admitted");
	expect(text).toContain(given);
}

it("[SC-20] a question that nobody answers is told after a while, and its answer still opens the camera", async () => {
	await reopen({ kind: "unanswered" });
	await expect(page.getByText(camera.starting)).toBeVisible();
	await expect(page.getByText(camera.overdue.title, { exact: true })).toBeVisible();
	await expectAccessible(page);
	await expect(codeButton(page)).toBeEnabled();
	await expect(button(camera.retry)).toBeVisible();
	expect(await askedLenses(page)).toEqual(["any"]);
	await answerPrompt(page);
	await expect(live()).toBeVisible();
	await expect(page.getByText(camera.overdue.title, { exact: true })).toHaveCount(0);
	await expectRead("Réponse tardive");
});

it("[SC-22] a picture whose play() never answers is scanned as soon as frames come", async () => {
	await reopen({ kind: "playPending" });
	await expectRead("Promesse muette");
});

it("[SC-22] a picture that may not play asks for a touch, and a touch plays it", async () => {
	await reopen({ kind: "playRefused" });
	await expect(button(camera.touch)).toBeVisible();
	await expectAccessible(page);
	// It stays as it is: the camera is not opened again behind the sentence.
	await page.waitForTimeout(9000);
	expect(await askedLenses(page)).toEqual(["any"]);
	await button(camera.touch).click();
	await expect(live()).toBeVisible();
	await expectRead("Touché");
});

for (const kind of ["enumerateMissing", "enumerateRejects", "enumeratePending"] as const) {
	it(`[SC-20] lenses that cannot be listed (${kind}) are one lens that works`, async () => {
		await reopen({ kind });
		await expect(live()).toBeVisible();
		await expect(button(camera.lens)).toHaveCount(0);
		await expectRead(`Un objectif ${kind}`);
	});
}

it("[SC-23] a camera that is busy for a moment opens by itself", async () => {
	await reopen({ kind: "busy", times: 2 });
	await expect(live()).toBeVisible();
	expect(await askedLenses(page)).toEqual(["any", "any", "any"]);
	await expectRead("Prise un moment");
});

it("[SC-24] a remembered lens that does not start gives way to the next, and is forgotten", async () => {
	for (const error of ["NotReadableError", "AbortError", "OverconstrainedError", undefined]) {
		await reopen({ kind: "deadLens", lens: "lens-3", error });
		await expect(live()).toBeVisible();
		expect((await askedLenses(page)).at(-1)).toBe("any");
		await expect.poll(() => page.evaluate(() => localStorage.getItem("relais.lens"))).toBeNull();
	}
	await expectRead("Autre objectif");
});

it("[SC-21] after a no the camera is not asked for again until somebody touches Retry", async () => {
	await reopen({ kind: "denied" });
	await expect(page.getByRole("alert").filter({ hasText: camera.denied.title })).toBeVisible();
	// The page goes away and comes back, as when another app is looked at.
	await page.evaluate(() => {
		for (const state of ["hidden", "visible"]) {
			Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
			document.dispatchEvent(new Event("visibilitychange"));
		}
	});
	await page.waitForTimeout(1000);
	expect(await askedLenses(page)).toEqual(["any"]);
	await button(camera.retry).click();
	await expect.poll(() => askedLenses(page)).toEqual(["any", "any"]);
});

it("[SC-26] passes are judged in the worker", async () => {
	await reopen({ kind: "able" });
	await expectRead("Par le travailleur");
	const heard = await heardOfWorkers(page);
	expect(heard).toContain("trusted");
	expect(heard.filter((type) => type === "verdict")).toHaveLength(1);
});

it("[SC-26] where the worker does not judge the page does, and gives the same verdict", async () => {
	await reopen({ kind: "silentJudge" });
	await expectRead("Par la page");
	expect(await heardOfWorkers(page)).not.toContain("verdict");
});

it("[SC-25] lens, zoom and lamp stand by the camera and on the verdict that needs the paper again", async () => {
	await reopen({ kind: "able" });
	await expect(live()).toBeVisible();
	await expect(button(camera.lens)).toBeVisible();
	const forged = (await stage.counter.issue({ n: ["ESSAI", "Abîmé"] })).text.replace(/.{6}$/, "AAAAAA");
	expect((await verdictAfter(page, () => show(page, forged))).outcome).toMatch(/refused|unverifiable/);
	await expectAccessible(page);
	const verdict = page.locator("[data-verdict]");
	const inVerdict = (name: string) => verdict.getByRole("button", { name, exact: true });
	await inVerdict(camera.torch).click();
	await expect(inVerdict(camera.torch)).toHaveAttribute("aria-pressed", "true");
	await inVerdict(camera.zoom.replace("{zoom}", "1")).click();
	await inVerdict(camera.zoom.replace("{zoom}", "2")).click();
	await expect(inVerdict(camera.zoom.replace("{zoom}", "4"))).toBeVisible();
	expect(await settingsOfLens(page)).toEqual([{ torch: true }, { zoom: 2 }, { zoom: 4 }]);
	await inVerdict(camera.lens).click();
	await expect.poll(() => askedLenses(page)).toEqual(["any", "lens-2"]);
	await expect.poll(() => page.evaluate(() => localStorage.getItem("relais.lens"))).toBe("lens-2");
	await page.evaluate(() => localStorage.clear());
});

it("[SC-25] a picture stands in for the camera, and says what is wrong with it", async () => {
	await reopen({ kind: "denied" });
	const studio = await openStudio(stage.door.context());
	const { text } = await stage.counter.issue({ n: ["ESSAI", "En photo"] });
	const code = await studio.frameOfText(text);
	await studio.close();
	const choose = (buffer: Buffer, mimeType: string) =>
		page.locator("[data-picture]").setInputFiles({ name: "choisie", mimeType, buffer });
	await choose(Buffer.from("ceci n'est pas une image"), "image/png");
	await expect(page.getByText(camera.picture.noPicture)).toBeVisible();
	const shown = await verdictAfter(page, () => choose(code, "image/jpeg"));
	expect(shown.outcome).toBe("admitted");
	expect(shown.text).toContain("En photo");
});

it("[SC-27] a code that is there and cannot be read is told, and holds back no other", async () => {
	await reopen({ kind: "able" });
	await expect(live()).toBeVisible();
	const told = page.getByText(camera.unread.title, { exact: true });
	await showWorn(page, (await stage.counter.issue({ n: ["ESSAI", "Illisible"] })).text);
	await expect(told).toBeVisible();
	await expectAccessible(page);
	await expect(page.getByText(camera.unread.type, { exact: true })).toBeVisible();
	await expectRead("Lisible");
	await expect(told).toHaveCount(0);
});

it("[SC-28] a camera before which nothing moves is only glanced at, and reads again at the first movement", async () => {
	await reopen({ kind: "able" });
	await expect(live()).toBeVisible();
	expect(await heardOfWorkers(page)).not.toContain("glanced");
	await expect.poll(() => heardOfWorkers(page), { timeout: 60_000 }).toContain("glanced");
	await expectRead("Après le repos");
});

it("without WebAssembly the other decoder reads, and says that it is slow", async () => {
	await reopen({ kind: "noWebAssembly" });
	await expect(page.locator("[data-decoder=slow]")).toBeVisible();
	await expect(page.getByText(camera.slow)).toBeVisible();
	await expectRead("Sans WebAssembly");
	expect(await heardOfWorkers(page)).toContain("verdict");
});

it("no page of the door broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
