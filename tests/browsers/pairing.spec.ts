/** Two gates of one event with the portal dead: by a channel where the engine has WebRTC, by rows of codes where not. */
import { expect } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import { openDoor, verdictAfter } from "../support/door-page";
import { show } from "../support/drawn-camera";
import type { Sheet } from "../support/remote-counter";
import { closePairing, expectPairing, holdChain, holdScreen, linkGates, openPairing } from "../support/two-gates";
import type { BrowserUnderTest } from "./device";
import type { BrowserPage } from "./page/browser-page";
import { pharmacy, postedDoor } from "./stage";
import { it } from "./test";

let first: BrowserUnderTest;
let second: BrowserUnderTest;
let a: BrowserPage;
let b: BrowserPage;
let sheet: Sheet;

it.describe.configure({ mode: "serial" });
it.beforeAll(async ({ engine, portal }) => {
	it.setTimeout(600_000);
	sheet = await (await pharmacy(portal)).issue();
	first = await postedDoor({ engine, portal }, { camera: "drawn" });
	second = await postedDoor({ engine, portal }, { camera: "drawn", gate: "Balcon" });
	await portal.kill();
	[a, b] = [await openDoor(first), await openDoor(second)];
});
it.afterAll(async ({ portal }) => {
	await first?.close();
	await second?.close();
	await portal.start();
});

it("[GG-1] two gates pair by each other's screens, and who came in at one is known at the other", async () => {
	expect((await verdictAfter(a, () => show(a, sheet.text), { hold: true })).outcome).toBe("admitted");
	await show(a, undefined);
	await openPairing(a);
	await openPairing(b);
	if (await a.evaluate(() => typeof RTCPeerConnection === "function")) await linkGates(a, b);
	else await linkByCodes();
	await closePairing(a);
	await closePairing(b);
	await expect.poll(() => b.locator("[data-count]").getAttribute("data-count")).toBe("1");
	expect((await verdictAfter(b, () => show(b, sheet.text))).outcome).toBe("alreadyIn");
});

async function linkByCodes(): Promise<void> {
	await holdScreen(a, b);
	await expectPairing(b, "answer");
	await holdScreen(b, a);
	await expectPairing(a, "chain");
	await a.getByText(messages.fr.gates.chain.no_channel).waitFor();
	await holdChain(a, b);
	await expectPairing(b, "chain");
	await holdChain(b, a);
}
