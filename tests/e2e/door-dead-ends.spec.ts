/** What browsers, people and clocks do to a door in the middle of an evening, and the way on that it then has. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { expectCount, nextPerson, openDoor, readCount, verdictAfter } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { drawCamera, show } from "../support/drawn-camera";
import { queryPortal } from "../support/portal-database";
import { givePin } from "../support/supervisor";

const { door, gates, offline, public: verifying } = messages.fr;

let stage: DoorStage;
let page: Page;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	page = await openDoor(stage.door);
});
it.afterAll(async () => {
	await stage?.close();
});

/** Addresses that the copy of the app holds. */
const copied = () =>
	page.evaluate(async () => {
		const names = await caches.keys();
		const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
		return requests.flat().map(({ url }) => url);
	});

/** Deletes the files whose address holds `part`; all of them, and the caches too, without one. */
const lose = (part = "") =>
	page.evaluate(async (lost) => {
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			for (const request of await cache.keys()) if (request.url.includes(lost)) await cache.delete(request);
			if (lost === "") await caches.delete(name);
		}
	}, part);

it("[ND-1] a cache that was emptied is noticed at the next start, filled again, and opens the door offline", async () => {
	await expect(page.locator("[data-offline]")).toHaveCount(0);
	const before = (await copied()).sort();
	await lose();
	// The files come back only once the test lets them.
	let release: () => void = () => {};
	const held = new Promise<void>((resolve) => {
		release = resolve;
	});
	await stage.door.context().route("**/zxing/reader-*.wasm", async (route) => {
		await held;
		await route.continue();
	});
	await page.close();
	page = await openDoor(stage.door);
	await expect(page.locator("[data-offline]")).toHaveText(offline.mark.filling);
	await expectAccessible(page);
	release();
	await expect(page.locator("[data-offline]")).toHaveCount(0, { timeout: 60_000 });
	expect((await copied()).sort()).toEqual(before);
	await stage.door.context().unroute("**/zxing/reader-*.wasm");

	await stage.portal.kill();
	page = await relaunchDoor(stage.door);
	await expect(page.locator("[data-offline]")).toHaveCount(0);
	await stage.portal.start();
});

it("[ND-1] a copy that lost only the decoder is noticed and filled again", async () => {
	const before = (await copied()).sort();
	await lose(".wasm");
	expect(await copied()).not.toEqual(before);
	await page.close();
	page = await openDoor(stage.door);
	// The browser takes its time to say whether there is another version.
	await expect.poll(async () => (await copied()).sort(), { timeout: 60_000 }).toEqual(before);
});

it("[ND-2] with the files gone and no network, the door says what is missing, and opens by itself when it can", async () => {
	await lose();
	await stage.portal.kill();
	await page.close();
	page = await stage.door.open("/scan");
	await expect(page.getByRole("heading", { name: offline.empty.title })).toBeVisible();
	await expect(page.getByText(offline.empty.kept)).toBeVisible();
	await expectAccessible(page);
	await stage.portal.start();
	await page.locator("[data-keys]").waitFor({ timeout: 60_000 });
	await expect(page.locator("[data-offline]")).toHaveCount(0, { timeout: 60_000 });
});

/** A paper that nobody has shown before, shown; the camera sees nothing afterwards. */
async function admit(given: string): Promise<string> {
	const { text } = await stage.counter.issue({ n: ["ESSAI", given], b: "1990-02-03" });
	expect((await present(text)).outcome).toBe("admitted");
	return text;
}

async function present(text: string) {
	const verdict = await verdictAfter(page, () => show(page, text));
	await show(page, undefined);
	return verdict;
}

/** What the browser does to this origin's storage, by its own means. Resolves to a way to end it. */
async function storage(method: "Storage.clearDataForOrigin" | "Storage.overrideQuotaForOrigin", rest: object) {
	const session = await page.context().newCDPSession(page);
	await session.send(method, { origin: stage.portal.origin, ...rest } as never);
	return () => session.detach();
}

/** Tables with rows, of all databases of this origin. Looking for the device anew makes an empty one. */
const tablesOnDisk = () =>
	page.evaluate(async () => {
		const settle = <Value>(request: IDBRequest<Value>) =>
			new Promise<Value>((resolve, reject) => {
				request.onsuccess = () => resolve(request.result);
				request.onerror = () => reject(request.error);
			});
		const filled: string[] = [];
		for (const { name = "" } of await indexedDB.databases()) {
			const database = await settle(indexedDB.open(name));
			for (const store of database.objectStoreNames) {
				if ((await settle(database.transaction(store).objectStore(store).count())) > 0) filled.push(store);
			}
			database.close();
		}
		return filled;
	});

