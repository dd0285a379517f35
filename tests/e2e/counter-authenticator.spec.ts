/** A counter that is opened by the computer's own authenticator. Chromium's virtual one, which knows `prf`. */
import { expect, test as it, type Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { expectAccessibleInBoth } from "../support/accessibility";
import { openDevice, type TestDevice } from "../support/browser";
import { enrolDevice, openCounter, PASSPHRASE, unlockCounter } from "../support/counter-page";
import { openPortal, type TestPortal } from "../support/portal";
import { desk, lock, openProtection } from "../support/vault-page";

const { vault } = messages.fr;
const words = vault.protection.authenticator;

let portal: TestPortal;
let device: TestDevice;

it.describe.configure({ mode: "serial", timeout: 240_000 });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	portal = await openPortal({ host: "localhost" });
	device = await openDevice({ origin: portal.origin, viewport: { width: 1280, height: 900 } });
	await (await enrolDevice(device, { link: (await portal.links()).counter, label: "poste 6" })).close();
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

const part = (page: Page) => page.locator("[data-protection-part=authenticator]");
const way = (page: Page) => page.locator("[data-vault-authenticator]");

/** Of this page, for as long as the session is open. */
async function addVirtualAuthenticator(page: Page) {
	const session = await page.context().newCDPSession(page);
	await session.send("WebAuthn.enable");
	const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
		options: {
			...{ protocol: "ctap2", transport: "internal", hasPrf: true, hasResidentKey: true },
			...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
		},
	});
	return { forget: () => session.send("WebAuthn.clearCredentials", { authenticatorId }) };
}

it("[VA-13] is added by whoever knows the phrase, opens with no network, and is removed; the phrase works throughout", async () => {
	const page = await openCounter(device);
	await device.context().setOffline(true);
	await openProtection(page, PASSPHRASE);
	await part(page).waitFor({ timeout: 30_000 });
	await part(page).getByRole("button", { name: words.add }).click();
	await expect(part(page).getByText(words.fault.unsupported)).toBeVisible();
	await expectAccessibleInBoth(page);

	const authenticator = await addVirtualAuthenticator(page);
	await part(page).getByRole("button", { name: words.add }).click();
	await expect(part(page).getByText(words.added)).toBeVisible({ timeout: 30_000 });
	await expect(part(page).getByRole("button", { name: words.remove })).toBeFocused();
	await page.keyboard.press("Escape");

	await lock(page);
	await expect(way(page)).toBeVisible();
	await expectAccessibleInBoth(page);
	await way(page).getByRole("button").click();
	await desk(page).waitFor({ timeout: 30_000 });

	await lock(page);
	await unlockCounter(page);
	await authenticator.forget();
	await lock(page);
	await way(page).getByRole("button").click();
	await expect(way(page).getByText(vault.unlock.authenticator.fault.cancelled)).toBeVisible({ timeout: 30_000 });
	await expect(way(page).getByRole("button")).toBeFocused();
	await expectAccessibleInBoth(page);
	await unlockCounter(page);

	await openProtection(page, PASSPHRASE);
	await part(page).waitFor({ timeout: 30_000 });
	await part(page).getByRole("button", { name: words.remove }).click();
	await expect(part(page).getByText(words.removed)).toBeVisible({ timeout: 30_000 });
	await page.keyboard.press("Escape");
	await lock(page);
	await expect(way(page)).toHaveCount(0);
	await unlockCounter(page);
	await device.context().setOffline(false);
	await page.close();
});

it("[VA-14] a signing key that an earlier version made is said to be outside the phrase, with the way to another", async () => {
	const page = await openCounter(device);
	await putBareKey(page);
	await lock(page);
	const notice = page.locator("[data-vault=unlock] [data-bare-key]");
	await expect(notice).toContainText(vault.bareKey.title);
	await expect(notice.getByRole("link", { name: vault.bareKey.enrol })).toHaveAttribute("href", "/enrol");
	await expectAccessibleInBoth(page);
	await unlockCounter(page);
	await page.locator("[data-protection-button]").click();
	await expect(page.getByRole("dialog").locator("[data-bare-key]")).toContainText(vault.bareKey.do);
	await expectAccessibleInBoth(page);
	await page.close();
});

/** As an earlier version left it: a key that cannot be exported, in the device's row. */
function putBareKey(page: Page): Promise<void> {
	return page.evaluate(async () => {
		const curve = { name: "ECDSA", namedCurve: "P-256" };
		const { privateKey } = await crypto.subtle.generateKey(curve, false, ["sign", "verify"]);
		await new Promise<void>((resolve, reject) => {
			const open = indexedDB.open("relais");
			open.onerror = () => reject(open.error);
			open.onsuccess = () => {
				const writing = open.result.transaction("device", "readwrite");
				const table = writing.objectStore("device");
				const read = table.get("device");
				read.onsuccess = () => table.put({ ...read.result, privateKey });
				writing.onabort = () => reject(writing.error);
				writing.oncomplete = () => {
					open.result.close();
					resolve();
				};
			};
		});
	});
}

it("no page broke the content security policy or threw", () => {
	expect(device.faults).toEqual([]);
});
