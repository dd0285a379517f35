/** The door while the portal is dead: every verdict, the count, and what is left on the device afterwards. */
import { expect, test as it, type Page } from "@playwright/test";
import { hostilePapers } from "../drill/hostile-papers";
import { expectAccessible } from "../support/accessibility";
import { killTab } from "../support/browser";
import { expectCount, nextPerson, noteAfter, openDoor, type ShownVerdict, verdictAfter } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { keptByBrowser } from "../support/kept-by-browser";
import { queryPortal } from "../support/portal-database";
import type { Sheet } from "../support/remote-counter";
import { givePin } from "../support/supervisor";

let stage: DoorStage;
let first: Sheet;
let second: Sheet;
/** Over a second after it was issued. */
let brief: Sheet;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	first = await stage.counter.issue({ n: ["PORTEVALLON", "Théodorine Maëlys"], b: "1987-11-23" });
	second = await stage.counter.issue({ n: ["QUERVILLIERS", "Anatolienne"], b: "2003-05-17" });
	const now = Math.floor(Date.now() / 1000);
	brief = await stage.counter.issue({ n: ["TARDIVELLE", "Eudoxie"], b: "1962-08", iat: now, exp: now + 1 });
	await stage.portal.kill();
	page = await relaunchDoor(stage.door);
});
it.afterAll(async () => {
	await stage?.close();
});

const present = (text: string, hold = false): Promise<ShownVerdict> =>
	verdictAfter(page, () => show(page, text), { hold });
const button = (name: string) => page.getByRole("button", { name, exact: true });

/** Another page of the same door: what the camera saw before is forgotten. */
async function reopen(): Promise<void> {
	await page.close();
	page = await openDoor(stage.door);
}

it("a cold start without a portal: the camera reads the paper, the verdict says whom to compare and who issued it", async () => {
	await expectAccessible(page);
	const { outcome, text } = await present(first.text, true);
	expect(outcome).toBe("admitted");
	for (const part of [
		"ADMIS",
		"Pass valable",
		"PORTEVALLON",
		"Théodorine Maëlys",
		"23/11/1987",
		"Pharmacie du Pont, Lyon",
	]) {
		expect(text).toContain(part);
	}
	// Never the kind of the proof, nor its result.
	expect(text).not.toMatch(/test|antig|n[ée]gati|vaccin/i);
	await expectAccessible(page);
	await nextPerson(page);
	await expectCount(page, 1);
});

it("an acceptance that nobody touches goes back to the camera by itself", async () => {
	expect((await present(second.text)).text).toContain("QUERVILLIERS");
	await expect(page.locator("[data-verdict]")).toHaveCount(0);
	await expect(page.getByText("Présentez le QR code")).toBeVisible();
	await expectCount(page, 2);
});

it("the same pass again is known and not counted", async () => {
	await reopen();
	const { outcome, text } = await present(first.text);
	expect(outcome).toBe("alreadyIn");
	expect(text).toContain("DÉJÀ ENTRÉ");
	expect(text).toMatch(/Ce pass est entré à \d\d:\d\d \(Entrée\)/);
	await expectAccessible(page);
	await nextPerson(page);
	await expectCount(page, 2);
});

it("[SC-7] whoever is scanned while a verdict waits for a tap has their turn afterwards", async () => {
	await reopen();
	expect((await present(first.text)).text).toContain("PORTEVALLON");
	await show(page, second.text);
	await expect(page.locator("[data-waiting]")).toBeVisible();
	const next = await verdictAfter(page, () => button("Suivant").click());
	expect(next.outcome).toBe("alreadyIn");
	expect(next.text).toMatch(/Personne suivante.*QUERVILLIERS/);
	await nextPerson(page);
	await expectCount(page, 2);
});

it("the count survives a relaunch, and a tab killed while the verdict is on the screen", async () => {
	page = await relaunchDoor(stage.door);
	await expectCount(page, 2);
	const third = await stage.counter.issue({ n: ["PORTEVALLON", "Timoléonce"], b: "1951" });
	const { outcome, text } = await present(third.text);
	await killTab(page);
	expect(outcome).toBe("admitted");
	expect(text).toMatch(/Timoléonce1951/);
	page = await openDoor(stage.door);
	await expectCount(page, 3);
});

it("an exit is counted, and taken back", async () => {
	await button("Sortie").click();
	await expect(page.getByText("Sortie : présentez le QR code")).toBeVisible();
	const { outcome } = await present(first.text, true);
	expect(outcome).toBe("out");
	await expectCount(page, 2);
	await noteAfter(page, "Sortie annulée. Le compte est corrigé.", () => button("Annuler").click());
	await expectCount(page, 3);
	await button("Sortie").click();
	await expect(page.getByText("Présentez le QR code")).toBeVisible();
});

