/** A door never goes back: neither its sequences nor the time that was signed, and nobody who was denied is taken again. */
import type { Authority } from "../authority/authority";
import type { Door } from "../door/door-parts";
import type { World } from "../world";
import type { SeenTrust, TrustWatch } from "./seen-trust";

const NOTHING: SeenTrust = { keyset: 0, list: 0, signedAt: 0, denied: [] };

export function trustWatch({ sim }: World, actor: string): TrustWatch {
	let best = NOTHING;
	return {
		saw(seen) {
			for (const member of ["keyset", "list", "signedAt"] as const) {
				if (seen[member] >= best[member]) continue;
				sim.broken("a door never goes back", `${actor}: ${member} ${best[member]}, then ${seen[member]}`, [actor]);
			}
			const forgotten = best.denied.find((sub) => !seen.denied.includes(sub));
			if (forgotten !== undefined && seen.list === best.list) {
				sim.broken("a denial is not forgotten", `${actor}: ${forgotten}`, [actor]);
			}
			if (seen.list > best.list) sim.note(actor, `takes list ${seen.list} under keyset ${seen.keyset}`);
			best = seen;
		},
		forgiven() {
			best = NOTHING;
		},
	};
}

/** In calm every door that is open is on the newest list and keyset. */
export async function judgeTrust({ sim }: World, doors: readonly Door[], { newest }: Authority): Promise<void> {
	const { keyset, list } = newest();
	for (const { name, opened } of doors) {
		const seen = await opened?.lists.seen();
		if (seen === undefined || (seen.keyset === keyset && seen.list === list)) continue;
		const has = `${name}: list ${seen.list} of ${list}, keyset ${seen.keyset} of ${keyset}`;
		sim.broken("every door is on the newest list", has, [name]);
	}
}
