/** The clock of a device, set by hand: what `Date` says in its pages. The clock that nobody can set goes on as it is. */
import type { BrowserContext, Page } from "@playwright/test";

type ClockWindow = { relaisClock: number };

/** Before any page is opened; again after a restart. `ahead`: seconds, negative for behind. */
export async function giveClock(context: BrowserContext, ahead = 0): Promise<void> {
	await context.addInitScript(installClock, ahead * 1000);
}

/** Sets the clock of an open page. */
export async function setClock(page: Page, ahead: number): Promise<void> {
	await page.evaluate((shift) => {
		(globalThis as unknown as ClockWindow).relaisClock = shift;
	}, ahead * 1000);
}

/** Runs in the page. */
function installClock(shift: number): void {
	const RealDate = Date;
	const world = globalThis as unknown as ClockWindow & { Date: DateConstructor };
	world.relaisClock = shift;
	world.Date = class extends RealDate {
		constructor(...given: unknown[]) {
			// Whatever `Date` takes, `Date` is given.
			super(...((given.length === 0 ? [RealDate.now() + world.relaisClock] : given) as [number]));
		}
		static override now(): number {
			return RealDate.now() + world.relaisClock;
		}
	} as unknown as DateConstructor;
}
