/** A door or a train as its staff use it: post, camera, code form, verdict. Speaks the French catalogue. */
import type { Page } from "@playwright/test";
import { messages } from "@/lib/i18n/messages";
import type { TestDevice } from "./browser";
import { type Person, typedDay } from "./counter-page";

const { door } = messages.fr;

/** How a verdict is shown, and all that it says. */
export type ShownVerdict = {
	readonly kind: "admitted" | "out" | "alreadyIn" | "compare" | "refused" | "unverifiable";
	readonly text: string;
};

/** Takes up the first post that is offered and waits for the keys. */
export async function startPost(device: TestDevice): Promise<Page> {
	const page = await device.open("/scan");
	await page.getByRole("button", { name: door.setup.start, exact: true }).click();
	await page.locator("[data-keys='fresh']").waitFor({ timeout: 30_000 });
	return page;
}

/** Opens the door anew, as after a cold start; the camera sees what its clip holds now. */
export async function openDoor(device: TestDevice): Promise<Page> {
	const page = await device.open("/scan");
	await page.locator("[data-keys]").waitFor({ timeout: 30_000 });
	return page;
}

/** The verdict on the screen. A newer one replaces it. */
export async function awaitVerdict(page: Page, timeout = 30_000): Promise<ShownVerdict> {
	const section = page.locator("[data-verdict]");
	await section.waitFor({ timeout });
	const [kind, text] = await section.evaluate((element) => [element.getAttribute("data-verdict"), element.textContent]);
	return { kind: kind as ShownVerdict["kind"], text: text ?? "" };
}

/** What the header counts: persons inside, or controls on board. */
export async function readCount(page: Page): Promise<number> {
	return Number(await page.locator("[data-count]").getAttribute("data-count"));
}

/** Types a check code from the paper, birth date and initials from the identity document. */
export async function typeCode(
	page: Page,
	{ number, code, person }: { readonly number: string; readonly code: string; readonly person: Person },
): Promise<ShownVerdict> {
	await page.getByRole("button", { name: door.camera.code, exact: true }).click();
	await page.locator("input[name='number']").fill(number);
	await page.locator("input[name='code']").fill(code);
	await page.locator("input[name='birth']").fill(typedDay(person.birth));
	await page.locator("input[name='initials']").fill(`${person.family[0]}${person.given[0]}`);
	await page.getByRole("button", { name: door.code.check, exact: true }).click();
	return await awaitVerdict(page);
}

/** Staff compared the person with the document and let them in. */
export async function confirmSame(page: Page): Promise<void> {
	await page.getByRole("button", { name: door.code.same, exact: true }).click();
	await page.getByText(door.code.admitted, { exact: true }).first().waitFor();
}

export async function nextPerson(page: Page): Promise<void> {
	await page.getByRole("button", { name: door.verdict.next, exact: true }).click();
	await page.locator("[data-verdict]").waitFor({ state: "detached" });
}
