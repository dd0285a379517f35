/** A door never goes back: neither its sequences nor a time that was signed, and nobody who was denied is taken again. */
import type { Authority, Newest } from "../authority/authority";
import type { Door } from "../door/door-parts";
import type { World } from "../world";
import type { SeenTrust, TrustWatch } from "./seen-trust";

const NOTHING: SeenTrust = {
	...{ root: undefined, keyset: 0, list: 0, signedAt: 0, keysetSignedAt: 0, denied: [] },
	...{ status: undefined, statusKeys: [], delegationKeys: [] },
};

export function trustWatch({ sim }: World, actor: string): TrustWatch {
	let best = NOTHING;
	/** Of every status list that it ever had. */
	let status = 0;
	const broken = (text: string) => sim.broken("a door never goes back", `${actor}: ${text}`, [actor]);
	return {
		saw(seen) {
			for (const member of ["keyset", "list", "signedAt"] as const) {
				if (seen[member] >= best[member]) continue;
				broken(`${member} ${best[member]}, then ${seen[member]}`);
			}
			const before = best.status;
			if (seen.status !== undefined && seen.status.iat < status) broken(`status ${status}, then ${seen.status.iat}`);
			// Only what a key signed that was withdrawn since is set aside.
			if (before !== undefined && seen.status === undefined && seen.statusKeys.includes(before.kid)) {
				broken(`no status list after that of ${before.iat}`);
			}
			status = Math.max(status, seen.status?.iat ?? 0);
			const forgotten = best.denied.find((sub) => !seen.denied.includes(sub));
			if (forgotten !== undefined && seen.list === best.list) {
				sim.broken("a denial is not forgotten", `${actor}: ${forgotten}`, [actor]);
			}
			if (seen.list > best.list) sim.note(actor, `takes list ${seen.list} under keyset ${seen.keyset}`);
			best = seen;
		},
		forgiven() {
			best = NOTHING;
			status = 0;
		},
	};
}

/** In calm every door that is open is on the newest list, keyset and status list, under the newest root. */
export async function judgeTrust({ sim }: World, doors: readonly Door[], { newest }: Authority): Promise<void> {
	const { root, keyset, list, status } = newest();
	for (const { name, opened } of doors) {
		const seen = await opened?.lists.seen();
		if (seen === undefined || isNewest(seen, newest())) continue;
		const numbers = `list ${seen.list} of ${list}, keyset ${seen.keyset} of ${keyset}`;
		const has = `${numbers}, status of ${seen.status?.iat}, not ${status}, root ${seen.root === root ? "in use" : "left"}`;
		sim.broken("every door is on the newest list", `${name}: ${has}`, [name]);
	}
}

export function isNewest(seen: SeenTrust, { root, keyset, list, status }: Newest): boolean {
	return seen.root === root && seen.keyset === keyset && seen.list === list && seen.status?.iat === status;
}
