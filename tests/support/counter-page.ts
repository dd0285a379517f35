/** The counter as its staff use it: fields, button, sheet. Speaks the French catalogue. */
import { expect, type Locator, type Page } from "@playwright/test";
import type { EntryState } from "@/app/(counter)/counter/queue/entry-state";
import { messages } from "@/lib/i18n/messages";
import type { Evaluated, Located, Screen, ScreenDevice } from "./screen";
import type { Paper } from "./studio";

const { counter, enrol, sheet, vault } = messages.fr;

export type Person = {
	readonly family: string;
	readonly given: string;
	/** `YYYY-MM-DD`. */
	readonly birth: string;
	readonly sex: "F" | "M" | "X";
	readonly act: "antigen" | "pcr";
};

/** `03021990`: as people type a date. */
export function typedDay(day: string): string {
	return day.split("-").reverse().join("");
}

/** Opens a one-time link, names the device and asks; what comes of it is on the page. */
export async function askEnrolment<Shown extends Screen>(
	device: ScreenDevice<Shown>,
	{ link, label }: { link: string; label: string },
): Promise<Shown> {
	const page = await device.open(link);
	await page.locator("[name='label']").fill(label);
	await page.getByRole("button", { name: enrol.submit, exact: true }).click();
	return page;
}

/** Opens a one-time link, names the device and waits until it can work with no network. */
export async function enrolDevice<Shown extends Screen>(
	device: ScreenDevice<Shown>,
	{ link, label }: { link: string; label: string },
): Promise<Shown> {
	const page = await askEnrolment(device, { link, label });
	await page.getByText(enrol.done.offline, { exact: true }).waitFor({ timeout: 60_000 });
	return page;
}

/** Types a test's result; everything but the button. */
export async function fillForm(page: Screen, person: Person): Promise<void> {
	await page.locator(`[name='act'][value='${person.act}']`).check({ force: true });
	await page.locator("[name='family']").fill(person.family);
	await page.locator("[name='given']").fill(person.given);
	await page.locator("[name='birth']").fill(typedDay(person.birth));
	await page.locator("[name='sex']").selectOption(person.sex);
	const guardian = page.locator("[name='guardian'][data-asked='true']");
	if ((await guardian.count()) > 0) await guardian.fill("Essai Responsable");
	await page.locator("[name='consent']").check();
	await page.locator("[name='moment']").fill(await minutesAgo(page, 40));
	if (person.act === "antigen") {
		const product = page.locator("[name='product']");
		await product.fill("1232");
		await product.press("Enter");
	}
	await page.locator("[name='result']").selectOption("negative");
}

/** As it is typed into the field of the sample's time. */
export function minutesAgo(page: Evaluated, minutes: number): Promise<string> {
	return page.evaluate((ago) => {
		const at = new Date(Date.now() - ago * 60_000);
		const [day, month, hour, minute] = [at.getDate(), at.getMonth() + 1, at.getHours(), at.getMinutes()].map((part) =>
			String(part).padStart(2, "0"),
		);
		return `${day}/${month} ${hour}:${minute}`;
	}, minutes);
}

let typed = 0;

/** Another person each time, 03021990 first: the counter asks about one that comes twice a day. */
export function nextBirth(): string {
	const days = 2 + typed++;
	return `${String((days % 28) + 1).padStart(2, "0")}02${1990 - (Math.floor(days / 28) % 60)}`;
}

/** Everything by keyboard but the time of the sample, which a test cannot wait for: Enter goes to what is still open. */
export async function typePerson(page: Page, family = "essai", birth = nextBirth()): Promise<void> {
	await expect(page.locator("[name='family']")).toBeFocused();
	for (const text of [family, "Camille Aimée", birth, "F"]) {
		await page.keyboard.type(text);
		await page.keyboard.press("Enter");
	}
	await expect(page.locator("[name='consent']")).toBeFocused();
	await page.keyboard.press("Space");
	await page.keyboard.press("Enter");
	if ((await page.locator("[name='product']").inputValue()) === "") {
		await page.keyboard.type("panbio");
		await page.keyboard.press("Enter");
	}
	await page.locator("[name='moment']").fill(await minutesAgo(page, 20));
	await page.locator("[name='result']").focus();
	await page.keyboard.type("N");
}

/** Gives the device's kit `count` more antigen tests, named `Essai 1` and so on, and loads the page with them. */
export async function addProducts(page: Page, count: number): Promise<void> {
	await page.evaluate(
		(more) =>
			new Promise<void>((resolve, reject) => {
				const open = indexedDB.open("relais");
				open.onerror = () => reject(open.error);
				open.onsuccess = () => {
					const writing = open.result.transaction("device", "readwrite");
					const table = writing.objectStore("device");
					const read = table.get("device");
					read.onsuccess = () => {
						const added = Array.from({ length: more }, (_, i) => ({
							code: `E${i + 1}`,
							name: `Essai ${i + 1}`,
							kind: "A",
						}));
						table.put({ ...read.result, products: [...read.result.products, ...added] });
					};
					writing.onabort = () => reject(writing.error);
					writing.oncomplete = () => {
						open.result.close();
						resolve();
					};
				};
			}),
		count,
	);
	await reloadCounter(page);
}

/** Answers the index of the sheet on the screen. */
export async function issueByKeyboard(page: Page, family?: string): Promise<number> {
	await typePerson(page, family);
	await page.keyboard.press("F9");
	return await shownSheet(page);
}

