/** Shown means on the disk until it is settled: looked at every virtual hour, and at the end. */
import { HOUR } from "@/lib/shared/numeric-date";
import type { Counter } from "../counter/counter-parts";
import type { World } from "../world";

export function watchDisks(world: World, counters: readonly Counter[]): void {
	world.sim.after(HOUR * 1000, () => {
		checkDisks(world, counters);
		watchDisks(world, counters);
	});
}

export function checkDisks({ sim, ledger }: World, counters: readonly Counter[]): void {
	const disks = new Map(counters.map(({ name, disk }) => [name, disk]));
	for (const [key, { owner, shown, committed, excused }] of ledger.open) {
		if (!shown || committed !== undefined || excused !== undefined) continue;
		const row = disks.get(owner)?.outbox.get(key);
		if (row === undefined || (row.payload === null && row.entry.state !== "refused")) {
			sim.broken("shown means on the disk until it is registered", key, [owner, key]);
		}
	}
}
