/** A workstation that fails in an outage: its copy in a folder, its queue registered from another one, each act once. */
import { readFile } from "node:fs/promises";
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { readQueueFile } from "@/lib/outbox/queue-file";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import {
	dayEntries,
	enrolDevice,
	fillForm,
	issueByKeyboard,
	openCounter,
	shownSheet,
	untilSent,
} from "../support/counter-page";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";

const { moving } = messages.fr;
const VIEWPORT = { width: 1280, height: 900 };
const BY_ITSELF = { timeout: 150_000 };

let portal: TestPortal;
let failing: TestDevice;
let other: TestDevice;
let page: Page;
let copy = "";

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	[failing, other] = await Promise.all([openDevice(options()), openDevice(options())]);
	for (const device of [failing, other]) {
		await (await enrolDevice(device, { link: (await portal.links()).counter, label: "poste" })).close();
	}
	// The browser's own question for a folder cannot be answered by a test: this is a real folder of the browser's.
	await failing.context().addInitScript(() => {
		const pick = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("copie", { create: true });
		Object.assign(globalThis, { showDirectoryPicker: pick });
	});
	page = await openCounter(failing);
	await portal.kill();
});
it.afterAll(async () => {
	for (const device of [failing, other]) await device?.close();
	await portal?.close();
});

const options = () => ({ origin: portal.origin, viewport: VIEWPORT });
const openDialog = (on: Page) => on.getByRole("button", { name: moving.open }).click();
const records = () => queryPortal(portal.databaseUrl, "SELECT state FROM records ORDER BY registered_at, key");

/** What lies in the folder. */
const copied = () =>
	page.evaluate(async () => {
		const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("copie", { create: true });
		try {
			for await (const file of folder.values()) if (file.kind === "file") return await (await file.getFile()).text();
		} catch (error) {
			// A newer copy takes its place just now.
			if (!(error instanceof DOMException && error.name === "NotFoundError")) throw error;
		}
		return "";
	});
const actsCopied = async () => readQueueFile(await copied())?.records.length;

it("[QM-3] each act is in the chosen folder as soon as it is issued, and nobody can be read there", async () => {
	await openDialog(page);
	await expectAccessibleInBoth(page);
	await page.getByRole("button", { name: moving.folder.choose }).click();
	await expect(page.getByText(moving.folder.chosen.replace("{folder}", "copie"))).toBeVisible();
	await page.keyboard.press("Escape");
	await page.locator("[name='family']").focus();
	await issueByKeyboard(page, "panne");
	await expect.poll(actsCopied).toBe(1);
	await page.keyboard.press("F4");
	await issueByKeyboard(page, "panne");
	await expect.poll(actsCopied).toBe(2);
	copy = await copied();
	for (const secret of ["PANNE", "panne", "Camille", "1990", "RP1:"]) expect(copy).not.toContain(secret);
});

it("[QM-3] a folder that is gone is said at once, and the copy goes on once it is back", async () => {
	const remove = async () => (await navigator.storage.getDirectory()).removeEntry("copie", { recursive: true });
	// Not while a copy is being written there: the browser refuses.
	await expect(() => page.evaluate(remove)).toPass();
	await page.keyboard.press("F4");
	await issueByKeyboard(page, "panne");
	await expect(page.getByText(moving.strip.failed.replace("{folder}", "copie"))).toBeVisible();
	await expectAccessibleInBoth(page);
	await openDialog(page);
	await page.getByRole("button", { name: moving.folder.other }).click();
	await expect.poll(actsCopied).toBe(3);
	await page.keyboard.press("Escape");
	await expect(page.getByText(moving.strip.failed.replace("{folder}", "copie"))).toHaveCount(0);
});

it("[QM-1] without a folder the queue is saved as a file", async () => {
	await openDialog(page);
	const coming = page.waitForEvent("download");
	await page.getByRole("button", { name: /^Enregistrer 3/ }).click();
	const saved = readQueueFile(await readFile(await (await coming).path(), "utf8"));
	expect(saved?.records).toEqual(readQueueFile(await copied())?.records);
	copy = await copied();
	await page.close();
});

it("[QM-2] the other workstation registers them, once each; what is no queue is said", async () => {
	const second = await openCounter(other);
	await openDialog(second);
	const choose = (text: string) =>
		second
			.locator("[data-queue]")
			.setInputFiles({ name: "queue.json", mimeType: "application/json", buffer: Buffer.from(text) });
	await choose(copy.slice(0, -20));
	await expect(second.getByText(moving.take.unread)).toBeVisible();
	await choose(copy);
	await expect(second.getByText("3 actes repris.")).toBeVisible();
	await expectAccessibleInBoth(second);
	await choose(copy);
	await expect(second.getByText("3 autres étaient déjà là.")).toBeVisible();
	await portal.start();
	const state = moving.take.state.replace("{waiting}", "0").replace("{registered}", "3").replace("{refused}", "0");
	await expect(second.getByText(state)).toBeVisible(BY_ITSELF);
	expect(await records()).toEqual(Array.from({ length: 3 }, () => ({ state: "registered" })));
	await second.close();
});

it("[QM-2] the first one comes back: its acts are registered there too, and no record is there twice", async () => {
	page = await openCounter(failing);
	await expect(dayEntries(page, "registered")).toHaveCount(3, BY_ITSELF);
	expect(await records()).toHaveLength(3);
	await expect.poll(actsCopied).toBe(0);
});

it("[EN-16] [EN-17] a person whom the other one registered is asked about, and what is issued all the same is named", async () => {
	const [first, second] = [page, await openCounter(other)];
	const person = { family: "Ailleurs", given: "Camille", birth: "1990-02-03", sex: "F", act: "antigen" } as const;
	await fillForm(first, person);
	const moment = await first.locator("[name='moment']").inputValue();
	await first.keyboard.press("F9");
	await shownSheet(first);
	await untilSent(first);
	const answered = second.waitForResponse((response) => response.url().endsWith("/api/same-day"));
	await fillForm(second, person);
	await second.locator("[name='moment']").fill(moment);
	await answered;
	// What was answered is on the screen in the page's own time.
	await second.evaluate(() => new Promise((done) => setTimeout(done, 1000)));
	await second.keyboard.press("F9");
	const asked = second.getByRole("alert").filter({ hasText: "déjà venue aujourd’hui" });
	await expect(asked).toContainText("Un autre poste");
	await second.keyboard.press("F9");
	await shownSheet(second);
	await second.keyboard.press("F4");
	await untilSent(second);
	await second.getByRole("button", { name: messages.fr.day.list.open, exact: true }).click();
	const twice = second.locator("[data-summary] [data-told=twice]");
	await expect(twice).toContainText("même personne, même acte, même heure");
	await expect(twice.locator("li")).toHaveText([/N° \d+ et \d+$/]);
	await expectAccessibleInBoth(second);
	await second.close();
});

it("no page of the counter broke the content security policy or threw", () => {
	expect([...failing.faults, ...other.faults]).toEqual([]);
});
