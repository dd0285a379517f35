/** The camera of a door in browsers that do not keep their promises: every wait has an end, and a next step. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { answerPrompt, askedLenses, type CameraFault, openFaulted } from "../support/camera-faults";
import { codeButton, type ShownVerdict, verdictAfter } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";

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
	await expect(page.getByText(camera.overdue.title)).toBeVisible();
	await expectAccessible(page);
	await expect(codeButton(page)).toBeEnabled();
	await expect(button(camera.retry)).toBeVisible();
	expect(await askedLenses(page)).toEqual(["any"]);
	await answerPrompt(page);
	await expect(live()).toBeVisible();
	await expect(page.getByText(camera.overdue.title)).toHaveCount(0);
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

it("no page of the door broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