const passages = async () =>
	Number((await queryPortal(stage.portal.databaseUrl, "SELECT count(*) AS n FROM check_ins"))[0]?.["n"]);

it("[ND-3] a full disk: the door says so, counts on in memory, and stores it once there is room", async () => {
	it.setTimeout(300_000);
	await admit("Avant");
	await expectCount(page, 1);
	await stage.door.restart();
	await drawCamera(stage.door.context());
	// Before the browser has asked itself how much room there is, which it then believes for a while.
	page = stage.door.context().pages()[0] ?? page;
	const makeRoom = await storage("Storage.overrideQuotaForOrigin", { quotaSize: 1 });
	page = await openDoor(stage.door);
	await page.locator("button", { has: page.locator("[data-count]") }).click();
	await page.getByRole("button", { name: door.count.correct.in, exact: true }).click();
	await page.keyboard.press("Escape");
	await expectCount(page, 2);
	const text = await admit("Pendant");
	await expect(page.locator("[data-storage='full']")).toHaveText(offline.memory.mark);
	await expectCount(page, 3);
	await expect(page.locator("[data-verdict]")).toHaveCount(0);
	await expect(page.getByText(offline.memory.full.title)).toBeVisible();
	await expectAccessible(page);
	await makeRoom();
	await expect(page.locator("[data-storage]")).toHaveCount(0, { timeout: 150_000 });
	page = await relaunchDoor(stage.door);
	await expectCount(page, 3);
	expect((await present(text)).outcome).toBe("alreadyIn");
	await nextPerson(page);
});

it("[ND-3] data deleted under an open door, portal dead: it goes on from memory, knows who is in, and loses no passage", async () => {
	it.setTimeout(300_000);
	const [inside, sent] = [await readCount(page), await passages()];
	const before = await admit("Dedans");
	await expectCount(page, inside + 1);
	await expect.poll(passages, { timeout: 90_000 }).toBe(sent + 1);
	await stage.portal.kill();
	await storage("Storage.clearDataForOrigin", { storageTypes: "indexeddb" });
	await expect(page.locator("[data-storage='gone']")).toBeVisible();
	await expectCount(page, inside + 1);
	expect((await present(before)).outcome).toBe("alreadyIn");
	await nextPerson(page);
	await expect(page.getByText(offline.memory.gone.title)).toBeVisible();
	await page.getByRole("button", { name: gates.settings, exact: true }).click();
	await givePin(page);
	await expect(page.getByRole("dialog", { name: gates.title })).toBeVisible();
	await page.keyboard.press("Escape");
	await stage.portal.start();
	await admit("Ensuite");
	await expectCount(page, inside + 2);
	await stage.door.context().setOffline(true);
	await stage.door.context().setOffline(false);
	await expect.poll(passages, { timeout: 90_000 }).toBe(sent + 2);
	// Nobody knows whether the browser deleted it or a person: nothing of it is written back. What the clock shows may be.
	expect((await tablesOnDisk()).filter((table) => table !== "facts")).toEqual([]);
});

it("[ND-9] opened again, it says that its data were deleted, what is lost, and every way on", async () => {
	await page.close();
	page = await stage.door.open("/scan");
	await expect(page.getByRole("heading", { name: offline.deleted.title })).toBeVisible();
	await expect(page.getByText(offline.deleted.door)).toBeVisible();
	await expect(page.getByRole("link", { name: offline.deleted.enrol })).toHaveAttribute("href", "/enrol");
	for (const wayOn of [gates.handOver.open, verifying.offer.event, verifying.offer.train]) {
		await expect(page.getByRole("button", { name: wayOn, exact: true })).toBeVisible();
	}
	await expectAccessible(page);
	await page.getByRole("button", { name: "English" }).click();
	await expect(page.getByText(messages.en.offline.deleted.door)).toBeVisible();
	await page.getByRole("button", { name: "Français" }).click();
	await page.goto(stage.portal.origin);
	await expect(page.getByText(offline.deleted.title)).toBeVisible();
	await expect(page.getByRole("link", { name: offline.deleted.waysOn })).toHaveAttribute("href", "/scan");
	await page.goto(`${stage.portal.origin}/counter`);
	await expect(page.getByText(offline.deleted.title)).toBeVisible();
});

it("[ND-9] with all site data deleted nobody can know, and it is a device that was never enrolled", async () => {
	await page.evaluate(() => localStorage.clear());
	await page.goto(`${stage.portal.origin}/scan`);
	await expect(page.getByRole("heading", { name: door.notEnrolled.title })).toBeVisible();
});

it("no page broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
