/** Two gates of one event without the portal: linked by their screens, and where they have no network, by rows of codes. */
import { expect, test as it, type Page, type Request } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { expectCount, nextPerson, openDoor, type ShownVerdict, verdictAfter } from "../support/door-page";
import { type DoorStage, PHONE, postDevice, stageDoor } from "../support/door-stage";
import { drawCamera, show } from "../support/drawn-camera";
import { keptByBrowser } from "../support/kept-by-browser";
import { queryPortal } from "../support/portal-database";
import type { Sheet } from "../support/remote-counter";
import { storedRows } from "../support/stored-rows";
import { givePin } from "../support/supervisor";
import {
	closePairing,
	expectPairing,
	holdChain,
	holdScreen,
	linkGates,
	openPairing,
	saltsOf,
	spyOnSalts,
} from "../support/two-gates";

const { door, gates } = messages.fr;

let stage: DoorStage;
let second: TestDevice;
let a: Page;
let b: Page;
let sheets: readonly Sheet[];
const sheet = (n: number): string => sheets[n]?.text ?? "";

/** Every request to the portal, for a search. The page's own headers: those of one that ends with its page never come. */
const asked: string[] = [];
function note(request: Request): void {
	asked.push(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ""}`);
}

/** A cold start, its salts and its requests noted. */
async function relaunch(device: TestDevice, { channels = true } = {}): Promise<Page> {
	await device.restart();
	await drawCamera(device.context());
	await spyOnSalts(device.context());
	if (!channels) await device.context().addInitScript(() => Reflect.deleteProperty(globalThis, "RTCPeerConnection"));
	device.context().on("request", note);
	return await openDoor(device);
}

/** The trust list that a door keeps. */
async function listOf(page: Page): Promise<string> {
	const files = await storedRows<{ name: string; text: string }>(page, "trust");
	return files.find(({ name }) => name === "list.jwt")?.text ?? "";
}

async function updateKeys(page: Page): Promise<void> {
	await page.locator("[data-keys]").click();
	await page.getByRole("button", { name: door.settings.update, exact: true }).click();
	await expect(page.getByText(door.settings.updated)).toBeVisible();
	await page.keyboard.press("Escape");
}

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	second = await openDevice({ origin: stage.portal.origin, viewport: PHONE });
	await postDevice(stage.portal, second, { role: "door", gate: "Balcon" });
	const people = ["PORTEVALLON", "QUERVILLIERS", "TARDIVELLE", "OSMONVILLE", "BRUYERAC"];
	sheets = await Promise.all(people.map((family) => stage.counter.issue({ n: [family, "Essai"], b: "1987-11-23" })));
	await stage.portal.kill();
	[a, b] = [await relaunch(stage.door), await relaunch(second)];
});
it.afterAll(async () => {
	await second?.close();
	await stage?.close();
});

const present = async (page: Page, text: string): Promise<ShownVerdict> => {
	const verdict = await verdictAfter(page, () => show(page, text), { hold: true });
	await show(page, undefined);
	return verdict;
};

it("[GG-1] two gates pair by reading each other's screens with the portal down", async () => {
	expect((await present(a, sheet(0))).outcome).toBe("admitted");
	await nextPerson(a);
	await openPairing(a);
	await openPairing(b);
	await expectAccessible(a);
	await linkGates(a, b);
	await expectAccessible(b);
	await closePairing(a);
	await closePairing(b);
});

it("[GG-4] whoever came in at one gate is known at the other at once, and the count is of both", async () => {
	// What was there before the link, and what comes after it.
	await expectCount(b, 1);
	expect((await present(a, sheet(1))).outcome).toBe("admitted");
	await expectCount(b, 2);
	expect((await present(b, sheet(1))).outcome).toBe("alreadyIn");
	await nextPerson(b);
	expect((await present(b, sheet(0))).outcome).toBe("alreadyIn");
	await nextPerson(b);
	expect((await present(b, sheet(2))).outcome).toBe("admitted");
	await expectCount(a, 3);
	await nextPerson(a);
	expect((await present(a, sheet(2))).outcome).toBe("alreadyIn");
	await nextPerson(a);
});

it("[GG-3] a pass that got in at both while the link was lost is found as soon as it is back", async () => {
	await b.close();
	await expect(a.getByText(gates.lostNotice.split("{gate}")[0] ?? "")).toBeVisible({ timeout: 30_000 });
	b = await openDoor(second);
	for (const page of [a, b]) {
		expect((await present(page, sheet(3))).outcome).toBe("admitted");
		await nextPerson(page);
	}
	await openPairing(a);
	await openPairing(b);
	await linkGates(a, b);
	await closePairing(a);
	await closePairing(b);
	// Five entries, four persons; the supervisor sees at which gates.
	for (const page of [a, b]) {
		await expectCount(page, 4);
		await page.locator("[data-count]").click();
		await page.getByRole("button", { name: "Doubles entrées (1)", exact: true }).click();
		await givePin(page);
		await expect(page.locator("[data-double]")).toHaveText(/(Entrée.*Balcon|Balcon.*Entrée)/);
		await page.keyboard.press("Escape");
	}
});

it("[GG-2] no salt is in any request to the portal, in what a device keeps, or at the portal", async () => {
	const salts = [...new Set([...(await saltsOf(a)), ...(await saltsOf(b))])];
	expect(salts).not.toEqual([]);
	// What the next test needs: the portal has newer lists, and only the first gate gets them from it.
	await queryPortal(
		stage.portal.databaseUrl,
		"UPDATE publications SET published_at = published_at - interval '1 hour'",
	);
	await second.context().route("**/trust/**", (route) => route.abort());
	await stage.portal.start();
	for (const page of [a, b]) {
		await page.reload();
		await page.locator("[data-keys]").waitFor();
		await expect(page.getByText("tout est envoyé")).toBeVisible({ timeout: 60_000 });
	}
	const sent = asked.join("\n");
	expect(sent).toContain("/api/checkins");
	const kept = JSON.stringify([await keptByBrowser(a), await keptByBrowser(b)]);
	const log = await stage.portal.log();
	for (const salt of salts) {
		const bytes = Buffer.from(salt, "hex");
		for (const form of [salt, bytes.toString("base64url"), bytes.toString("base64"), bytes.toString("latin1")]) {
			for (const text of [sent, kept, log]) expect(text).not.toContain(form);
		}
	}
	await updateKeys(a);
	await stage.portal.kill();
});

it("[GG-6] the gate with the older lists has the other one's, verified, soon after they are linked", async () => {
	expect(await listOf(b)).not.toBe(await listOf(a));
	await openPairing(a);
	await openPairing(b);
	await linkGates(a, b);
	await expect.poll(() => listOf(b), { timeout: 30_000 }).toBe(await listOf(a));
	await closePairing(a);
	await closePairing(b);
	await expect(b.locator("[data-keys='fresh']")).toBeVisible();
});

it("[GG-8] a telephone that lost everything gets it all back from the other gate, and knows who is in", async () => {
	await b.close();
	const session = await second.context().newCDPSession(second.context().pages()[0] ?? a);
	await session.send("Storage.clearDataForOrigin", { origin: stage.portal.origin, storageTypes: "indexeddb" });
	b = await second.open("/scan");
	await b.getByRole("button", { name: gates.handOver.open, exact: true }).click();
	await expectPairing(b, "show");
	await openPairing(a);
	await linkGates(a, b);
	await expect(b.locator("[data-handed-over]")).toHaveAttribute("data-handed-over", "whole", { timeout: 30_000 });
	await expectAccessible(b);
	await b.getByRole("button", { name: gates.handOver.done, exact: true }).click();
	await closePairing(a);
	await b.getByRole("button", { name: door.firstUse.skip, exact: true }).click();
	await b.locator("[data-keys='fresh']").waitFor();
	await expectCount(b, 4);
	expect((await present(b, sheet(0))).outcome).toBe("alreadyIn");
	await nextPerson(b);
});

it("[GG-7] without a channel a row of codes carries counts and passages both ways", async () => {
	[a, b] = [await relaunch(stage.door, { channels: false }), await relaunch(second, { channels: false })];
	expect((await present(a, sheet(4))).outcome).toBe("admitted");
	await nextPerson(a);
	await openPairing(a);
	await openPairing(b);
	await holdScreen(a, b);
	await expectPairing(b, "answer");
	await holdScreen(b, a);
	await expectPairing(a, "chain");
	await expect(a.getByText(gates.chain.no_channel)).toBeVisible();
	await expectAccessible(a);
	await holdChain(a, b);
	await expectPairing(b, "chain");
	await holdChain(b, a);
	await expect(b.locator("[data-chain-counts] li")).toHaveCount(1);
	await closePairing(a);
	await closePairing(b);
	await expectCount(b, 5);
	expect((await present(b, sheet(4))).outcome).toBe("alreadyIn");
});
