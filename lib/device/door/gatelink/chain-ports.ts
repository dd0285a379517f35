import "client-only";
import type { EventSet } from "@/lib/checkin/event-set";
import { countsOf, lastPassages, packChainContent, unpackChainContent } from "@/lib/gatelink/chain-content";
import { sumOf } from "@/lib/gatelink/event-digest";
import { deviceNow, runClockHere } from "../../trust/clock";
import { mergeEvents } from "../check-in";
import { indexedDbCheckinStore } from "../checkin-store";
import type { AtWork } from "./at-work";
import { noteChainCounts } from "./chain-counts";
import { knownPosts, notePosts, saltsToHandOn, takeSalts } from "./link-ports";
import type { PairingPorts } from "./pairing";

type Present = { readonly work: AtWork; readonly events: EventSet };

/**
 * What one pairing, which begins now, tells and takes by a chain of codes. It is open behind the PIN: the salts go with it
 * (GG-2).
 */
export function chainPorts(present: () => Present): Pick<PairingPorts, "makeChain" | "takeChain"> {
	// [GG-9] The other gate's chain is sealed for a key of this pairing: it was made after now, whenever it is read.
	const since = runClockHere().now();
	return {
		makeChain: async () => {
			const { work } = present();
			const { gate } = work;
			if (gate === undefined) return undefined;
			const now = deviceNow();
			const [salts, posts] = [await saltsToHandOn(work), await knownPosts(work)];
			const { events } = present();
			const content = {
				...{ version: 1 as const, assignment: gate.assignment, gate: gate.gate, salts: [...salts], posts: [...posts] },
				counts: countsOf(events, { assignment: gate.assignment, now }),
				set: { events: events.size, sum: sumOf(events) },
				events: [...lastPassages(events, now)],
			};
			return packChainContent(content);
		},
		takeChain: async (packed) => {
			const content = unpackChainContent(packed);
			const { work } = present();
			const assignment = work.gate?.assignment;
			if (content === undefined || assignment === undefined || content.assignment !== assignment) return false;
			await takeSalts(work, content.salts);
			await mergeEvents(content.events, { assignment, from: [] });
			await noteChainCounts(assignment, { gate: content.gate, ...content.counts });
			const held = await indexedDbCheckinStore().events(assignment);
			const same = held.size === content.set.events && sumOf(held) === content.set.sum;
			if (same) await notePosts(work, content.posts, since);
			return true;
		},
	};
}
