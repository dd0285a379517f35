/** Two doors of one event, whose gates hear of each other through the portal: the count, the capacity, who comes back. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { enrolDevice } from "../support/counter-page";
import { expectGoodLooks } from "../support/door-looks";
import {
	awaitVerdict,
	expectCount,
	nextPerson,
	openDoor,
	type ShownVerdict,
	seenFirst,
	skipFirstUse,
	typeCode,
	verdictAfter,
} from "../support/door-page";
import { PHONE, relaunchDoor } from "../support/door-stage";
import { drawCamera, show } from "../support/drawn-camera";
import { readHeaps } from "../support/heap-text";
import { keptByBrowser } from "../support/kept-by-browser";
import { openPortal, type TestPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { enrolCounter, type RemoteCounter, type Sheet } from "../support/remote-counter";
import { givePin } from "../support/supervisor";

const { door } = messages.fr;
const PEOPLE = [
	{ n: ["PORTEVALLON", "Théodorine"], b: "1987-11-23" },
	{ n: ["QUERVILLIERS", "Anatolienne"], b: "2003-05-17" },
	{ n: ["TARDIVELLE", "Eudoxie"], b: "1962-08-02" },
	{ n: ["VERMONTEIL", "Timoléonce"], b: "1951-01-30" },
] as const;

let portal: TestPortal;
let counter: RemoteCounter;
let sheets: readonly Sheet[];
let devices: readonly [TestDevice, TestDevice];
/** The pages of the two gates. */
let a: Page;
let b: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	const links = await portal.links();
	await queryPortal(
		portal.databaseUrl,
		"UPDATE assignments SET capacity = 3, reentry = 'never' WHERE id = 'demo-event'",
	);
	counter = await enrolCounter(portal.origin, links.counter);
	sheets = await Promise.all(PEOPLE.map(({ n, b: birth }) => counter.issue({ n: [...n], b: birth })));
	const open = () => openDevice({ origin: portal.origin, viewport: PHONE });
	devices = [await open(), await open()];
	a = await takePost(devices[0], { link: links.door, gate: "Entrée" });
	b = await takePost(devices[1], { link: (await portal.links()).door, gate: "Balcon" });
});
it.afterAll(async () => {
	await Promise.all((devices ?? []).map((device) => device.close()));
	await portal?.close();
});

async function takePost(device: TestDevice, post: { link: string; gate: string }): Promise<Page> {
	await drawCamera(device.context());
	const enrolled = await enrolDevice(device, { link: post.link, label: post.gate });
	await enrolled.close();
	const page = await device.open("/scan");
	await page
		.locator("label", { hasText: new RegExp(`^${post.gate}$`) })
		.first()
		.click();
	await page.getByRole("button", { name: door.setup.start, exact: true }).click();
	await skipFirstUse(page);
	return page;
}

const sheet = (n: number): Sheet => {
	const found = sheets[n];
	if (found === undefined) throw new Error(`no sheet ${n}`);
	return found;
};
const present = (page: Page, n: number): Promise<ShownVerdict> => verdictAfter(page, () => show(page, sheet(n).text));
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function admit(page: Page, n: number): Promise<void> {
	expect((await present(page, n)).outcome).toBe("admitted");
	await show(page, undefined);
	await nextPerson(page);
}

/** Both gates ask the portal now, as when a network comes back, until the count is there. */
async function untilCount(page: Page, device: TestDevice, count: number): Promise<void> {
	await expect(async () => {
		for (const one of devices) {
			await one.context().setOffline(true);
			await one.context().setOffline(false);
		}
		await expect(page.locator("[data-count]")).toHaveAttribute("data-count", String(count), { timeout: 4_000 });
	}).toPass({ timeout: 110_000 });
	expect(device.faults).toEqual([]);
}

async function openCount(page: Page): Promise<void> {
	await page.locator("button", { has: page.locator("[data-count]") }).click();
	await expect(page.getByRole("dialog", { name: door.count.title })).toBeVisible();
}

it("[CI-8] two gates agree through the portal", async () => {
	await admit(a, 0);
	await admit(b, 1);
	await untilCount(a, devices[0], 2);
	await untilCount(b, devices[1], 2);
});

