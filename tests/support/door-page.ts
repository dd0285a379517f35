/** A door or a train as its staff use it: post, camera, code form, verdict. Speaks the French catalogue. */
import { expect, type Page } from "@playwright/test";
import type { Outcome } from "@/app/(door)/scan/verdict/outcomes";
import { messages } from "@/lib/i18n/messages";
import { type Person, typedDay } from "./counter-page";
import type { Evaluated, Located, Screen, ScreenDevice } from "./screen";
import { storedRows } from "./stored-rows";

const { door } = messages.fr;

/** How a verdict is shown, and all that it says. */
export type ShownVerdict = {
	readonly outcome: Outcome;
	readonly text: string;
};

/** Takes up the first post that is offered, at its first gate or the one named, and waits for the keys. */
export async function startPost<Shown extends Screen>(device: ScreenDevice<Shown>, gate?: string): Promise<Shown> {
	const page = await device.open("/scan");
	if (gate !== undefined) await page.getByText(gate, { exact: true }).click();
	await page.getByRole("button", { name: door.setup.start, exact: true }).click();
	await skipFirstUse(page);
	return page;
}

/** Past the cards for whoever holds the device first; it is on the disk that they were seen, and the keys are there. */
export async function skipFirstUse(page: Screen): Promise<void> {
	await page.getByRole("button", { name: door.firstUse.skip, exact: true }).click();
	await expect
		.poll(async () => (await storedRows<{ name: string }>(page, "facts")).map(({ name }) => name))
		.toContain("first-use");
	await page.locator("[data-keys='fresh']").waitFor({ timeout: 30_000 });
}

/** Opens the door anew, as after a cold start; the camera sees what its clip holds now. */
export async function openDoor<Shown extends Screen>(device: ScreenDevice<Shown>): Promise<Shown> {
	const page = await device.open("/scan");
	await page.locator("[data-keys]").waitFor({ timeout: 30_000 });
	return page;
}

/** The verdict on the screen, or else the next one. A newer one replaces it. */
export async function awaitVerdict(page: Evaluated, timeout = 30_000): Promise<ShownVerdict> {
	await page.evaluate(watchVerdict, { hold: false, timeout });
	return await page.evaluate(watchedVerdict);
}

/**
 * The verdict that comes of `act`. The page itself watches for it from before `act`: one that leaves after its three
 * seconds is not missed on a slow machine. `hold` touches it the moment it appears, so that it stays.
 */
export async function verdictAfter(
	page: Evaluated,
	act: () => Promise<unknown>,
	{ hold = false } = {},
): Promise<ShownVerdict> {
	await page.evaluate(watchVerdict, { after: "shown" as const, hold, timeout: 60_000 });
	const [verdict] = await Promise.all([page.evaluate(watchedVerdict), act()]);
	return verdict;
}

/** The verdict that replaces this one, or has done so already; it stays. */
export async function verdictInsteadOf(page: Evaluated, before: ShownVerdict): Promise<ShownVerdict> {
	await page.evaluate(watchVerdict, { after: before, hold: true, timeout: 60_000 });
	return await page.evaluate(watchedVerdict);
}

type WatchingWindow = { relaisVerdict?: Promise<ShownVerdict> | undefined };

/** Runs in the page: what `watchVerdict` watches for. Nothing of it stays: specs search the page's memory for names. */
async function watchedVerdict(): Promise<ShownVerdict> {
	const watching = globalThis as unknown as WatchingWindow;
	const coming = watching.relaisVerdict;
	if (coming === undefined) throw new Error("nothing is watched for");
	watching.relaisVerdict = undefined;
	return await coming;
}

