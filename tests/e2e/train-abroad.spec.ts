/** A controller on a train that crosses a border: the destination's rules judge, and what they are can be read. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { HOUR } from "@/lib/shared/numeric-date";
import { runNode, TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";
import { expectAccessible } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { enrolDevice } from "../support/counter-page";
import { awaitVerdict, nextPerson, startPost } from "../support/door-page";
import { drawCamera, show } from "../support/drawn-camera";
import { openPortal, type TestPortal } from "../support/portal";
import { enrolCounter, type Sheet } from "../support/remote-counter";
import { givePin } from "../support/supervisor";

const { door } = messages.fr;

let portal: TestPortal;
let device: TestDevice;
let page: Page;
let antigen: Sheet;
let pcr: Sheet;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	const links = await portal.links();
	const counter = await enrolCounter(portal.origin, links.counter);
	antigen = await counter.issue();
	pcr = await counter.issue({ k: "N", n: ["MODELE", "Sacha"] });
	await publish("policy", germany(JSON.parse(await relais("policy", "show"))));
	await publish("notice", [notice()]);

	device = await openDevice({ origin: portal.origin, viewport: { width: 390, height: 800 } });
	await drawCamera(device.context());
	await (await enrolDevice(device, { link: links.train, label: "train 1" })).close();
	page = await startPost(device);
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

function relais(...args: string[]): Promise<string> {
	return runNode([...TYPESCRIPT, "lib/cli/main.ts", ...args], { name: "relais" });
}

async function publish(what: "policy" | "notice", content: unknown): Promise<void> {
	const file = path.join(portal.dataFolder, `${what}.json`);
	await writeFile(file, JSON.stringify(content));
	await relais(what, "publish", file, "--data", portal.dataFolder);
}

/** A neighbour that takes papers of PCR tests, until tomorrow. */
function germany(builtIn: Record<string, unknown>) {
	const now = Math.floor(Date.now() / 1000);
	return {
		...builtIn,
		...{ id: "DE-ESSAI", authority: "Bundesministerium", zone: "Europe/Berlin", dates: { from: now - 24 * HOUR } },
		...{ activities: ["journey"], countries: ["DE"], examples: [] },
		attestations: [{ kinds: ["N"], activities: ["journey"], until: now + 24 * HOUR }],
	};
}

function notice() {
	const now = Math.floor(Date.now() / 1000);
	const text = { fr: "Les attestations papier sont acceptées ce week-end.", en: "Paper is accepted this weekend." };
	return { from: now - HOUR, to: now + HOUR, scope: ["train"], authority: "Ministère des Transports", text };
}

async function chooseDestination(country: string): Promise<void> {
	await page.getByRole("button", { name: door.camera.destination }).click();
	await page.locator("select[name=destination]").selectOption({ label: country });
	await page.getByRole("button", { name: door.journey.apply, exact: true }).click();
	await givePin(page);
	await expect(page.locator("[data-destination]")).toHaveAttribute("data-destination", country);
}

async function scan(sheet: Sheet) {
	await show(page, sheet.text);
	const verdict = await awaitVerdict(page);
	await show(page, undefined);
	return verdict;
}

it("the authority's notice stands over the camera until it is hidden, also after a verdict", async () => {
	await expect(page.getByText(notice().text.fr)).toBeVisible();
	await expectAccessible(page);
	await page.getByRole("button", { name: door.notice.hide, exact: true }).click();
	await expect(page.getByText(notice().text.fr)).toBeHidden();
	expect((await scan(antigen)).outcome).toBe("admitted");
	await nextPerson(page);
	await expect(page.getByText(notice().text.fr)).toBeHidden();
});

it("a journey is judged by the rules of its destination", async () => {
	await chooseDestination("Allemagne");
	await expect(page.getByRole("heading", { level: 1 })).toContainText("Destination Allemagne");
	const refused = await scan(antigen);
	expect([refused.outcome, refused.text.includes(door.sentence.notAccepted)]).toEqual(["refused", true]);

	await page.getByRole("button", { name: door.verdict.rules, exact: true }).click();
	const rules = page.getByRole("dialog");
	await expect(rules).toContainText("Pour un voyage vers : Allemagne");
	await expect(rules).toContainText("DE-ESSAI");
	await expect(rules).toContainText("Décidées par Bundesministerium");
	await expect(rules).toContainText("Certaines seulement : test PCR jusqu’au");
	for (const rule of ["P-1", "P-2", "P-3", "P-4"]) await expect(rules).toContainText(rule);
	await expectAccessible(page);
	await page.keyboard.press("Escape");
	await nextPerson(page);
	expect((await scan(pcr)).outcome).toBe("admitted");
	await nextPerson(page);
});

it("a destination without rules: said before, and never a refusal", async () => {
	await page.getByRole("button", { name: door.camera.destination }).click();
	await page.locator("select[name=destination]").selectOption({ label: "Italie" });
	await expect(page.getByRole("dialog")).toContainText("Vos listes n’ont pas de règles pour ce pays : Italie");
	await expectAccessible(page);
	await page.keyboard.press("Escape");
	await chooseDestination("Italie");
	const verdict = await scan(antigen);
	expect(verdict.outcome).toBe("unverifiable");
	expect(verdict.text).toContain(door.sentence.policyMissing);
	expect(verdict.text).toContain("P-NON");
	await nextPerson(page);
});

it("the destination outlives a restart; without one the train's own rules judge", async () => {
	await device.restart();
	await drawCamera(device.context());
	page = await device.open("/scan");
	await expect(page.locator("[data-destination]")).toHaveAttribute("data-destination", "Italie");
	await page.getByRole("button", { name: door.camera.destination }).click();
	await page.locator("select[name=destination]").selectOption({ label: door.journey.none });
	await page.getByRole("button", { name: door.journey.apply, exact: true }).click();
	await givePin(page);
	await expect(page.locator("[data-destination]")).toHaveAttribute("data-destination", "");
	expect((await scan(pcr)).outcome).toBe("admitted");
});
