/** What a person reads who enrols a device, in every browser and whatever it says about storage, in both languages. */
import { expect, test as it } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { openDevice, type TestDevice } from "../support/browser";
import { type Guise, openAs, timesAsked } from "../support/browser-guise";
import {
	codeField,
	codeOf,
	giveName,
	inBoth,
	labelField,
	readCode,
	rootOf,
	startAfresh,
	stayInThisBrowser,
} from "../support/enrol-page";
import { keptByBrowser } from "../support/kept-by-browser";
import { openPortal, type TestPortal } from "../support/portal";

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
const filled = (text: string) => text.replaceAll("{host}", host());

type Place = keyof typeof messages.fr.storage.place;
type Step = keyof typeof messages.fr.storage.step;
const IPHONE: Guise = { agent: "iphone", touchPoints: 5, persist: "refuses" };
const FIREFOX: Guise = { agent: "firefox", persist: "refuses" };

const places: readonly [string, Guise, Place, readonly Step[]][] = [
	["an iPhone", IPHONE, "home_screen", ["shareIphone", "add", "openApp"]],
	[
		"an iPad that calls itself a Macintosh",
		{ ...IPHONE, agent: "macSafari" },
		"home_screen_ipad",
		["shareIpad", "add", "openApp"],
	],
	["Safari on a Mac", { agent: "macSafari", persist: "refuses" }, "dock", ["dock", "openDock"]],
	["another app of an iPhone", { ...IPHONE, agent: "iphoneApp" }, "open_in_safari", ["safari"]],
	["another app of Android", { agent: "webView", touchPoints: 5, persist: "refuses" }, "open_in_browser", ["browser"]],
	["a private window", { ...FIREFOX, privateWindow: true }, "private_window", ["normalWindow"]],
	["a browser without navigator.storage", { agent: "other", persist: "missing" }, "no_promise", ["update"]],
	["a browser whose storage is off", { ...FIREFOX, storageOff: true }, "storage_off", ["allowStorage"]],
];

for (const [name, guise, place, steps] of places) {
	it(`[ER-1] in ${name} instructions come before the form, with the whole link`, async () => {
		const page = await openAs(device, { guise, address: links.door });
		await inBoth(page, async ({ storage, enrol }) => {
			await expect(page.getByRole("heading", { name: storage.place[place].title })).toBeVisible();
			await expect(page.getByText(storage.place[place].body)).toBeVisible();
			await expect(page.locator("[data-place] li")).toHaveText(
				["copy" as const, ...steps].map((step) => storage.step[step]),
			);
			await expect(page.getByLabel(enrol.carry.label)).toHaveValue(links.door);
			await expect(page.getByText(enrol.carry.secret)).toBeVisible();
			const stay = page.getByRole("button", { name: enrol.here.stay });
			await expect(stay).toHaveCount(place === "storage_off" ? 0 : 1);
			if (place === "storage_off") return;
			await expect(page.getByText(enrol.here[place === "private_window" ? "private" : "fleeting"])).toBeVisible();
		});
		await expect(codeField(page)).toHaveCount(0);
		expect(await timesAsked(page)).toBe(0);
		await page.close();
	});
}

it("[ER-1] without a link the instructions say to have the code at hand", async () => {
	const page = await openAs(device, { guise: IPHONE, address: `${portal.origin}/enrol` });
	await inBoth(page, async ({ storage, enrol }) => {
		await expect(page.locator("[data-place] li").first()).toHaveText(storage.step.keepCode);
		await expect(page.getByLabel(enrol.carry.label)).toHaveCount(0);
	});
	await page.close();
});

const questions: readonly [string, Guise, keyof typeof messages.fr.storage.question][] = [
	["Firefox", FIREFOX, "question"],
	["Firefox on Android", { agent: "firefoxAndroid", touchPoints: 5, persist: "refuses" }, "question_android"],
	["Firefox that was told no for good", { ...FIREFOX, denied: true }, "blocked"],
	["Firefox on Android that was told no", { ...FIREFOX, agent: "firefoxAndroid", denied: true }, "blocked_android"],
];

for (const [name, guise, question] of questions) {
	it(`[ER-3] ${name}: what it will ask is said before the form is sent`, async () => {
		const page = await openAs(device, { guise, address: links.door });
		await inBoth(page, async ({ storage, enrol }) => {
			const denied = question === "blocked" || question === "blocked_android";
			await expect(page.getByText(storage.question[question].title)).toBeVisible();
			const body = denied ? storage.remedy[question] : storage.question[question].body;
			await expect(page.getByText(filled(body))).toBeVisible();
			await expect(page.getByText(enrol.here.counterNeedsYes)).toBeVisible();
		});
		expect(await timesAsked(page)).toBe(0);
		await page.close();
	});
}