export async function shownSheet(page: Page): Promise<number> {
	const sheet = page.locator("main [data-sheet]");
	await expect(sheet).toBeVisible();
	return Number(await sheet.getAttribute("data-sheet"));
}

export const issueButton = <Found extends Located>(page: { locator(css: string): Found }): Found =>
	page.locator("[data-issue]");
export const nextButton = <Found extends Located>(page: {
	getByRole(role: "button", options: { name: string }): Found;
}): Found => page.getByRole("button", { name: counter.next });
export const dayEntries = <Found extends Located>(page: { locator(css: string): Found }, state?: EntryState): Found =>
	page.locator(state === undefined ? "[data-entry]" : `[data-entry][data-state='${state}']`);

/** The longest wait of a device whose portal was away (lib/outbox/backoff.ts), and some more. */
const BY_ITSELF = { timeout: 150_000 };

/** Clicks as staff do who see that the portal is back, until everything has gone. */
export async function untilSent(page: Page): Promise<void> {
	await expect(async () => {
		const again = page.getByRole("button", { name: counter.strip.tryNow });
		if (await again.isVisible()) await again.click();
		await expect(dayEntries(page, "waiting")).toHaveCount(0, { timeout: 5_000 });
		await expect(dayEntries(page, "sending")).toHaveCount(0, { timeout: 5_000 });
	}).toPass(BY_ITSELF);
}

/** The sheet as it stands on the paper: the copy that the printer gets. */
export const printedSheet = <Found extends Located>(page: { locator(css: string): Found }): Found =>
	page.locator(".paper-only [data-sheet]");

/** Waits until the list of the day is read from the disk. */
export async function openCounter<Shown extends Screen>(device: ScreenDevice<Shown>): Promise<Shown> {
	const page = await device.open("/counter");
	await unlockCounter(page);
	return page;
}

/** Loads the counter anew, which locks it unless another page is unlocked, and opens it. */
export async function reloadCounter(page: Screen): Promise<void> {
	await page.reload();
	await unlockCounter(page);
}

export const PASSPHRASE = "cheval batterie agrafe";

/** Waits for the desk, on the way to which a passphrase is chosen or typed if the page asks for one. */
export async function unlockCounter(page: Screen): Promise<void> {
	const desk = page.getByRole("heading", { name: counter.list.title });
	const protect = page.locator("[data-vault=protect]");
	const unlock = page.locator("[data-vault=unlock]");
	await desk.or(protect).or(unlock).first().waitFor({ timeout: 30_000 });
	if (await protect.isVisible()) await protectCounter(page);
	else if (await unlock.isVisible()) {
		await unlock.locator("[name=passphrase]").fill(PASSPHRASE);
		await unlock.locator("[type=submit]").click();
	}
	await desk.waitFor({ timeout: 30_000 });
}

/** Chooses the first passphrase, and types the recovery code back. Gives the code. */
async function protectCounter(page: Screen, passphrase = PASSPHRASE): Promise<string> {
	await page.locator("[name=passphrase]").fill(passphrase);
	await page.locator("[name=repeat]").fill(passphrase);
	await page.getByRole("button", { name: vault.protect.submit, exact: true }).click();
	return typeCodeBack(page);
}

/** From the screen that shows a recovery code to the counter. */
export async function typeCodeBack(page: Screen): Promise<string> {
	const shown = page.locator("[data-recovery]");
	await shown.waitFor({ timeout: 30_000 });
	const code = (await shown.getAttribute("data-recovery")) ?? "";
	await page.getByRole("button", { name: vault.recovery.written }).click();
	await page.locator("[name=recovery]").fill(code);
	await page.getByRole("button", { name: vault.recovery.submit }).click();
	return code;
}

export type SheetTexts = {
	readonly number: string;
	readonly code: string;
	readonly holderLink: string;
	/** As it is printed on the strip. */
	readonly stripNumber: string;
};

/** What is printed for people, read from the sheet. */
export async function readSheet(page: Screen): Promise<SheetTexts> {
	const paper = printedSheet(page);
	const [pharmacy = ""] = sheet.pharmacy.split("{number}");
	const named = await paper.locator(".sheet-code b").first().textContent();
	return {
		number: (named ?? "").replace(pharmacy, "").trim(),
		code: ((await paper.locator(".sheet-code-text").textContent()) ?? "").trim(),
		holderLink: ((await paper.locator(".sheet-link").textContent()) ?? "").trim(),
		stripNumber: ((await paper.locator(".sheet-strip-number b").textContent()) ?? "").trim(),
	};
}

/** A picture of the sheet as the printer would put it on paper, three dots for each pixel of the screen. */
export async function photographSheet(page: Page): Promise<Paper> {
	await page.emulateMedia({ media: "print" });
	try {
		const paper = printedSheet(page);
		const whole = await boxOf(paper);
		const code = await boxOf(paper.locator(".sheet-qr"));
		const png = await paper.screenshot({ type: "png" });
		const scale = png.readUInt32BE(16) / whole.width;
		return {
			png,
			width: png.readUInt32BE(16),
			code: { x: (code.x - whole.x) * scale, y: (code.y - whole.y) * scale, size: code.width * scale },
		};
	} finally {
		await page.emulateMedia({ media: null });
	}
}

async function boxOf(locator: Locator) {
	const box = await locator.boundingBox();
	if (box === null) throw new Error("the sheet is not on the paper");
	return box;
}
