/** The hours of the day, one after the other: what is done at which workstation, and what goes wrong. */
import { messages } from "@/lib/i18n/messages";
import { dayEntries, untilSent } from "../support/counter-page";
import { drawFirst } from "../support/issuing";
import type { Day } from "./day";
import { type Professional, Workstation } from "./workstation";

const { counter, life, moving } = messages.fr;

const ZOE: Professional = { name: "Zoé Essai", rpps: "10003123451", pin: "135790" };
const NOE: Professional = { name: "Noé Essai", rpps: "10003123469", pin: "246801" };
const EVA: Professional = { name: "Éva Essai", rpps: "10003123477", pin: "975310" };

/** The longest wait of a device whose portal was away, and some more. */
const BY_ITSELF = { timeout: 150_000 };

/** `essai-` and a word for the hour, then a letter for each person. */
const people = (hour: string, count: number) =>
	Array.from({ length: count }, (_, i) => `essai-${hour}-${String.fromCharCode(97 + i)}`);

/** Three professionals; then the profile of yesterday's backup takes the place of the one that went on. */
export async function morning(day: Day, first: Workstation): Promise<Workstation> {
	day.say("morning: three professionals at the first workstation");
	await first.open();
	for (const person of [ZOE, NOE, EVA]) await first.list(person);
	for (const person of [ZOE, NOE, EVA]) {
		await first.take(person);
		await first.issue(...people(`matin-${person.name.slice(0, 1).toLowerCase().replace("é", "e")}`, 8));
	}
	await untilSent(first.page);
	await first.closePage();
	day.say("its profile is kept as a backup keeps it; it goes on, and then the backup is restored over it");
	const backup = day.keep(await first.device.copy());
	await first.open(ZOE);
	await first.issue(...people("apres", 6));
	await untilSent(first.page);
	await first.closePage();
	const restored = new Workstation(backup, day.papers);
	await restored.open(ZOE);
	await restored.issue(...people("restaure", 10));
	await restored.page.locator("[data-life='restored']").first().waitFor();
	await untilSent(restored.page);
	return restored;
}

/** A second workstation; the first outage, in which a browser crashes and a disk is full. */
export async function noon(day: Day, first: Workstation, second: Workstation): Promise<void> {
	// The browser's own question for a folder cannot be answered by a program: this is a real folder of the browser's.
	await second.device.context().addInitScript(() => {
		const pick = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("copie", { create: true });
		Object.assign(globalThis, { showDirectoryPicker: pick });
	});
	await second.open();
	await second.page.getByRole("button", { name: moving.open }).click();
	await second.page.getByRole("button", { name: moving.folder.choose }).click();
	await second.page.getByText(moving.folder.chosen.replace("{folder}", "copie")).waitFor();
	await second.page.keyboard.press("Escape");
	await second.page.locator("[name='family']").focus();
	await second.issue(...people("second", 10));
	day.say("noon: the portal is killed, a browser crashes over somebody who is typed, a disk is full");
	await day.portal.kill();
	await first.issue(...people("panne", 10));
	await crashOver(first, "essai-crash");
	await fillDisk(day, first, "essai-plein");
	await second.issue(...people("second-panne", 6));
	await day.portal.start();
	for (const station of [first, second]) await untilSent(station.page);
}

/** Typed, and the browser dies: who was typed is there again. */
async function crashOver(station: Workstation, family: string): Promise<void> {
	await station.type(family);
	await station.device.kill();
	await station.open(NOE);
	await station.page.locator("[data-person]").filter({ hasText: family.toUpperCase() }).click();
	await station.page.locator("[name='result']").selectOption("negative");
	await station.page.keyboard.press("F9");
	await station.takeSheet(family);
}

