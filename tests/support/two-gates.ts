/** Two telephones at two gates of one event, and how their staff link them: by the screens, through the cameras. */
import { expect } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { show, showPicture } from "./drawn-camera";
import type { Evaluated, Screen } from "./screen";
import { givePin } from "./supervisor";

const { gates } = messages.fr;

/** Opens the pairing screen of a door; the first time the supervisor chooses a PIN. */
export async function openPairing(page: Screen): Promise<void> {
	await page.locator("[data-keys]").click();
	await page.getByRole("button", { name: gates.settings, exact: true }).click();
	await givePin(page);
	await expectPairing(page, "show");
}

export async function expectPairing(page: Screen, step: string): Promise<void> {
	await page.locator(`[data-pairing="${step}"]`).waitFor();
}

/** Holds the one telephone's screen before the other one's camera. */
export async function holdScreen(screen: Screen, camera: Evaluated): Promise<void> {
	await showPicture(camera, await screen.locator("[data-pairing-code]").screenshot());
}

/** Both codes are read, and the channel is open. */
export async function linkGates(one: Screen, other: Screen): Promise<void> {
	await holdScreen(one, other);
	await expectPairing(other, "answer");
	await holdScreen(other, one);
	await expectPairing(one, "linked");
	await expectPairing(other, "linked");
	for (const page of [one, other]) {
		await page.locator("[data-gate-link='linked']").waitFor();
		await show(page, undefined);
	}
}

/** Holds a row of codes before the other camera until it was read whole. */
export async function holdChain(screen: Screen, camera: Screen): Promise<void> {
	const read = camera.getByText(gates.chain.read);
	await expect
		.poll(
			async () => {
				await holdScreen(screen, camera);
				return await read.isVisible();
			},
			{ timeout: 90_000, intervals: [120] },
		)
		.toBe(true);
	await show(camera, undefined);
}

export async function closePairing(page: Screen): Promise<void> {
	await page.keyboard.press("Escape");
	await page.locator("[data-pairing]").waitFor({ state: "detached" });
}

type Spied = { relaisSalts?: string[] };

/**
 * Notes the bytes of every salt that a page makes or takes over, for a search: nothing else of the page knows them, its
 * keys cannot be exported. To be called before the page is opened.
 */
export async function spyOnSalts(context: { addInitScript(script: () => void): Promise<unknown> }): Promise<void> {
	await context.addInitScript(() => {
		const noted: string[] = [];
		Object.assign(globalThis, { relaisSalts: noted });
		const { subtle } = crypto;
		const importKey = subtle.importKey.bind(subtle) as (...args: unknown[]) => Promise<CryptoKey>;
		subtle.importKey = ((...args: unknown[]) => {
			const [format, data, algorithm] = args as [string, Uint8Array, { name?: string }];
			if (format === "raw" && algorithm.name === "HMAC") {
				noted.push(Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join(""));
			}
			return importKey(...args);
		}) as typeof subtle.importKey;
	});
}

/** In hexadecimal. */
export async function saltsOf(page: Evaluated): Promise<readonly string[]> {
	return await page.evaluate(() => (globalThis as unknown as Spied).relaisSalts ?? []);
}
