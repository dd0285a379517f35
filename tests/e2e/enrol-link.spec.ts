/** The way of an enrolment link from one place to another, and devices that are enrolled where storage is not promised. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { openDevice, type TestDevice } from "../support/browser";
import { type Guise, openAs, timesAsked } from "../support/browser-guise";
import { codeField, codeOf, giveName, inBoth, readCode, rootOf, startAfresh } from "../support/enrol-page";
import { keptByBrowser } from "../support/kept-by-browser";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";

let portal: TestPortal;
let device: TestDevice;
let links: Awaited<ReturnType<TestPortal["links"]>>;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 390, height: 844 } });
	links = await portal.links();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

const host = () => new URL(portal.origin).host;
const IPHONE: Guise = { agent: "iphone", touchPoints: 5, persist: "refuses" };
const FIREFOX: Guise = { agent: "firefox", persist: "refuses" };

const clipboardOf = (page: Page) => page.evaluate(() => navigator.clipboard.readText());
const putInClipboard = (page: Page, text: string) => page.evaluate((put) => navigator.clipboard.writeText(put), text);
const allowClipboard = () =>
	device.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: portal.origin });

it("[ER-2] the link is copied whole; where the browser refuses it is selected, to be copied by hand", async () => {
	await allowClipboard();
	const page = await openAs(device, { guise: IPHONE, address: links.counter });
	await page.getByRole("button", { name: messages.fr.enrol.carry.copy }).click();
	await inBoth(page, async ({ enrol }) => await expect(page.getByText(enrol.carry.copied)).toBeVisible());
	expect(await clipboardOf(page)).toBe(links.counter);
	await page.close();

	const refusing = await openAs(device, { guise: { ...IPHONE, clipboard: "refuses" }, address: links.counter });
	await refusing.getByRole("button", { name: messages.fr.enrol.carry.copy }).click();
	expect(await refusing.evaluate(() => String(getSelection()))).toBe(links.counter);
	await inBoth(refusing, async ({ enrol }) => await expect(refusing.getByText(enrol.carry.byHand)).toBeVisible());
	await refusing.close();
});

it("[ER-2] what is pasted and is not the link has a sentence of its own", async () => {
	const page = await openAs(device, {
		guise: { agent: "chrome", persist: "refuses" },
		address: `${portal.origin}/enrol`,
	});
	const { hash } = new URL(links.counter);
	const wrong: readonly [string, keyof typeof messages.fr.enrol.paste][] = [
		[`https://autre.example/enrol${hash}`, "other_origin"],
		[`${links.counter} ${links.door}`, "several"],
		[links.counter.slice(0, -5), "incomplete"],
		["Bonjour", "none"],
	];
	for (const [text, sentence] of wrong) {
		await putInClipboard(page, text);
		await page.getByRole("button", { name: messages.fr.enrol.paste.button }).click();
		await inBoth(page, async ({ enrol }) => {
			const said = enrol.paste[sentence].replaceAll("{host}", "autre.example").replaceAll("{here}", host());
			await expect(page.getByText(said)).toBeVisible();
		});
		await expect(codeField(page)).toHaveValue("");
	}
	await page.close();

	const guise: Guise = { agent: "chrome", persist: "refuses", clipboard: "refuses" };
	const refusing = await openAs(device, { guise, address: `${portal.origin}/enrol` });
	await refusing.getByRole("button", { name: messages.fr.enrol.paste.button }).click();
	await inBoth(refusing, async ({ enrol }) => await expect(refusing.getByText(enrol.paste.byHand)).toBeVisible());
	await refusing.getByRole("button", { name: messages.fr.enrol.paste.button }).click();
	await expect(codeField(refusing)).toBeFocused();
	await refusing.close();
});

it("[ER-2] a link in the middle of a mail, with its lines broken, is pasted into the field as it is", async () => {
	const page = await openAs(device, {
		guise: { agent: "chrome", persist: "refuses" },
		address: `${portal.origin}/enrol`,
	});
	const { counter } = links;
	await putInClipboard(page, `Bonjour,\nle lien : <${counter.slice(0, 50)}\n${counter.slice(50)}>\nBien à vous`);
	await codeField(page).focus();
	await page.keyboard.press("ControlOrMeta+V");
	await inBoth(page, async ({ enrol }) => await expect(page.getByText(enrol.code.fromLink)).toBeVisible());
	expect(await readCode(page)).toBe(codeOf(counter));
	expect((await keptByBrowser(page)).storages).toContain(rootOf(counter));
	// Another code that is typed over it is not that link's.
	await codeField(page).fill("0000000000000000000A");
	await expect(page.getByText(messages.fr.enrol.code.hint)).toBeVisible();
	await page.close();
});

const doors: readonly [string, Guise, keyof typeof messages.fr.storage.lasting][] = [
	["an iPhone's tab", IPHONE, "home_screen"],
	["a private window", { ...FIREFOX, privateWindow: true }, "private_window"],
	["a browser without navigator.storage", { agent: "other", persist: "missing" }, "no_promise"],
];

for (const [name, guise, lasting] of doors) {
	it(`[ND-7] in ${name} a door is enrolled all the same, under a warning that stays`, async () => {
		const { door } = await portal.links();
		const page = await openAs(device, { guise, address: door });
		await giveName(page, "entrée A");
		await inBoth(page, async ({ storage, enrol }) => {
			await expect(page.getByText(enrol.done.fleeting)).toBeVisible();
			await expect(page.getByText(enrol.done.fleetingBody)).toBeVisible();
			await expect(page.getByText(storage.lasting[lasting])).toBeVisible();
		});
		await page.goto(`${portal.origin}/scan`);
		await page.getByRole("button", { name: messages.fr.door.setup.start, exact: true }).click();
		await page.getByRole("button", { name: messages.fr.door.firstUse.skip, exact: true }).click();
		await inBoth(page, async ({ storage, offline }) => {
			await expect(page.getByText(offline.memory.fleeting.title)).toBeVisible();
			await expect(page.getByText(storage.lasting[lasting])).toBeVisible();
		});
		await startAfresh(page);
	});
}

it("[ER-3] a door in Firefox is not asked unannounced, and can ask again", async () => {
	const { door } = await portal.links();
	const page = await openAs(device, { guise: { ...FIREFOX, persist: "promises" }, address: door });
	// The form is sent with the question announced, and answered with yes.
	await giveName(page, "entrée A");
	await expect(page.getByText(messages.fr.enrol.done.title)).toBeVisible();
	await expect(page.getByText(messages.fr.enrol.done.fleeting)).toHaveCount(0);
	expect(await timesAsked(page)).toBe(1);
	// As after a restart, when the promise is not there any more.
	await page.goto(`${portal.origin}/scan`);
	await page.getByRole("button", { name: messages.fr.door.setup.start, exact: true }).click();
	await page.getByRole("button", { name: messages.fr.door.firstUse.skip, exact: true }).click();
	await inBoth(page, async ({ storage }) => {
		await expect(page.getByText(storage.lasting.unanswered)).toBeVisible();
	});
	expect(await timesAsked(page)).toBe(0);
	await page.getByRole("button", { name: messages.fr.storage.askAgain }).click();
	await inBoth(page, async ({ storage }) => await expect(page.getByText(storage.promised)).toBeVisible());
	expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
	await expect(page.getByText(messages.fr.offline.memory.fleeting.title)).toHaveCount(0);
	expect(await timesAsked(page)).toBe(1);
	await startAfresh(page);
});

it("[ER-5] from an iPhone's tab to its Home Screen: one paste, and nothing of the code is left", async () => {
	const tab = await openAs(device, { guise: IPHONE, address: links.counter });
	await tab.getByRole("button", { name: messages.fr.enrol.carry.copy }).click();
	await expect(tab.getByText(messages.fr.enrol.carry.copied)).toBeVisible();
	await tab.close();

	// A Home Screen app shares nothing with the tab, and begins where the manifest says.
	const guise: Guise = { agent: "iphoneApp", touchPoints: 5, installed: true, persist: "promises" };
	const page = await openAs(device, { guise, address: `${portal.origin}/` });
	await page.getByRole("link", { name: messages.fr.home.none.enrol }).click();
	await page.getByRole("button", { name: messages.fr.enrol.paste.button }).click();
	await expect(page.getByText(messages.fr.enrol.code.fromLink)).toBeVisible();
	await giveName(page, "poste 1");
	// The very code that every refusal above has seen.
	await expect(page.getByRole("heading", { name: messages.fr.enrol.done.title })).toBeVisible();
	expect(await timesAsked(page)).toBe(1);
	await expect(page.getByText(messages.fr.enrol.done.fleeting)).toHaveCount(0);
	const { databases, storages } = await keptByBrowser(page);
	expect(databases + storages).not.toContain(codeOf(links.counter));
	const named = await queryPortal(portal.databaseUrl, "SELECT label FROM devices WHERE label = 'poste 1'");
	expect(named).toEqual([{ label: "poste 1" }]);
	await page.close();
});

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