it("what is not authentic or over is refused in a sentence, with the rules and a code to read aloud", async () => {
	const papers = await hostilePapers(first.text, {
		dataFolder: stage.portal.dataFolder,
		now: Math.floor(Date.now() / 1000),
	});
	const paper = (name: string) => papers.find((one) => one.name === name)?.text ?? "";

	const forged = await present(paper("tampered: another name"));
	expect(forged.outcome).toBe("refused");
	expect(forged.text).toMatch(/L’authenticité de ce document n’est pas établie\..*S-SIG/);
	// A name that nobody vouches for is not shown.
	expect(forged.text).not.toContain("VOLEUR");
	await expectAccessible(page);
	await button("Superviseur").click();
	await expect(page.getByRole("dialog")).toContainText("S-SIG");
	await expectAccessible(page);
	await page.keyboard.press("Escape");
	await nextPerson(page);

	const over = await present(brief.text);
	expect(over.outcome).toBe("refused");
	expect(over.text).toMatch(/Ce pass n’est plus valable\.TARDIVELLEEudoxie08\/1962.*T-EXP/);
	await button("Règles").click();
	await expect(page.getByRole("dialog")).toContainText("FR-2021-08-09");
	await expectAccessible(page);
	await page.keyboard.press("Escape");
	await nextPerson(page);

	const foreign = await present(paper("foreign key: delegated by another authority"));
	expect(foreign.outcome).toBe("unverifiable");
	expect(foreign.text).toMatch(/Ce n’est pas un refus.*K-UNK/);
	await expectAccessible(page);
	await button("Aide").click();
	await expect(page.getByRole("dialog")).toContainText("K-UNK");
	await page.keyboard.press("Escape");
	await nextPerson(page);
	await expectCount(page, 3);
});

it("in English every screen of the door is accessible too", async () => {
	await reopen();
	await page.locator("[data-keys]").click();
	await button("English").click();
	await givePin(page);
	await expect(page.getByRole("dialog", { name: "This post" })).toBeVisible();
	await expectAccessible(page);
	await page.keyboard.press("Escape");
	await expectAccessible(page);
	const { text } = await present(first.text);
	expect(text).toContain("23 Nov 1987");
	await expectAccessible(page);
	await page.locator("[data-keys]").click();
	await button("Français").click();
	await givePin(page);
	await page.keyboard.press("Escape");
	await nextPerson(page);
});

it("the portal comes back: every passage reaches it once, also when its answer is lost", async () => {
	let reached = 0;
	await page.route("**/api/checkins", async (route) => {
		if (reached > 0) {
			reached++;
			return route.continue();
		}
		// Nobody answers as long as the portal is dead; the first answer that there is gets lost on its way.
		const answer = await route.fetch().catch(() => undefined);
		if (answer !== undefined) reached++;
		return route.abort();
	});
	await expect(page.getByText("hors ligne · 5 en attente")).toBeVisible();
	await stage.portal.start();
	await untilSent();
	expect(reached).toBeGreaterThan(1);

	const stored = await queryPortal(
		stage.portal.databaseUrl,
		`SELECT id, assignment_id AS assignment, gate, direction, outcome, format, pseudonym, undoes FROM check_ins`,
	);
	expect(stored).toHaveLength(5);
	expect(new Set(stored.map(({ pseudonym }) => pseudonym)).size).toBe(3);
	expect(stored.filter(({ direction }) => direction === "out")).toHaveLength(1);
	for (const { assignment, gate, outcome, format } of stored) {
		expect({ assignment, gate, outcome, format }).toEqual({
			...{ assignment: "demo-event", gate: "Entrée", outcome: "accepted", format: "relais" },
		});
	}
	const { databases } = await keptByBrowser(page);
	for (const { id, pseudonym } of stored) {
		expect(databases).toContain(id);
		expect(databases).toContain(pseudonym);
	}
});

/** The network is plugged in: a hint to ask again before the backoff ends, given once more when an answer is lost. */
async function untilSent(): Promise<void> {
	await expect(async () => {
		await stage.door.context().setOffline(true);
		await stage.door.context().setOffline(false);
		await expect(page.getByText("en ligne · tout est envoyé")).toBeVisible();
	}).toPass({ timeout: 110_000 });
}

it("no name, birth date, code or QR text is left anywhere on the device", async () => {
	const kept = await keptByBrowser(page);
	// It looks where things are: the post in the database, the page in the cache.
	expect(kept.databases).toContain("demo-event");
	expect(kept.caches).toContain("/scan");
	const said = [first, second].flatMap(({ claims, text, code }) => {
		const [family, given] = claims.n;
		const [year = "", month = "", day = ""] = claims.b.split("-");
		const births = [claims.b, `${day}/${month}/${year}`, `${day}${month}${year}`];
		return [family, given, ...births, text, text.slice(4, 60), code.code, code.code.replaceAll(" ", "")];
	});
	const found = Object.entries(kept).flatMap(([place, content]) =>
		said.filter((part) => content.toLowerCase().includes(part.toLowerCase())).map((part) => `${part} in ${place}`),
	);
	expect(found).toEqual([]);
});

it("no page broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
