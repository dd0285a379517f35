/**
 * `npm run screenshots`: lives the main job with invented people on a real portal and leaves its pictures in
 * docs/images, for the README. Look at them before you commit them: nothing here judges what they show.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	fillForm,
	issueButton,
	nextButton,
	openCounter,
	type Person,
	printedSheet,
	readSheet,
	type SheetTexts,
} from "../support/counter-page";
import { nextPerson, openDoor, startPost, typeCode, verdictAfter } from "../support/door-page";
import { drawCamera, show } from "../support/drawn-camera";
import { openPortal, type TestPortal } from "../support/portal";
import { readCodes } from "../support/read-codes";
import { pictureGatesAndTrain } from "./gates-and-train";

const FOLDER = path.join(ROOT, "docs/images");
const DESK = { width: 1100, height: 720 };
const PHONE = { width: 390, height: 780 };

const CAMILLE: Person = { family: "ESSAI", given: "Camille Aimée", birth: "1990-02-03", sex: "F", act: "antigen" };
const OTHERS: readonly Person[] = [
	{ family: "D’ESSAI", given: "Noé", birth: "1984-10-21", sex: "M", act: "antigen" },
	{ family: "ESSAI-DURAND", given: "Inès", birth: "2001-07-09", sex: "F", act: "pcr" },
	{ family: "ESSAI", given: "Maël", birth: "1956-12-30", sex: "M", act: "antigen" },
];

type Close = () => Promise<void>;

async function takePicture(page: Page, name: string): Promise<void> {
	await page.screenshot({ path: path.join(FOLDER, `${name}.png`), scale: "css", animations: "disabled" });
	console.log(`docs/images/${name}.png`);
}

async function main(opened: (close: Close) => void): Promise<void> {
	await mkdir(FOLDER, { recursive: true });
	const portal = await openPortal();
	opened(portal.close);
	const { origin } = portal;
	const open = async (viewport: typeof DESK): Promise<TestDevice> => {
		const device = await openDevice({ origin, viewport });
		opened(device.close);
		return device;
	};
	const [counter, door, phone] = [await open(DESK), await open(PHONE), await open(PHONE)];
	const links = await portal.links();
	await (await enrolDevice(counter, { link: links.counter, label: "poste 2" })).close();
	await drawCamera(door.context());
	await (await enrolDevice(door, { link: links.door, label: "entrée A" })).close();
	await (await startPost(door)).close();

	const sheet = await atTheCounter(portal, counter);
	await atTheDoor(door, sheet);
	await portal.start();
	await onTheHoldersPhone(phone, { sheet, counter });
	await pictureGatesAndTrain(portal, () => open(PHONE), takePicture);
}

type Issued = SheetTexts & { readonly rp1: string };

/** Two people while the portal answers, two while it does not; a fifth is being typed. Answers the fourth's sheet. */
async function atTheCounter(portal: TestPortal, counter: TestDevice): Promise<Issued> {
	const page = await openCounter(counter);
	const [first, second, third] = OTHERS as [Person, Person, Person];
	for (const person of [first, second]) await issue(page, person);
	await dayEntries(page, "registered").nth(1).waitFor();
	await portal.kill();
	await issue(page, third);
	await fillForm(page, CAMILLE);
	await issueButton(page).click();
	await page.locator("#issued-title").waitFor();
	const texts = await readSheet(page);
	const rp1 = (await readCodes(await pictureSheet(page))).find((text) => text.startsWith("RP1:"));
	if (rp1 === undefined) throw new Error("the code on the sheet cannot be scanned");
	await nextButton(page).first().click();
	await page.locator("[data-portal='away']").waitFor();
	await page.locator("[name='family']").fill("ESSAI-MARTIN");
	await page.locator("[name='given']").pressSequentially("Zoé É");
	await takePicture(page, "counter-portal-away");
	await page.close();
	return { ...texts, rp1 };
}

async function issue(page: Page, person: Person): Promise<void> {
	await fillForm(page, person);
	await issueButton(page).click();
	// The form has a way to the next person too, which would leave this one waiting.
	await page.locator("#issued-title").waitFor();
	await nextButton(page).first().click();
	await page.locator("[name='family']").waitFor();
}

/** Millimetres of a print shop, pixels of a screen. */
const MARGIN = 24;

async function pictureSheet(page: Page): Promise<Buffer> {
	await page.emulateMedia({ media: "print" });
	const paper = printedSheet(page);
	// Paper has a margin; a page of the screen that is shown as paper has none.
	await paper.evaluate((element, margin) => {
		element.style.margin = `${margin}px`;
	}, MARGIN);
	const box = await paper.boundingBox();
	if (box === null) throw new Error("the sheet is not on the paper");
	const clip = { x: 0, y: 0, width: box.width + 2 * MARGIN, height: box.height + 2 * MARGIN };
	const picture = await page.screenshot({ path: path.join(FOLDER, "sheet.png"), clip });
	console.log("docs/images/sheet.png");
	await page.emulateMedia({ media: null });
	return picture;
}

/** A cellar: the portal is dead, and the phone was just taken out of a pocket. */
async function atTheDoor(door: TestDevice, sheet: Issued): Promise<void> {
	await door.restart();
	await drawCamera(door.context());
	const page = await openDoor(door);
	await page.locator("[data-decoder='fast']").waitFor();
	await takePicture(page, "door-looking");
	await verdictAfter(page, () => show(page, sheet.rp1), { hold: true });
	await takePicture(page, "door-accepted");
	await show(page, undefined);
	await nextPerson(page);
	await typeCode(page, { number: sheet.number, code: sheet.code, person: CAMILLE });
	await takePicture(page, "door-code");
	await page.close();
}

/** The same link, before the counter could register and after. */
async function onTheHoldersPhone(
	phone: TestDevice,
	{ sheet, counter }: { readonly sheet: Issued; readonly counter: TestDevice },
): Promise<void> {
	const { stripNumber, pass, not_registered, lookNow } = messages.fr.holder;
	const page = await phone.open(sheet.holderLink);
	await page.getByLabel(stripNumber.label).fill(sheet.stripNumber);
	await page.getByRole("button", { name: stripNumber.open, exact: true }).click();
	await page.getByRole("heading", { name: not_registered.title }).waitFor();
	await takePicture(page, "pass-before");
	const desk = await openCounter(counter);
	await dayEntries(desk, "registered").nth(3).waitFor({ timeout: 150_000 });
	await page.getByRole("button", { name: lookNow }).click();
	await page.getByRole("img", { name: pass.qr }).waitFor();
	await takePicture(page, "pass-after");
}

const closers: Close[] = [];
try {
	await main((close) => closers.push(close));
} finally {
	for (const close of closers.reverse()) await close();
}