it("[CI-13] [CI-15] the screen says how well the number is known, and that these gates were never paired", async () => {
	await openCount(a);
	const dialog = a.getByRole("dialog", { name: door.count.title });
	await expect(dialog.locator("[data-occupancy]")).toHaveAttribute("data-occupancy", "2");
	await expect(dialog.locator("[data-post='Balcon']")).toBeVisible();
	await expect(dialog.locator("[data-apart]")).toBeVisible();
	await expect(async () => {
		const between = await dialog.locator("[data-between]").getAttribute("data-between");
		const [atLeast, atMost] = (between ?? "").split(" ").map(Number);
		expect(atLeast).toBeLessThanOrEqual(2);
		expect(atMost).toBeGreaterThan(2);
	}).toPass({ timeout: 30_000 });
	await expectAccessible(a);
	await a.keyboard.press("Escape");
});

it("[CI-14] [VS-6] the event is full at one gate because of the other", async () => {
	await admit(a, 2);
	await untilCount(b, devices[1], 3);
	await expect(b.locator("[data-room='full']")).toBeVisible();
	const { outcome, text } = await present(b, 3);
	expect(outcome).toBe("full");
	expect(text).toContain(door.verdict.full);
	expect(text).toContain("VERMONTEIL");
	await expectGoodLooks(b);
	await expectCount(b, 3);
});

it("[CI-14] a supervisor opens that gate with a reason, which is noted without anybody's name", async () => {
	await button(b, door.verdict.override).click();
	await b.locator("label", { hasText: door.override.reason.reserved }).click();
	await expectAccessible(b);
	const admitted = verdictAfter(b, async () => {
		await button(b, door.override.confirm).click();
		await givePin(b);
	});
	expect(await admitted).toMatchObject({ outcome: "admitted" });
	await show(b, undefined);
	await nextPerson(b);
	await untilCount(a, devices[0], 4);
	const [row] = await queryPortal(portal.databaseUrl, "SELECT * FROM check_ins WHERE type = 'override'");
	expect(row).toMatchObject({ gate: "Balcon", reason: "reserved", pseudonym: null, alias: null, direction: null });
});

it("[CI-2] one of the last five passages is taken back from a list of times, gates and outcomes", async () => {
	await openCount(b);
	const passages = b.locator("[data-passage]");
	await expect(passages).toHaveCount(2);
	for (const name of PEOPLE.map(({ n }) => n[0])) await expect(b.getByRole("dialog")).not.toContainText(name);
	await passages.first().getByRole("button").click();
	await expect(b.getByText(door.count.last.undone)).toBeVisible();
	await expect(passages).toHaveCount(1);
	await button(b, door.count.correct.in).click();
	await expect(b.locator("[data-occupancy]")).toHaveAttribute("data-occupancy", "4");
	await button(b, door.count.correct.out).click();
	await expect(b.locator("[data-occupancy]")).toHaveAttribute("data-occupancy", "3");
	await b.keyboard.press("Escape");
	await untilCount(a, devices[0], 3);
});

it("[CI-10] whoever came in by the QR is in by the check code of the same paper too", async () => {
	const { claims, code } = sheet(0);
	const [family, given] = claims.n;
	const { outcome } = await typeCode(a, { ...code, person: { family, given, birth: claims.b } });
	expect(outcome).toBe("compare");
	const after = await verdictAfter(a, () => button(a, door.code.same).click());
	expect(after.outcome).toBe("alreadyIn");
	await nextPerson(a);
	await expectCount(a, 3);
});

it("[CI-12] leaving the post and taking it again keeps who is inside", async () => {
	await a.locator("[data-keys]").click();
	await button(a, door.settings.change).click();
	await givePin(a);
	await button(a, "Cinéma Arvor · Entrée").click();
	await a.locator("[data-keys]").waitFor();
	await expectCount(a, 3);
	expect((await present(a, 0)).outcome).toBe("alreadyIn");
	await show(a, undefined);
	await nextPerson(a);
});