it("[ER-1] an app of the Home Screen, and a browser that asks nobody, show the form at once", async () => {
	for (const guise of [
		{ ...IPHONE, agent: "iphoneApp", installed: true } as const,
		{ agent: "chrome", persist: "refuses" } as const,
	]) {
		const page = await openAs(device, { guise, address: links.door });
		await expect(codeField(page)).toBeVisible();
		await expect(page.locator("[data-place], [data-question]")).toHaveCount(0);
		await page.close();
	}
});

const waits: readonly [string, Guise, keyof typeof messages.fr.storage.waiting][] = [
	["Firefox", { ...FIREFOX, persist: "pends" }, "unanswered"],
	["Firefox on Android", { agent: "firefoxAndroid", touchPoints: 5, persist: "pends" }, "unanswered_android"],
	["another browser", { agent: "chrome", persist: "pends" }, "unanswered_other"],
];

for (const [name, guise, waiting] of waits) {
	it(`[ER-3] ${name} that gets no answer: where to press, and a way on without it`, async () => {
		const page = await openAs(device, { guise, address: links.counter });
		await labelField(page).fill("poste 1");
		await page.getByRole("button", { name: messages.fr.enrol.submit, exact: true }).click();
		await inBoth(page, async ({ storage }) => {
			await expect(page.getByText(storage.waiting[waiting].title)).toBeVisible();
			await expect(page.getByText(storage.waiting[waiting].body)).toBeVisible();
		});
		// The code was not shown to the portal while the question stands.
		expect(await keptByBrowser(page).then(({ databases }) => databases.includes(codeOf(links.counter)))).toBe(false);
		await page.getByRole("button", { name: messages.fr.storage.goOn }).click();
		expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
		await inBoth(page, async ({ storage, enrol }) => {
			await expect(page.getByText(enrol.failure.storage_not_persistent.title)).toBeVisible();
			await expect(page.getByText(storage.remedy[waiting])).toBeVisible();
		});
		await startAfresh(page);
	});
}

const refusals: readonly [string, Guise, keyof typeof messages.fr.storage.remedy][] = [
	["Firefox after “Block”", FIREFOX, "blocked"],
	["Firefox on Android after a no", { ...FIREFOX, agent: "firefoxAndroid", touchPoints: 5 }, "blocked_android"],
	["Firefox in a private window", { ...FIREFOX, privateWindow: true }, "private_window"],
	["a private window that promises", { ...FIREFOX, privateWindow: true, persist: "promises" }, "private_window"],
	["a browser that fails to answer", { agent: "chrome", persist: "fails" }, "failed"],
	["a browser without navigator.storage", { agent: "other", persist: "missing" }, "no_promise"],
	["Chrome or Edge", { agent: "chrome", persist: "refuses" }, "install"],
	["Chrome on Android", { agent: "chromeAndroid", touchPoints: 5, persist: "refuses" }, "install_android"],
	["Chrome that is installed", { agent: "chrome", persist: "refuses", installed: true }, "installed_refused"],
	["an iPhone, in the tab all the same", IPHONE, "home_screen"],
	["an iPad, in the tab all the same", { ...IPHONE, agent: "macSafari" }, "home_screen_ipad"],
	["Safari on a Mac, in the tab all the same", { agent: "macSafari", persist: "refuses" }, "dock"],
	["an old iPhone's Home Screen", { ...IPHONE, agent: "iphoneApp", installed: true }, "update_system"],
	["another app of an iPhone", { ...IPHONE, agent: "iphoneApp" }, "open_in_safari"],
	["another app of Android", { agent: "webView", touchPoints: 5, persist: "refuses" }, "open_in_browser"],
	["a browser of another kind", { agent: "other", persist: "refuses" }, "other_browser"],
];

for (const [name, guise, remedy] of refusals) {
	it(`[ER-4] no counter in ${name}: what to do there; [ER-5] code, name and root are still here`, async () => {
		const page = await openAs(device, { guise, address: links.counter });
		await giveName(page, "poste 1");
		await inBoth(page, async ({ storage, enrol }) => {
			await expect(page.getByText(enrol.failure.storage_not_persistent.title)).toBeVisible();
			await expect(page.getByText(enrol.failure.storage_not_persistent.body)).toBeVisible();
			await expect(page.getByText(storage.remedy[remedy], { exact: true }).first()).toBeVisible();
			// Root included.
			await expect(page.getByLabel(enrol.carry.label)).toHaveValue(links.counter);
			expect(await readCode(page)).toBe(codeOf(links.counter));
			await expect(labelField(page)).toHaveValue("poste 1");
		});
		await page.reload();
		await stayInThisBrowser(page);
		expect(await readCode(page)).toBe(codeOf(links.counter));
		await expect(labelField(page)).toHaveValue("poste 1");
		expect((await keptByBrowser(page)).storages).toContain(rootOf(links.counter));
		await startAfresh(page);
	});
}

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
