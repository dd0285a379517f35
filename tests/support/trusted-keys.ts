/**
 * Keys that the browser itself takes for real ones: what they press is pressed. They carry the times of the keyboard
 * that sent them, so that a machine that stalls does not stall the scanner.
 */
import type { Page } from "@playwright/test";
import type { KeyPress } from "@/lib/scan/wedge-run";

const SHIFT = 8;
const CONTROL = 2;
/** Windows virtual-key codes of the keys without a character: without them Chromium does nothing of what a key does. */
const NAMED: Readonly<Record<string, { readonly code: number; readonly text?: string }>> = {
	Enter: { code: 13, text: "\r" },
	Tab: { code: 9 },
	Escape: { code: 27 },
};

type LeftWindow = { relaisLeft: string[] };

/** Before a page is opened: notes every key that the page leaves to the browser. */
export async function watchKeys(page: Page): Promise<void> {
	await page.evaluate(() => {
		const left: string[] = [];
		(globalThis as unknown as LeftWindow).relaisLeft = left;
		const note = (event: KeyboardEvent) => {
			if (["Shift", "Control"].includes(event.key)) return;
			setTimeout(() => {
				if (!event.defaultPrevented) left.push(event.ctrlKey ? `Ctrl+${event.key}` : event.key);
			});
		};
		// Of all listeners at the window those of the capture phase come first; what is decided is read afterwards.
		window.addEventListener("keydown", note, { capture: true });
	});
}

/** The keys that were left to the browser since `watchKeys`. */
export async function keysLeft(page: Page): Promise<readonly string[]> {
	return await page.evaluate(() => (globalThis as unknown as LeftWindow).relaisLeft);
}

/** Types keys whose `timeStamp`s tell how far apart they are, in milliseconds; the last of them now. */
export async function typeTrusted(page: Page, keys: readonly KeyPress[]): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const last = keys.at(-1)?.timeStamp ?? 0;
	await outlive(page, last - (keys[0]?.timeStamp ?? last));
	const end = Date.now();
	const sent = keys
		.filter(({ key }) => key !== "Shift")
		.flatMap(({ code, key, shiftKey, ctrlKey, timeStamp }) => {
			const named = NAMED[key];
			const text = named === undefined ? (ctrlKey || key.length !== 1 ? undefined : key) : named.text;
			const virtual = named?.code ?? key.toUpperCase().charCodeAt(0);
			const common = {
				...{ code, key, windowsVirtualKeyCode: virtual, modifiers: (shiftKey ? SHIFT : 0) + (ctrlKey ? CONTROL : 0) },
				timestamp: (end + timeStamp - last) / 1000,
			};
			const down = {
				...common,
				type: text === undefined ? "rawKeyDown" : "keyDown",
				...(text ? { text } : {}),
			} as const;
			return [
				session.send("Input.dispatchKeyEvent", down),
				session.send("Input.dispatchKeyEvent", { ...common, type: "keyUp" }),
			];
		});
	await Promise.all(sent);
	await session.detach();
}

/** The keys' times lie in the past, and a browser gives no key a time from before its page: their gaps would be lost. */
async function outlive(page: Page, milliseconds: number): Promise<void> {
	await page.evaluate(
		(age) => new Promise((resolve) => setTimeout(resolve, Math.max(0, age - performance.now()))),
		milliseconds + 100,
	);
}
