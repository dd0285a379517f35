/** A counter that stays open while the portal is operated, with the client's own outbox. */
import { setTimeout as sleep } from "node:timers/promises";
import { openServer } from "@/lib/server/context/open-context";
import { readSettings } from "@/lib/server/settings/settings";
import { compare, holds } from "../fleet/compare";
import { startCounter } from "../fleet/counters";
import { openLedger } from "../fleet/ledger";
import { storedRecords } from "../fleet/stored";
import type { EnrolledCounter } from "./console";
import type { Site } from "./site";

export type OpenWork = {
	/** Issues at least so many more, until all that were issued are registered. */
	register(more: number): Promise<void>;
	/** What is wrong, as a sentence. */
	fault(): Promise<string | undefined>;
};

const PATIENCE_MS = 300_000;

export function openWork({ origin, env }: Site, counter: EnrolledCounter): OpenWork {
	const ledger = openLedger();
	return {
		async register(more) {
			const wanted = ledger.made.length + more;
			const device = startCounter(counter, { origin, ledger, answers: new Map(), pause: 200 });
			const end = performance.now() + PATIENCE_MS;
			while (ledger.made.length < wanted) await sleep(50);
			device.rest();
			while (ledger.acknowledged.size < ledger.made.length) {
				if (performance.now() > end) throw new Error("the counter's outbox does not empty");
				await sleep(100);
			}
			await device.stop();
		},
		async fault() {
			const server = await openServer(readSettings({ ...env, LOG_LEVEL: "silent" }));
			try {
				const verdict = compare({ ...ledger, stored: await storedRecords(server) });
				return holds(verdict) && ledger.refused.size === 0 ? undefined : JSON.stringify(verdict);
			} finally {
				await server.stop();
			}
		},
	};
}
