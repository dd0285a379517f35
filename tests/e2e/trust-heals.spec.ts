/**
 * What attacks and accidents do to the lists of a door, on the real parts: a stolen list key that numbers as high as
 * there is, with the documented recovery and an ordinary renewal after it; a list signed under a wrong clock; a database
 * that was restored from before a denial.
 */
import { expect, test as it, type Page } from "@playwright/test";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { Client } from "pg";
import { messages } from "@/lib/i18n/messages";
import { nextPerson, openDoor, verdictAfter } from "../support/door-page";
import { type DoorStage, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { renewKeyset, stealListKey, type Theft } from "../support/stolen-list-key";

const { door } = messages.fr;
/** A running portal looks into its key folder once a minute, and publishes. */
const PUBLISHED_WITHIN = 150_000;

let stage: DoorStage;
let page: Page;
let theft: Theft;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	theft = await stealListKey(stage.portal.dataFolder);
});
it.afterAll(async () => {
	await stage?.close();
});

let born = 0;

/** Somebody whom the door has not seen, until the camera is free for the next. */
async function judge(given: string) {
	const { text } = await stage.counter.issue({ n: ["ESSAI", given], b: `1990-02-${10 + born++}` });
	const verdict = await verdictAfter(page, () => show(page, text), { hold: true });
	// A code left in view would be judged again by the next lists, and its verdict taken for the next person's.
	await show(page, undefined);
	await nextPerson(page);
	return verdict;
}

async function updateKeys(): Promise<void> {
	await page.locator("[data-keys]").click();
	await page.getByRole("button", { name: door.settings.update, exact: true }).click();
	await expect(page.getByText(door.settings.updated).or(page.getByText(door.settings.notUpdated))).toBeVisible();
	await page.keyboard.press("Escape");
}

async function published(name: "keyset" | "list") {
	const text = await (await fetch(`${stage.portal.origin}/trust/${name}.jwt`, { cache: "no-store" })).text();
	return { claims: decodeJwt(text), header: decodeProtectedHeader(text) };
}

it("[TL-1] a stolen list key denies a genuine pharmacy at a door", async () => {
	page = await openDoor(stage.door);
	expect((await judge("Avant")).outcome).toBe("admitted");
	const sub = stage.counter.kit.pharmacy?.number;
	const forged = await theft.forgeList({ denied: [{ sub, from: 0, reason: "stolen" }] });
	await stage.door.context().route("**/trust/list.jwt", (route) => route.fulfill({ body: forged }));
	await updateKeys();
	expect((await judge("Pendant")).outcome).toBe("refused");
});

it("[TL-1] the documented recovery is taken by every door, whatever the thief's number was", async () => {
	it.setTimeout(PUBLISHED_WITHIN + 120_000);
	await renewKeyset(stage.portal.dataFolder, theft.kid);
	await expect
		.poll(async () => (await published("list")).header.kid, { timeout: PUBLISHED_WITHIN, intervals: [2000] })
		.not.toBe(theft.kid);
	await stage.door.context().unroute("**/trust/list.jwt");
	await updateKeys();
	expect((await judge("Après")).outcome).toBe("admitted");
});

it("[TL-1] the thief's list is nothing to that door any more", async () => {
	const forged = await theft.forgeList({ denied: [{ sub: stage.counter.kit.pharmacy?.number, from: 0 }] });
	await stage.door.context().route("**/trust/list.jwt", (route) => route.fulfill({ body: forged }));
	await updateKeys();
	expect((await judge("Ensuite")).outcome).toBe("admitted");
	await stage.door.context().unroute("**/trust/list.jwt");
});

it("[TL-2] an ordinary renewal of the keyset does not bring the stolen key back", async () => {
	it.setTimeout(PUBLISHED_WITHIN + 120_000);
	const before = (await published("keyset")).claims["seq"] as number;
	await renewKeyset(stage.portal.dataFolder);
	await expect
		.poll(async () => (await published("keyset")).claims["seq"], { timeout: PUBLISHED_WITHIN, intervals: [2000] })
		.toBe(before + 1);
	const { keys, removed } = (await published("keyset")).claims as unknown as Record<string, readonly { kid: string }[]>;
	expect(keys?.map(({ kid }) => kid)).not.toContain(theft.kid);
	expect(removed?.map(({ kid }) => kid)).toContain(theft.kid);
	await updateKeys();
	expect((await judge("Renouvelé")).outcome).toBe("admitted");
});

it("[TL-4] a list that was signed under a clock 40 days ahead poisons no door, whatever date its answer bears", async () => {
	const own = await stealListKey(stage.portal.dataFolder);
	const ahead = new Date(Date.now() + 40 * 86_400_000);
	const body = await own.forgeList({ iat: Math.floor(ahead.getTime() / 1000) });
	const headers = { date: ahead.toUTCString() };
	await stage.door
		.context()
		.route("**/trust/*.jwt", (route) =>
			route.request().url().endsWith("/list.jwt")
				? route.fulfill({ body, headers })
				: route.fulfill({ status: 404, headers }),
		);
	await updateKeys();
	expect((await judge("Avance")).outcome).toBe("admitted");
	await stage.door.context().unroute("**/trust/*.jwt");
	await updateKeys();
	expect((await judge("Remise")).outcome).toBe("admitted");
});

it("[TL-2] a device that was denied stays denied after the database was restored from before", async () => {
	it.setTimeout(2 * PUBLISHED_WITHIN + 120_000);
	const { deviceId } = stage.counter.kit;
	const database = new Client({ connectionString: stage.portal.databaseUrl });
	await database.connect();
	const isDenied = async () => {
		const { rows } = await database.query("SELECT state FROM devices WHERE id = $1", [deviceId]);
		return rows[0]?.state === "denied";
	};
	const denials = async () => JSON.stringify((await published("list")).claims["denied"]);
	try {
		const { rows } = await database.query("SELECT seq, document, content_hash, published_at FROM publications");
		await database.query(
			"UPDATE devices SET state = 'denied', denied_at = now(), denied_reason = 'stolen' WHERE id = $1",
			[deviceId],
		);
		await expect.poll(denials, { timeout: PUBLISHED_WITHIN, intervals: [2000] }).toContain("stolen");

		await stage.portal.kill();
		await database.query("UPDATE devices SET state = 'active', denied_at = NULL, denied_reason = NULL WHERE id = $1", [
			deviceId,
		]);
		const { seq, document, content_hash, published_at } = rows[0];
		await database.query("UPDATE publications SET seq = $1, document = $2, content_hash = $3, published_at = $4", [
			...[seq, document, content_hash, published_at],
		]);
		await stage.portal.start();
		await expect.poll(isDenied, { timeout: PUBLISHED_WITHIN, intervals: [1000] }).toBe(true);
		expect(await denials()).toContain("stolen");
		await updateKeys();
		expect((await judge("Restaurée")).outcome).toBe("refused");
	} finally {
		await database.end();
	}
});

it("no page broke the content security policy or threw", () => {
	expect(stage.door.faults).toEqual([]);
});
