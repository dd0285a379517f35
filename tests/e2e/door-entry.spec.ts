/** The other ways in at a door, still without a portal: typed codes, hand scanners, a camera that comes and goes; a train. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { openDevice } from "../support/browser";
import {
	checkButton,
	codeButton,
	confirmSame,
	expectCount,
	fillCode,
	nextPerson,
	noteAfter,
	openDoor,
	type ShownVerdict,
	typeCode,
	verdictAfter,
} from "../support/door-page";
import { type DoorStage, PHONE, postDevice, relaunchDoor, stageDoor } from "../support/door-stage";
import { loseCamera, show } from "../support/drawn-camera";
import { keptByBrowser } from "../support/kept-by-browser";
import type { Sheet } from "../support/remote-counter";
import { givePin } from "../support/supervisor";
import { scanByWedge } from "../support/wedge-scanner";

const CAMILLE = { family: "ESSAI", given: "Camille", birth: "1990-02-03" };
const OTHER = { family: "ESSAI", given: "Noé", birth: "1971-06-30" };

let stage: DoorStage;
let sheet: Sheet;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor({ torch: true });
	sheet = await stage.counter.issue({ n: [CAMILLE.family, CAMILLE.given], b: CAMILLE.birth });
});
it.afterAll(async () => {
	await stage?.close();
});

const present = (text: string, hold = false): Promise<ShownVerdict> =>
	verdictAfter(page, () => show(page, text), { hold });
const button = (name: string) => page.getByRole("button", { name, exact: true });
const english = messages.en.door;
/** Changes the language by way of the post's dialog, and back. */
async function inEnglish(act: () => Promise<void>): Promise<void> {
	await page.locator("[data-keys]").click();
	await button("English").click();
	await givePin(page);
	await page.keyboard.press("Escape");
	await act();
	await page.locator("[data-keys]").click();
	await button("Français").click();
	await givePin(page);
	await page.keyboard.press("Escape");
}
const printed = (person = CAMILLE) => ({ number: sheet.code.number, code: sheet.code.code, person });

it("a lamp is offered where there is one, and only there", async () => {
	page = await openDoor(stage.door);
	await button("Lampe").click();
	await expect(button("Lampe")).toHaveAttribute("aria-pressed", "true");
	await button("Lampe").click();
	await expect(button("Lampe")).toHaveAttribute("aria-pressed", "false");
	await stage.portal.kill();
	page = await relaunchDoor(stage.door);
	await expect(page.locator("[data-decoder=fast]")).toBeVisible();
	await expect(button("Lampe")).toBeDisabled();
});

it("a typo in a code is told at once, and counts for nothing", async () => {
	await codeButton(page).click();
	await expect(page.locator("input[name=number]")).toBeFocused();
	const wrong = sheet.code.code.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
	await fillCode(page, { ...printed(), code: wrong });
	await expect(page.getByText("Il y a une faute dans ce code. Relisez-le.")).toBeVisible();
	await checkButton(page).click();
	await expect(page.locator("input[name=code]")).toBeFocused();
	await expectAccessible(page);
	await button("Retour à la caméra").click();
	await expect(page.getByText("Présentez le QR code")).toBeVisible();

	await inEnglish(async () => {
		await button(english.camera.code).click();
		await fillCode(page, { ...printed(), code: wrong });
		await expect(page.getByText(english.code.typoCode)).toBeVisible();
		await expectAccessible(page);
		await button(english.code.back).click();
	});
});

it("a good code is amber: it asks to compare, and only then counts", async () => {
	const asked = await typeCode(page, printed());
	expect(asked.outcome).toBe("compare");
	expect(asked.text).toMatch(/À COMPARER.*Il prouve moins qu’un QR code\..*E\. C\..*03\/02\/1990.*Pharmacie 40123-3/);
	await expectAccessible(page);
	await expectCount(page, 0);
	await noteAfter(page, "Rien n’a été compté.", () => button("Différent").click());
	await expectCount(page, 0);

	await typeCode(page, printed());
	// What was typed can be looked at again, and is still there.
	await button("Revoir").click();
	await expect(page.locator("input[name=birth]")).toHaveValue("03/02/1990");
	await verdictAfter(page, () => checkButton(page).click());
	await confirmSame(page);
	await expectCount(page, 1);
});

it("the same code again is known, and the person is not counted twice", async () => {
	await typeCode(page, printed());
	const again = await verdictAfter(page, () => button("Identique").click());
	expect(again.outcome).toBe("alreadyIn");
	await nextPerson(page);
	await expectCount(page, 1);
});

it("the fifth code that is not this person's locks code entry, also over a relaunch; QR codes go on", async () => {
	for (let i = 0; i < 5; i++) {
		const { outcome, text } = await typeCode(page, printed(OTHER));
		expect(outcome).toBe("refused");
		expect(text).toMatch(/Ce code ne correspond pas à cette personne\..*C-NON/);
		await nextPerson(page);
	}
	await codeButton(page).click();
	await expect(page.getByText(/Trop de codes refusés\. Saisie possible dans \d+ s\./)).toBeVisible();
	await expect(checkButton(page)).toBeDisabled();
	await expectAccessible(page);

	page = await relaunchDoor(stage.door);
	await codeButton(page).click();
	await expect(page.getByText(/Trop de codes refusés/)).toBeVisible();
	await expect(checkButton(page)).toBeDisabled();
	// The form pauses the scanner until it is closed; the lock is not the scanner's business.
	await button("Retour à la caméra").click();
	const other = await stage.counter.issue({ n: [OTHER.family, OTHER.given], b: OTHER.birth });
	const { outcome } = await present(other.text);
	expect(outcome).toBe("admitted");
	await expectCount(page, 2);
});

