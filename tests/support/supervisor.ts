/** The supervisor of a door, whose PIN is asked for: the first one is set, typed twice. In any language. */
import type { Screen } from "./screen";

const PIN = "274911";

/** Gives the PIN, digit by digit on the keys of a keyboard, to the question that is on the screen or comes next. */
export async function givePin(page: Screen, pin = PIN): Promise<void> {
	const question = page.locator("form[data-pin]");
	await question.waitFor();
	if ((await question.getAttribute("data-pin")) === "choose") {
		await typePin(page, pin);
		await page.locator("form[data-pin='repeat']").waitFor();
	}
	await typePin(page, pin);
	await question.waitFor({ state: "detached" });
}

export async function typePin(page: Screen, pin: string): Promise<void> {
	// As fast as people type: a burst without pauses is a hand scanner's.
	await page.locator("input[name='pin']").pressSequentially(pin, { delay: 60 });
	await page.keyboard.press("Enter");
}
