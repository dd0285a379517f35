/** The second phase: without faults every queue is empty within a bound. */
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { MINUTE } from "@/lib/shared/numeric-date";
import type { Counter } from "../counter/counter-parts";
import { readPaper } from "../counter/counter-record";
import type { World } from "../world";
import { REGISTERED } from "./known-paper";
import { checkDisks } from "./watch-disks";

/**
 * Seconds: what was under way when the calm began ends (45), then the longest wait that anybody may have been told (a
 * device that was refused waits five minutes, a portal that sheds names up to 125 s, half as much again is spread), then
 * twice the longest wait of the back-off (120) and the batches.
 */
const BOUND = 45 + 5 * MINUTE + 2 * 120 + 60;

export function watchDrain(world: World, counters: readonly Counter[]) {
	const { sim } = world;
	const begin = sim.time();
	let worst = 0;
	let late: { readonly counter: Counter; readonly key: string } | undefined;
	const look = () => {
		for (const counter of counters) {
			for (const { key, since } of waitingOf(world, counter)) {
				const waits = (sim.time() - Math.max(begin, since)) / 1000;
				if (waits > BOUND) late ??= { counter, key };
				worst = Math.max(worst, waits);
			}
		}
		sim.after(5_000, look);
	};
	look();
	return {
		worst: () => worst,
		judge() {
			checkDisks(world, counters);
			checkShared(world);
			checkTakenBack(world, counters);
			if (late === undefined) return;
			const { counter, key } = late;
			sim.broken("queues are empty soon after the faults end", `${key}, ${worst} s`, [counter.name, key]);
		},
	};
}

/** [OL-4] Of papers under one index that reached the portal one at most is registered: whoever has another is known. */
function checkShared({ sim, ledger }: World): void {
	for (const papers of ledger.sharing()) {
		const registered = papers.filter(({ committed }) => committed === REGISTERED);
		if (registered.length < 2) continue;
		const keys = registered.map(({ record }) => record.key);
		sim.broken("papers under one index are found", keys.join(" "), keys);
	}
}

/** What somebody took back is: nothing of it waits, and nothing was refused but a number that others bear too (OL-5). */
function checkTakenBack({ sim, ledger }: World, counters: readonly Counter[]): void {
	for (const { name, disk } of counters) {
		for (const [key, { attestation, state }] of disk.wishes) {
			if (state === "waiting") sim.broken("what was taken back reaches the portal", key, [name, key]);
			if (!ledger.holders.isTakenBack(attestation)) sim.broken("what was taken back is revoked", key, [name, key]);
		}
	}
}

/** What waits for the portal, and since when it might have been taken: what a clock ahead signed has to wait for its time. */
function waitingOf({ sim }: World, { disk }: Counter): readonly { readonly key: string; readonly since: number }[] {
	return [...disk.outbox.open.keys()].flatMap((key) => {
		const payload = disk.outbox.get(key)?.payload ?? null;
		const issuedAt = payload === null ? 0 : readPaper(payload.attestation).issuedAt;
		const since = (issuedAt - CLOCK_TOLERANCE) * 1000;
		return since > sim.time() ? [] : [{ key, since }];
	});
}
