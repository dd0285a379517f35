/** A controller's shift: the run, controls of every kind with no network at all, a restart, and the report on paper. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { enrolDevice } from "../support/counter-page";
import {
	confirmSame,
	expectCount,
	nextPerson,
	openDoor,
	type ShownVerdict,
	skipFirstUse,
	typeCode,
	verdictAfter,
} from "../support/door-page";
import { PHONE } from "../support/door-stage";
import { drawCamera, show } from "../support/drawn-camera";
import { keptByBrowser } from "../support/kept-by-browser";
import { openPortal, type TestPortal } from "../support/portal";
import { enrolCounter, type Sheet } from "../support/remote-counter";

const { door } = messages.fr;

let portal: TestPortal;
let device: TestDevice;
let page: Page;
let sheets: Sheet[];

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	const links = await portal.links();
	const counter = await enrolCounter(portal.origin, links.counter);
	sheets = [
		await counter.issue({ n: ["ESSAI", "Première"] }),
		await counter.issue({ n: ["ESSAI", "Deuxième"] }),
		await counter.issue({ n: ["ESSAI", "Troisième"], b: "1990-02-03" }),
	];
	device = await openDevice({ origin: portal.origin, viewport: PHONE });
	await drawCamera(device.context());
	await (await enrolDevice(device, { link: links.train, label: "rame 1" })).close();
	page = await device.open("/scan");
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const at = (index: number): Sheet => {
	const sheet = sheets[index];
	if (sheet === undefined) throw new Error("no such sheet");
	return sheet;
};

async function control(text: string): Promise<ShownVerdict> {
	const verdict = await verdictAfter(page, () => show(page, text), { hold: true });
	await show(page, undefined);
	await nextPerson(page);
	return verdict;
}

it("[TR-1] the run of the train: from, to, day and coach; the header says it, and counts controls, not seats", async () => {
	await page.locator("input[name='from']").fill("Rennes");
	await page.locator("input[name='to']").fill("Paris");
	await page.locator("input[name='section']").fill("Voiture 4");
	await expect(page.locator("input[name='date']")).toHaveValue(/^\d{4}-\d{2}-\d{2}$/);
	await expectAccessible(page);
	await button(door.setup.start).click();
	await skipFirstUse(page);
	await expect(page.getByRole("heading", { level: 1 })).toContainText("Rennes → Paris · Voiture 4");
	await expectCount(page, 0);
	await portal.kill();
});

it("[TR-2] with no network every control counts, also the same pass again; nobody is inside or already in", async () => {
	expect((await control(at(0).text)).outcome).toBe("admitted");
	expect((await control(at(1).text)).outcome).toBe("admitted");
	// The same code is another presentation once it was out of sight for two seconds (SC-1).
	await page.waitForTimeout(2500);
	const again = await control(at(0).text);
	expect(again.outcome).toBe("admitted");
	expect(again.text).toMatch(/Déjà contrôlé à/);
	expect((await control(at(0).text.slice(0, -4))).outcome).toBe("refused");
	expect((await control("https://carte.example/menu")).outcome).toBe("notAPass");
	const { number, code } = at(2).code;
	await typeCode(page, { number, code, person: { family: "ESSAI", given: "Troisième", birth: "1990-02-03" } });
	await confirmSame(page);
	await expectCount(page, 4);
});

it("[TR-3] the report of the shift outlives a restart: outcomes by format and reason, on paper, no identities", async () => {
	await device.restart();
	await drawCamera(device.context());
	page = await openDoor(device);
	await expectCount(page, 4);
	await page.locator("[data-keys]").click();
	await button(door.settings.report).click();
	const report = page.getByRole("dialog", { name: door.report.title }).locator("[data-report]");
	await expect(report).toContainText("Rennes → Paris");
	await expect(report).toContainText("Voiture 4");
	await expect(report).toContainText("4 contrôles");
	const lines = async (outcome: string) => report.locator(`[data-outcome='${outcome}'] tr`).allTextContents();
	expect(await lines("admitted")).toEqual(["Admis4", "Attestation de pharmacie3", "Code écrit1"]);
	expect(await lines("compare")).toEqual(["À comparer (codes)1", "Code écrit1"]);
	expect((await lines("refused"))[0]).toBe("Refusés1");
	expect((await lines("refused"))[1]).toContain("Attestation de pharmacie");
	expect((await lines("notAPass"))[0]).toBe("Pas un pass1");
	await expectAccessible(page);

	await page.emulateMedia({ media: "print" });
	const paper = page.locator(".paper-only");
	await expect(paper.locator("[data-report]")).toBeVisible();
	await expect(paper).toContainText(door.report.noIdentities);
	const said = (await paper.textContent()) ?? "";
	await page.emulateMedia({ media: null });
	const { databases } = await keptByBrowser(page);
	const pseudonyms = [...databases.matchAll(/pseudonym: ([\w-]{22})/g)].map(([, one = ""]) => one);
	expect(pseudonyms.length).toBeGreaterThan(0);
	for (const hidden of [...pseudonyms, "ESSAI", "Première", "Troisième", "1990"]) expect(said).not.toContain(hidden);
});

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
