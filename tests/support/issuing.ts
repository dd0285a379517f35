/**
 * The counter's own work, held at a moment of a test's choice: where a power cut or a second tab could lose or repeat
 * most.
 */
import type { Page } from "@playwright/test";
import { storedRows } from "./stored-rows";

/** An index is spent and nothing signed; signed and sealed and nothing on the disk; on the disk and nothing shown. */
export type IssuingMoment = "spent" | "sealed" | "stored";

/**
 * From now on this page's issuing stops for ever once it reaches the moment; everything before it is really done.
 * `isHeld` waits until it stands there.
 */
export async function holdIssuing(page: Page, moment: IssuingMoment): Promise<void> {
	await page.evaluate(installHold, moment);
}

export async function isHeld(page: Page): Promise<void> {
	await page.locator("body[data-held]").waitFor();
}

/** Runs in the page. */
function installHold(moment: IssuingMoment): void {
	const hold = () => document.body.setAttribute("data-held", moment);
	if (moment === "sealed") {
		const encrypt = SubtleCrypto.prototype.encrypt;
		SubtleCrypto.prototype.encrypt = async function (...given) {
			await encrypt.apply(this, given);
			hold();
			return new Promise(() => undefined);
		};
		return;
	}
	const [store, method] = moment === "spent" ? (["indices", "put"] as const) : (["outbox", "add"] as const);
	const write = IDBObjectStore.prototype[method];
	IDBObjectStore.prototype[method] = function (...given) {
		// In place of the page's own handler: the page never learns that its bytes are on the disk.
		if (this.name === store) this.transaction.oncomplete = hold;
		return write.apply(this, given);
	};
}

/** The draws of a page are no longer random: it takes the first stretch that nobody touched. */
export async function drawFirst(page: Page): Promise<void> {
	await page.evaluate(() => {
		const real = crypto.getRandomValues.bind(crypto);
		const drawn = <Kind extends ArrayBufferView>(array: Kind): Kind =>
			array instanceof Uint32Array && array.length === 1 ? (array.fill(0) as Kind & Uint32Array) : real(array as never);
		Object.defineProperty(crypto, "getRandomValues", { value: drawn });
	});
}

/** All stored attestations, as the database has them: the index, and what became of the sheet. */
export function storedSheets(page: Page): Promise<readonly { index: string; fate: string | null }[]> {
	return storedRows(page, "outbox");
}

export async function storedIndices(page: Page): Promise<readonly string[]> {
	return (await storedSheets(page)).map(({ index }) => index);
}