it("[CI-11] who left does not come back where the event says so, unless a supervisor lets them", async () => {
	await button(a, door.camera.out).click();
	expect((await present(a, 2)).outcome).toBe("out");
	await show(a, undefined);
	await nextPerson(a);
	await button(a, door.camera.out).click();
	await a.close();
	a = await openDoor(devices[0]);
	const { outcome, text } = await present(a, 2);
	expect(outcome).toBe("alreadyIn");
	expect(text).toContain(door.verdict.leftNext);
	await button(a, door.verdict.enterAnyway).click();
	const back = verdictAfter(a, () => givePin(a));
	expect(await back).toMatchObject({ outcome: "admitted" });
	await show(a, undefined);
	await nextPerson(a);
	await expectCount(a, 3);
});

it("[CI-7] a restart keeps the count, what the other gate recorded, and who is inside", async () => {
	a = await relaunchDoor(devices[0]);
	await expectCount(a, 3);
	expect((await present(a, 0)).outcome).toBe("alreadyIn");
	await show(a, undefined);
	await nextPerson(a);
});

it("[CI-16] new rules lock the scanner for a minute", async () => {
	await openCount(b);
	await button(b, door.count.rules.open).click();
	await givePin(b);
	await b.getByRole("dialog").locator("label", { hasText: door.setup.role.exit }).click();
	await expectAccessible(b);
	await button(b, door.count.rules.save).click();
	await expect(b.locator("[data-rules-lock]")).toBeVisible();
	await expect(b.locator("[data-mark='out']")).toBeVisible();
	await show(b, sheet(1).text);
	await expect(b.locator("[data-verdict]")).toHaveCount(0);
	// The whole minute nobody is judged; what is in view has its turn then.
	expect(await b.evaluate(seenFirst, ["[data-rules-lock]", "[data-verdict]"])).toBe("gone");
	expect((await awaitVerdict(b)).outcome).toBe("out");
});

/** All that is said of somebody: names, birth dates in every form, the QR's text, the code. */
const SAID = (): readonly string[] =>
	sheets.flatMap(({ claims, text, code }) => {
		const [year = "", month = "", day = ""] = claims.b.split("-");
		const births = [claims.b, `${day}/${month}/${year}`, `${day}${month}${year}`];
		return [...claims.n, ...births, text, text.slice(4, 60), code.code, code.code.replaceAll(" ", "")];
	});

/** Where something of somebody is left, without repeating it. */
function leftIn(places: Readonly<Record<string, string>>): readonly string[] {
	return Object.entries(places).flatMap(([place, content]) => {
		const lower = content.toLowerCase();
		return SAID().flatMap((part, i) => (lower.includes(part.toLowerCase()) ? [`item ${i} in ${place}`] : []));
	});
}

it("[CI-5] nothing of anybody is left on the doors: databases, files, caches, storages, memory of page and workers", async () => {
	for (const page of [a, b]) {
		await show(page, undefined);
		if ((await page.locator("[data-verdict]").count()) > 0) await nextPerson(page);
		const files = await page.evaluate(async () => {
			const names: string[] = [];
			for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
			return names.join("\n");
		});
		const kept = await keptByBrowser(page);
		// It looks where things are.
		expect(kept.databases).toContain("demo-event");
		const heaps = await readHeaps(page);
		expect(heaps.length).toBeGreaterThan(1);
		expect(heaps[0]).toContain("demo-event");
		const memory = Object.fromEntries(heaps.map((heap, i) => [i === 0 ? "page heap" : `worker heap ${i}`, heap]));
		expect(leftIn({ ...kept, files, ...memory })).toEqual([]);
	}
});

it("[CI-5] nothing of anybody is left at the portal of what the doors did: its tables and its log", async () => {
	const tables = ["check_ins", "posts", "assignments", "devices", "code_reports", "proof_jtis"];
	const rows = await Promise.all(tables.map((name) => queryPortal(portal.databaseUrl, `SELECT * FROM ${name}`)));
	const log = await portal.log();
	expect(rows[0]?.length).toBeGreaterThan(4);
	expect(leftIn({ tables: JSON.stringify(rows), log })).toEqual([]);
});

it("no page broke the content security policy or threw", () => {
	expect(devices.flatMap(({ faults }) => faults)).toEqual([]);
});
