import "client-only";
import type { EventSet } from "@/lib/checkin/event-set";
import type { LinkMessage, PostWord } from "@/lib/gatelink/link-message";
import { heardIn, wordsOf } from "@/lib/gatelink/post-words";
import { base64url, fromBase64url } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { survive } from "../../store/stand-in";
import { deviceNow, runClockHere } from "../../trust/clock";
import { indexedDbListStore, pinnedRoot, pinRoot } from "../../trust/list-store";
import { refreshBundleFrom } from "../../trust/refresh";
import { mergeEvents } from "../check-in";
import { indexedDbCheckinStore } from "../checkin-store";
import { adoptSalts, eventSalts, type HandedSalt, heldSaltIds, openSalts } from "../event-salt";
import { chooseGate, handedGate } from "../gate-choice";
import type { AtWork } from "./at-work";
import type { LinkPorts } from "./link-runner";
import { ListServer } from "./list-exchange";

/** Events and salts of an assignment that this device holds. */
export async function readHeld(assignment: string): Promise<{ events: EventSet; salts: readonly string[] }> {
	const [events, salts] = await Promise.all([indexedDbCheckinStore().events(assignment), heldSaltIds(assignment)]);
	return { events, salts };
}

type WireSalts = Extract<LinkMessage, { type: "salts" }>["salts"];

/** The salts of this gate's event, as they travel; makes the first one where there is none. Only while pairing is open. */
export async function saltsToHandOn({ gate }: AtWork): Promise<WireSalts> {
	if (gate === undefined) return [];
	await eventSalts(gate, { now: deviceNow() });
	return (await openSalts(gate.assignment)).map(({ made, secret }) => ({ made, secret: base64url(secret) }));
}

export async function takeSalts({ gate }: AtWork, salts: WireSalts): Promise<void> {
	if (gate === undefined) return;
	const handed = salts.flatMap(({ made, secret }): HandedSalt[] => {
		const bytes = fromBase64url(secret);
		return bytes === undefined ? [] : [{ made, secret: bytes }];
	});
	await survive(() => adoptSalts(gate, handed));
}

/** The posts that this gate can speak for (`wordsOf`). */
export async function knownPosts({ gate, deviceId }: AtWork): Promise<readonly PostWord[]> {
	if (gate === undefined) return [];
	const { now, lived } = runClockHere();
	const at = { now: now(), lived: lived() };
	const posts = await indexedDbCheckinStore().posts(gate.assignment);
	return wordsOf({ post: deviceId, gate: gate.gate, role: gate.role }, posts, at);
}

/** [GG-9] `since`: a moment of this run at which, or after which, the other gate said this. */
export async function notePosts(
	{ gate, deviceId }: AtWork,
	words: readonly PostWord[],
	since: NumericDate,
): Promise<void> {
	if (gate === undefined) return;
	await mergeEvents([], { assignment: gate.assignment, from: heardIn(words, { own: deviceId, since }) });
}

/** A link's hands on this device. `work`: as of now. */
export function linkPorts(work: () => AtWork): LinkPorts {
	return {
		now: runClockHere().now,
		merge: async (events) => {
			const { gate } = work();
			if (gate !== undefined) await mergeEvents(events, { assignment: gate.assignment, from: [] });
		},
		posts: () => knownPosts(work()),
		notePosts: (posts, since) => notePosts(work(), posts, since),
		openSalts: () => saltsToHandOn(work()),
		adoptSalts: (salts) => takeSalts(work(), salts),
		fetchLists: async (fetch) => {
			await refreshBundleFrom(fetch);
		},
		lists: new ListServer({ trust: () => work().trust, file: (name) => indexedDbListStore().file(name) }),
		post: async () => {
			const { gate } = work();
			const root = await pinnedRoot();
			return gate === undefined || root === undefined ? undefined : { root, post: gate };
		},
		takePost: async ({ root, post }) => {
			const gate = handedGate(post);
			if (gate === undefined) return;
			if ((await pinnedRoot()) === undefined) await pinRoot(root);
			await survive(() => chooseGate(gate));
		},
	};
}
