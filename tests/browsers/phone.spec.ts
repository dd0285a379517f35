/** The door's journey on a telephone of 390 × 844: nothing wider than the screen, nothing too small for a thumb. */
import { expect } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { enrolDevice } from "../support/counter-page";
import {
	checkButton,
	codeButton,
	confirmSame,
	fillCode,
	nextPerson,
	skipFirstUse,
	verdictAfter,
} from "../support/door-page";
import { PHONE } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import type { Sheet } from "../support/remote-counter";
import { touchFaults } from "../support/touch-faults";
import { type BrowserUnderTest, openBrowser } from "./device";
import type { BrowserPage } from "./page/browser-page";
import { pharmacy } from "./stage";
import { it } from "./test";

const { door } = messages.fr;

let phone: BrowserUnderTest;
let page: BrowserPage;
let sheets: readonly Sheet[];

it.describe.configure({ mode: "serial" });
it.beforeAll(async ({ engine, portal }) => {
	it.setTimeout(600_000);
	const counter = await pharmacy(portal);
	sheets = [await counter.issue(), await counter.issue({ n: ["SECONDE", "Camille"] })];
	phone = await openBrowser(engine, { origin: portal.origin, viewport: PHONE, camera: "drawn" });
});
it.afterAll(async () => {
	await phone?.close();
});

async function expectFits(): Promise<void> {
	expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([PHONE.width, PHONE.height]);
	expect(await page.evaluate(touchFaults)).toEqual([]);
	expect(await page.evaluate(thumbFaults)).toEqual([]);
	await expectAccessible(page);
}

/** Runs in the page: fields that make an iPhone zoom in, and controls that a thumb does not get at. */
function thumbFaults(): readonly string[] {
	const faults: string[] = [];
	const name = (element: Element) => `${element.tagName} ${(element.textContent ?? "").trim().slice(0, 24)}`;
	const dialog = document.querySelector("dialog[open]");
	const controls = (dialog ?? document).querySelectorAll<HTMLElement>("button, select, a[href], input, textarea");
	for (const control of controls) {
		if (control.closest(".sr-only, [inert]") !== null || !control.checkVisibility()) continue;
		const size = Number.parseFloat(getComputedStyle(control).fontSize);
		if (control.matches("input, select, textarea") && size < 16) faults.push(`${name(control)}: text of ${size} px`);
		if (control.matches(":disabled")) continue;
		control.scrollIntoView({ block: "center", behavior: "instant" });
		const { left, top, width, height } = control.getBoundingClientRect();
		const [x, y] = [left + width / 2, top + height / 2];
		if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) faults.push(`${name(control)} is off the screen`);
		const hit = document.elementFromPoint(x, y);
		const reached = hit !== null && (control.contains(hit) || hit.contains(control));
		if (!reached && hit?.closest("label")?.control !== control) faults.push(`${name(control)} lies under something`);
	}
	return faults;
}

it("the enrolment fits", async ({ portal }) => {
	const link = (await portal.links()).door;
	page = await phone.open(link);
	await page.locator("[name='label']").waitFor();
	await expectFits();
	await page.close();
	page = await enrolDevice(phone, { link, label: "entrée A" });
	await expectFits();
	await page.close();
});

it("taking up the post and the first words to staff fit", async () => {
	page = await phone.open("/scan");
	await page.getByRole("button", { name: door.setup.start, exact: true }).waitFor();
	await expectFits();
	await page.getByRole("button", { name: door.setup.start, exact: true }).click();
	await page.getByRole("button", { name: door.firstUse.skip, exact: true }).waitFor();
	await expectFits();
	await skipFirstUse(page);
});

it("the camera, the settings and the verdict of a pass fit", async () => {
	await page.locator("[data-decoder='fast']").waitFor();
	await expectFits();
	await page.locator("[data-keys]").click();
	await page.locator("dialog[open]").waitFor();
	await expectFits();
	await page.keyboard.press("Escape");
	await page.locator("dialog[open]").waitFor({ state: "detached" });
	const verdict = await verdictAfter(page, () => show(page, sheets[0]?.text), { hold: true });
	expect(verdict.outcome).toBe("admitted");
	await show(page, undefined);
	await expectFits();
	await nextPerson(page);
});

it("the code form and the comparison fit", async () => {
	const sheet = sheets[1];
	if (sheet === undefined) throw new Error("no paper");
	const [family, given] = sheet.claims.n;
	await codeButton(page).click();
	await page.locator("input[name='number']").waitFor();
	await expectFits();
	const person = { family, given, birth: sheet.claims.b };
	await fillCode(page, { number: sheet.code.number, code: sheet.code.code, person });
	const verdict = await verdictAfter(page, () => checkButton(page).click());
	expect(verdict.outcome).toBe("compare");
	await expectFits();
	await confirmSame(page);
	await page.close();
	expect(phone.faults).toEqual([]);
});