/** Runs in the page. Answers at once: what is watched for comes later. `after`: what is not waited for. */
function watchVerdict(options: { after?: ShownVerdict | "shown"; hold: boolean; timeout: number }): void {
	const read = (): ShownVerdict | undefined => {
		const section = document.querySelector("[data-verdict]");
		if (section === null) return undefined;
		const words = section.cloneNode(true) as Element;
		// The countdown and what can be pressed are not what the verdict says.
		for (const element of words.querySelectorAll("[aria-hidden='true'], button")) element.remove();
		const outcome = section.getAttribute("data-verdict") as ShownVerdict["outcome"];
		return { outcome, text: words.textContent ?? "" };
	};
	let old = options.after === "shown" ? read() : options.after;
	const coming = new Promise<ShownVerdict>((resolve, reject) => {
		const look = () => {
			const shown = read();
			if (shown === undefined) old = undefined;
			if (shown === undefined || (shown.outcome === old?.outcome && shown.text === old.text)) return;
			observer.disconnect();
			clearTimeout(timer);
			const body = document.querySelector("[data-verdict] > :first-child");
			const touch = options.hold ? ["pointerdown", "pointerup"] : [];
			for (const type of touch) body?.dispatchEvent(new PointerEvent(type, { bubbles: true }));
			resolve(shown);
		};
		const observer = new MutationObserver(look);
		const late = () => reject(new Error("no verdict came"));
		const timer = setTimeout(late, options.timeout);
		observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
		look();
	});
	// Rejected before anybody asks, it is still told to whoever asks.
	coming.catch(() => undefined);
	(globalThis as unknown as WatchingWindow).relaisVerdict = coming;
}

/** What the header counts: persons inside, or controls on board. */
export async function readCount(page: Screen): Promise<number> {
	return Number(await page.locator("[data-count]").getAttribute("data-count"));
}

/** The header follows what is on the disk, a moment after the verdict. */
export async function expectCount(page: Page, count: number): Promise<void> {
	await expect(page.locator("[data-count]")).toHaveAttribute("data-count", String(count));
}

export type PrintedCode = { readonly number: string; readonly code: string; readonly person: Named };

/** Of a person, what the code form asks for. */
type Named = Pick<Person, "family" | "given" | "birth">;

/** Fills the form: number and code from the paper, birth date and initials from the identity document. */
export async function fillCode(page: Screen, { number, code, person }: PrintedCode): Promise<void> {
	await page.locator("input[name='number']").fill(number);
	await page.locator("input[name='code']").fill(code);
	await page.locator("input[name='birth']").fill(typedDay(person.birth));
	await page.locator("input[name='initials']").fill(`${person.family[0]}${person.given[0]}`);
}

type WithButtons<Found> = { getByRole(role: "button", options: { name: string; exact: boolean }): Found };
export const codeButton = <Found extends Located>(page: WithButtons<Found>): Found =>
	page.getByRole("button", { name: door.camera.code, exact: true });
export const checkButton = <Found extends Located>(page: WithButtons<Found>): Found =>
	page.getByRole("button", { name: door.code.check, exact: true });

export async function typeCode(page: Screen, printed: PrintedCode): Promise<ShownVerdict> {
	await codeButton(page).click();
	await fillCode(page, printed);
	return await verdictAfter(page, () => checkButton(page).click());
}

/** Staff compared the person with the document and let them in. */
export async function confirmSame(page: Screen): Promise<void> {
	const same = page.getByRole("button", { name: door.code.same, exact: true });
	await noteAfter(page, door.code.admitted, () => same.click());
}

/** A note over the camera goes by itself: the page watches for it, so that it is not missed on a slow machine. */
export async function noteAfter(page: Evaluated, note: string, act: () => Promise<unknown>): Promise<void> {
	const coming = page.evaluate(watchNote, note);
	await Promise.all([coming, act()]);
}

/** Runs in the page. */
function watchNote(note: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const look = () => {
			if (![...document.querySelectorAll("[role=status]")].some((one) => one.textContent?.includes(note))) return;
			observer.disconnect();
			clearTimeout(timer);
			resolve();
		};
		const observer = new MutationObserver(look);
		const timer = setTimeout(() => reject(new Error(`nobody said: ${note}`)), 60_000);
		observer.observe(document.body, { subtree: true, childList: true, characterData: true });
		look();
	});
}

export async function nextPerson(page: Screen): Promise<void> {
	await page.getByRole("button", { name: door.verdict.next, exact: true }).click();
	await page.locator("[data-verdict]").waitFor({ state: "detached" });
}

/** Runs in the page: whether what stands there goes before the other comes. */
export function seenFirst([standing = "", coming = ""]: readonly string[]): Promise<"gone" | "come"> {
	return new Promise((resolve) => {
		const look = () => {
			const come = document.querySelector(coming) !== null;
			if (!come && document.querySelector(standing) !== null) return;
			observer.disconnect();
			resolve(come ? "come" : "gone");
		};
		const observer = new MutationObserver(look);
		observer.observe(document.body, { subtree: true, childList: true });
		look();
	});
}
