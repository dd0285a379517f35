/** When a gate forgets an evening: lib/device/door/checkin-store.ts, `endOldEvents`, by the time of lib/device/trust/clock.ts. */
import type { CheckinStore } from "@/lib/checkin/checkin-store";
import { SALT_GRACE } from "@/lib/checkin/salt-grace";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type ClockMemory, settledTime } from "@/lib/trust/device-clock";
import type { Page } from "../device/page";
import type { Door } from "./door-parts";

/** `store`: as the page sees it; `settled`: of this page. */
export function eventEnds(
	door: Door,
	{ page, store, settled }: { page: Page; store: Pick<CheckinStore, "endAllBut">; settled: () => NumericDate },
): () => Promise<void> {
	return async () => {
		const { disk, evening, world } = door;
		const over = [...disk.salts].filter(([, { ends }]) => ends < settled() - SALT_GRACE);
		if (over.length > 0 && !world.planted("salts_outlive_their_event")) {
			await page.write(async () => {
				for (const [assignment] of over) disk.salts.delete(assignment);
			});
		}
		await store.endAllBut(new Set([...disk.salts.keys(), ...(evening === undefined ? [] : [evening.assignment])]));
	};
}

/** By which time a page that begins now forgets. */
export function settledClock({ clock, disk }: Door): () => NumericDate {
	const started = clock.moment();
	const ownBefore = (disk.facts.get("clock") as ClockMemory | undefined)?.own ?? 0;
	return () => {
		const ranFor = clock.moment().monotonic - started.monotonic;
		return settledTime({ now: clock.now(), run: Math.floor(started.wall + ranFor), ownBefore, ranFor });
	};
}
