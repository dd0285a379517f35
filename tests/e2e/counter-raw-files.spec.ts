/**
 * What somebody finds who copied a counter's profile folder: read as raw files, by a script that knows every form in
 * which a name, a number or a key may stand, while the browser runs and after it was closed.
 */
import { createPrivateKey } from "node:crypto";
import { expect, test as it, type Page } from "@playwright/test";
import { openDevice, type TestDevice } from "../support/browser";
import { dayEntries, enrolDevice, fillForm, openCounter, shownSheet, typedDay } from "../support/counter-page";
import { openPortal, type TestPortal } from "../support/portal";
import { filesWith, formsOfBytes, formsOfText, readProfile } from "../support/raw-profile";
import { type SeenKeys, watchKeys } from "../support/seen-keys";
import { storedRows } from "../support/stored-rows";

let portal: TestPortal;
let device: TestDevice;
let keys: SeenKeys;
/** Keys of the vault, by the time the counter was protected. */
let vaultKeys: readonly Uint8Array[] = [];
let signing: readonly Uint8Array[] = [];

const REGISTERED = {
	...{ family: "QUARTZENBERG", given: "Zéphyrine", birth: "1931-07-19", phone: "+33698765401" },
	nir: "231079912345616",
};
const WAITING = {
	...{ family: "VLIEGENTHART", given: "Oxalide", birth: "1932-08-23", phone: "+33698765402" },
	nir: "232089912345680",
};
const POSITIVE = {
	...{ family: "YSSELSTEYN", given: "Quirinale", birth: "1933-09-27", phone: "+33698765403" },
	nir: "233099912345647",
};

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal();
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 860 } });
	keys = await watchKeys(device.context());
	await (await enrolDevice(device, { link: (await portal.links()).counter, label: "poste QX7" })).close();
	await (await openCounter(device)).close();
	vaultKeys = [...keys.aes];
	signing = [...keys.signing];
	keys.clear();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

async function fill(page: Page, person: typeof REGISTERED): Promise<void> {
	await fillForm(page, { ...person, sex: "F", act: "antigen" });
	await page.locator("[name='phone']").fill(person.phone);
	await page.locator("[name='nir']").fill(person.nir);
}

async function recordPositive(page: Page, person: typeof REGISTERED): Promise<void> {
	await fill(page, person);
	await page.locator("[name='result']").selectOption("positive");
	await page.keyboard.press("F9");
	await expect(page.locator("[data-positives='1']")).toBeVisible();
	await page.keyboard.press("F4");
}

async function issue(page: Page, person: typeof REGISTERED): Promise<void> {
	await fill(page, person);
	await page.keyboard.press("F9");
	await shownSheet(page);
	// Handed over: nobody is asked what became of it.
	await page.keyboard.press("F4");
}

/** Everything that would tell who somebody is. */
const formsOfPerson = ({ family, given, birth, phone, nir }: typeof REGISTERED) =>
	[family, given, birth, typedDay(birth), phone, nir].flatMap(formsOfText);

/** What was found of somebody: an attestation, a record, a result. The app's own files are full of these words. */
const FORMS_OF_RESULT = ["RP1:", '"performedAt"', '"attestation":', '"sampled":'].flatMap(formsOfText);
const isOfTheApp = (file: string) => /Cache|Code|ScriptCache|Service Worker/.test(file);

/** A signing key in any form: PKCS #8, its scalar, the `d` of a JWK. */
function formsOfSigningKey(pkcs8: Uint8Array): readonly Buffer[] {
	const { d = "" } = createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" }).export({
		format: "jwk",
	});
	return [pkcs8, Buffer.from(d, "base64url")].flatMap(formsOfBytes);
}

async function expectNothingReadable(people: readonly (typeof REGISTERED)[]): Promise<void> {
	const files = await readProfile(device.profile);
	// The search works: what nobody hides is found, in the database and in the cache.
	expect(filesWith(files, formsOfText("poste QX7")).join()).toContain("IndexedDB");
	expect(filesWith(files, formsOfText("relais-secrets")).length).toBeGreaterThan(0);
	for (const person of people) expect(filesWith(files, formsOfPerson(person))).toEqual([]);
	const kept = new Map([...files].filter(([name]) => !isOfTheApp(name)));
	expect(filesWith(kept, FORMS_OF_RESULT)).toEqual([]);
	expect(signing.length).toBeGreaterThan(0);
	for (const key of signing) expect(filesWith(files, formsOfSigningKey(key))).toEqual([]);
	expect(vaultKeys.length).toBeGreaterThan(0);
	for (const key of vaultKeys) expect(filesWith(files, formsOfBytes(key))).toEqual([]);
}