/** Nothing is issued on a full disk, and nothing typed is lost. */
async function fillDisk({ portal }: Day, station: Workstation, family: string): Promise<void> {
	// A running browser goes by the room that it found half a minute ago: this one finds none from the start.
	await station.device.restart();
	const [keeper = await station.device.open("/")] = station.device.context().pages();
	const session = await station.device.context().newCDPSession(keeper);
	await session.send("Storage.overrideQuotaForOrigin", { origin: portal.origin, quotaSize: 1 });
	await station.open(NOE);
	await station.type(family);
	await station.page.keyboard.press("F9");
	await station.page.getByRole("alert").filter({ hasText: counter.failure.storage_full }).waitFor();
	await session.send("Storage.overrideQuotaForOrigin", { origin: portal.origin });
	await station.page.keyboard.press("F9");
	await station.takeSheet(family);
}

/** What is left of the afternoon: a copy of the first workstation, the second one's queue, people who share an index. */
type Left = { readonly copy: Workstation; readonly queue: string; readonly shared: readonly string[] };

/** The second outage: the first workstation's profile is copied and both are used; the second workstation dies. */
export async function afternoon(day: Day, first: Workstation, second: Workstation): Promise<Left> {
	await first.take(EVA);
	await first.issue(...people("midi", 12));
	await second.issue(...people("second-midi", 10));
	for (const station of [first, second]) await untilSent(station.page);
	day.say("afternoon: the first workstation's profile is copied, the portal is killed, both copies issue");
	await first.closePage();
	const copy = new Workstation(day.keep(await first.device.copy()), day.papers);
	await day.portal.kill();
	await first.open(EVA);
	await copy.open(NOE);
	// The worst that can happen: both draw the same sixteen numbers. Then each goes on in numbers of its own.
	for (const station of [first, copy]) await drawFirst(station.page);
	const [here, there] = [people("ici", 2), people("ailleurs", 2)];
	await first.issue(...here);
	await copy.issue(...there);
	for (const [station, hour] of [
		[first, "ici-seul"],
		[copy, "ailleurs-seul"],
	] as const) {
		await station.device.restart();
		await station.open(station === first ? EVA : NOE);
		await station.issue(...people(hour, 6));
	}
	await second.issue(...people("second-fin", 14));
	const queue = await second.copied(14);
	day.say("the second workstation dies: what is in its folder is left");
	await second.closePage();
	return { copy, queue, shared: [...here, ...there].map((name) => name.toUpperCase()) };
}

/** The portal is back: everybody whose number was given twice is named; the dead workstation's acts are sent from the first. */
export async function evening(day: Day, { first, copy, queue, shared }: Left & { first: Workstation }): Promise<void> {
	day.say("evening: the portal is back");
	await copy.device.context().setOffline(true);
	await day.portal.start();
	await untilSent(first.page);
	await copy.device.context().setOffline(false);
	await untilSent(copy.page);
	await replaceShared(copy, shared);
	await first.back();
	await first.page.getByRole("button", { name: moving.open }).click();
	await first.page
		.locator("[data-queue]")
		.setInputFiles({ name: "queue.json", mimeType: "application/json", buffer: Buffer.from(queue) });
	await first.page.getByText("14 actes repris.", { exact: false }).waitFor();
	const sent = moving.take.state.replace("{waiting}", "0").replace("{registered}", "14").replace("{refused}", "0");
	await first.page.getByText(sent).waitFor(BY_ITSELF);
	await first.page.keyboard.press("Escape");
	for (const station of [first, copy]) await untilSent(station.page);
	await copy.page.locator("[data-shared-papers]").waitFor({ state: "detached", ...BY_ITSELF });
	const waiting = await dayEntries(first.page, "waiting").count();
	day.say(`calm: ${waiting} acts wait`);
}

/** Each person is named on the screen and gets a new sheet. */
async function replaceShared(station: Workstation, shared: readonly string[]): Promise<void> {
	const { page } = station;
	await page.locator("[data-shared-papers]").waitFor(BY_ITSELF);
	await page.locator("[data-shared-papers]").getByRole("button", { name: life.shared.open }).click();
	const dialog = page.getByRole("dialog");
	for (const family of shared) {
		await dialog.getByRole("listitem").filter({ hasText: family }).getByRole("button").click();
		await station.readPrinted(family);
	}
	await page.keyboard.press("Escape");
}
