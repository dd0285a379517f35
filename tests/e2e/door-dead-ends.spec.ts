/** What browsers, people and clocks do to a door in the middle of an evening, and the way on that it then has. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessible } from "../support/accessibility";
import { openDoor } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";

const { offline } = messages.fr;

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
	await stage.door.context().route("**/zxing_reader*.wasm", async (route) => {
		await held;
		await route.continue();
	});
	await page.close();
	page = await openDoor(stage.door);
	await expect(page.locator("[data-offline]")).toHaveText(offline.mark.filling);
	await expectAccessible(page);
	release();
	await expect(page.locator("[data-offline]")).toHaveCount(0);
	expect((await copied()).sort()).toEqual(before);
	await stage.door.context().unroute("**/zxing_reader*.wasm");

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
	await expect.poll(async () => (await copied()).sort()).toEqual(before);
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