it("[VA-1] running and closed, the files hold no name, birth date, number or usable key", async () => {
	const page = await openCounter(device);
	await issue(page, REGISTERED);
	await expect(dayEntries(page, "registered")).toHaveCount(1, { timeout: 150_000 });
	await portal.kill();
	await issue(page, WAITING);
	await expect(dayEntries(page, "waiting")).toHaveCount(1);
	await recordPositive(page, POSITIVE);
	await expectNothingReadable([REGISTERED, WAITING, POSITIVE]);
	await device.whileClosed(() => expectNothingReadable([REGISTERED, WAITING, POSITIVE]));
});

type Kept = { readonly key: string; readonly state: string; readonly sealed: SlotsOfAct | null };
type SlotsOfAct = {
	readonly slot: number;
	readonly record?: { readonly slot: number };
	readonly contact?: { readonly slot: number };
};

it("[VA-9] what is trimmed cannot be brought back with the passphrase: the secret that sealed it is in no file", async () => {
	await watchKeys(device.context(), keys);
	keys.clear();
	let page = await openCounter(device);
	await issue(page, { ...WAITING, family: "ZWIJNDRECHT" });
	/** Of this person's sheet and record: the only keys made from bytes since. */
	const [forSheet, forRecord, forContact] = await secretsOfLast(page);
	const [result] = await storedRows<Kept>(page, "positives");
	const forResult = secretAt(await readProfile(device.profile), result?.sealed?.slot);
	const before = await readProfile(device.profile);
	for (const secret of [forSheet, forRecord, forContact, forResult])
		expect(filesWith(before, [secret])).toHaveLength(1);

	await portal.start();
	await expect(dayEntries(page, "registered")).toHaveCount(3, { timeout: 150_000 });
	await expect.poll(async () => (await acts(page)).every(({ sealed }) => sealed?.contact === undefined)).toBe(true);
	const goneFromFiles = (secret: Buffer) =>
		expect.poll(async () => filesWith(await readProfile(device.profile), [secret]), { timeout: 150_000 }).toEqual([]);
	await goneFromFiles(forContact);
	await goneFromFiles(forResult);
	const registered = await readProfile(device.profile);
	for (const secret of [forSheet, forRecord]) expect(filesWith(registered, [secret])).toHaveLength(1);

	await letTimePass(page);
	await page.close();
	page = await openCounter(device);
	await expect.poll(async () => (await acts(page)).length, { timeout: 150_000 }).toBe(0);
	await goneFromFiles(forSheet);
	await device.whileClosed(async () => {
		const closed = await readProfile(device.profile);
		for (const secret of [forSheet, forRecord, forContact, forResult]) expect(filesWith(closed, [secret])).toEqual([]);
		await expectNothingReadable([REGISTERED, WAITING, POSITIVE]);
	});
});

const acts = (page: Page) => storedRows<Kept>(page, "outbox");

/** The secrets of the act that waits last, as they lie in the file. */
async function secretsOfLast(page: Page): Promise<readonly [Buffer, Buffer, Buffer]> {
	const waiting = (await acts(page)).flatMap(({ sealed }) => (sealed?.contact === undefined ? [] : [sealed]));
	const { slot, record, contact } = waiting.sort((a, b) => b.slot - a.slot)[0] ?? {};
	const files = await readProfile(device.profile);
	return [secretAt(files, slot), secretAt(files, record?.slot), secretAt(files, contact?.slot)];
}

function secretAt(files: ReadonlyMap<string, Buffer>, slot = 0): Buffer {
	const held = [...files].find(([name, content]) => name.includes("File System") && content.length === 65_536);
	const secret = Buffer.from(held?.[1].subarray(slot * 32, slot * 32 + 32) ?? []);
	expect(secret.every((byte) => byte === 0)).toBe(false);
	return secret;
}

/** As if all that is registered had been so for forty days. */
async function letTimePass(page: Page): Promise<void> {
	await page.evaluate(
		() =>
			new Promise<void>((resolve, reject) => {
				const open = indexedDB.open("relais");
				open.onerror = () => reject(open.error);
				open.onsuccess = () => {
					const writing = open.result.transaction("outbox", "readwrite");
					const table = writing.objectStore("outbox");
					const read = table.getAll();
					read.onsuccess = () => {
						const past = 40 * 86_400;
						for (const row of read.result) {
							table.put({ ...row, queuedAt: row.queuedAt - past, registeredAt: row.registeredAt - past });
						}
					};
					writing.onabort = () => reject(writing.error);
					writing.oncomplete = () => {
						open.result.close();
						resolve();
					};
				};
			}),
	);
}