it("a hand scanner that types is heard, and its Enter presses no button", async () => {
	await page.close();
	page = await openDoor(stage.door);
	await codeButton(page).focus();
	const { text } = await stage.counter.issue({ n: ["ESSAI", "Douchette"], b: "1958-04-11" });
	let left: readonly string[] = [];
	const scan = async () => {
		left = await scanByWedge(page, text, "us");
	};
	const verdict = await verdictAfter(page, scan, { hold: true });
	expect(verdict.outcome).toBe("admitted");
	expect(verdict.text).toContain("Douchette");
	expect(left).toEqual([]);
	await nextPerson(page);
	await expectCount(page, 3);
});

it("on a computer with an AZERTY keyboard the same scanner is heard too", async () => {
	const { text } = await stage.counter.issue({ n: ["ESSAI", "Clavier français"], b: "1966-09-02" });
	const verdict = await verdictAfter(page, () => scanByWedge(page, text, "azerty"), { hold: true });
	expect(verdict.outcome).toBe("admitted");
	expect(verdict.text).toContain("Clavier français");
	await nextPerson(page);
	await expectCount(page, 4);
});

it("a camera that the system takes away comes back by itself", async () => {
	await loseCamera(page);
	const { outcome, text } = await present((await stage.counter.issue({ n: ["ESSAI", "Après l’appel"] })).text);
	expect(outcome).toBe("admitted");
	expect(text).toContain("Après l’appel");
});

it("a camera that is refused or taken says what to do, and the written code still works", async () => {
	await show(page, undefined);
	await loseCamera(page, "NotAllowedError");
	await expect(page.getByRole("alert").filter({ hasText: "La caméra est refusée" })).toBeVisible();
	await expectAccessible(page);
	await inEnglish(async () => {
		await expect(page.getByRole("alert").filter({ hasText: english.camera.denied.title })).toBeVisible();
		await expectAccessible(page);
	});
	await expect(codeButton(page)).toBeEnabled();
	await loseCamera(page, "NotReadableError");
	await button("Réessayer").click();
	await expect(page.getByRole("alert").filter({ hasText: "La caméra est prise" })).toBeVisible();
	await loseCamera(page);
	await button("Réessayer").click();
	const { text } = await present((await stage.counter.issue({ n: ["ESSAI", "Caméra rendue"], b: "1949-12-24" })).text);
	expect(text).toContain("Caméra rendue");
});

it("nothing that was typed or scanned is left on the device", async () => {
	const { databases, storages } = await keptByBrowser(page);
	expect(databases).toContain("demo-event");
	const said = ["ESSAI", "Camille", "1990-02-03", "900203", "03/02/1990", "Douchette", "Clavier", "Caméra rendue"];
	const codes = [sheet.code.code, sheet.code.code.replaceAll(" ", ""), sheet.text.slice(4, 60)];
	expect([...said, ...codes].filter((part) => `${databases}${storages}`.includes(part))).toEqual([]);
});

it("a train counts controls, not seats: the same pass again is another control", async () => {
	await stage.portal.start();
	const train = await openDevice({ origin: stage.portal.origin, viewport: PHONE });
	await postDevice(stage.portal, train, { role: "train" });
	await stage.portal.kill();
	await page.close();
	page = await relaunchDoor(train);
	await expect(page.getByRole("heading", { name: "Train 8715 Rennes – Paris" })).toBeVisible();
	await expect(page.getByText("aucun contrôle")).toBeVisible();
	// Nobody is inside a train, and nobody leaves it through this screen.
	await expect(button("Sortie")).toHaveCount(0);
	await expect(page.locator("header")).not.toContainText("≥");
	await expectAccessible(page);
	await inEnglish(async () => {
		await expect(page.getByText("no checks")).toBeVisible();
		await expectAccessible(page);
	});
	expect((await present(sheet.text, true)).outcome).toBe("admitted");
	await nextPerson(page);
	await expect(page.locator("header")).toContainText("1 contrôle");

	await page.close();
	page = await openDoor(train);
	const again = await present(sheet.text, true);
	expect(again.outcome).toBe("admitted");
	expect(again.text).toMatch(/Déjà contrôlé à \d\d:\d\d\./);
	await expectAccessible(page);
	await expect(page.locator("header")).toContainText("2 contrôles");
	await nextPerson(page);
	expect((await typeCode(page, printed())).outcome).toBe("compare");
	await confirmSame(page);
	await expect(page.locator("header")).toContainText("3 contrôles");
	expect(train.faults).toEqual([]);
	await train.close();
});

it("no page of the door broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
