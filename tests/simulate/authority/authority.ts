/**
 * The authority: publishes its lists every few hours, denies and forgives pharmacies, revokes what the portal revoked, and
 * rotates its keys, the root's among them.
 */
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import type { Random } from "@/tests/fuzz/random";
import { between, fraction, spacing } from "../engine/draw";
import type { PortalData } from "../portal/portal-data";
import type { World } from "../world";
import { FIRST, type Generations, keyFor, nextGenerations, rootKey, type Use } from "./key-generations";
import { type Files, type ListContent, type PublishedFile, publication, revokedNow } from "./publication";
import { signedText } from "./sign-document";

const PUBLISHES_EVERY = 3 * HOUR;
const CHANGES_EVERY = 5 * HOUR;
/** From the announcement of the next root to the first keyset that it signs. */
const HANDS_OVER_AFTER = 4 * HOUR;
/** How many publications an old copy of its files may lag behind. */
const KEPT = 8;

export type Newest = {
	/** Thumbprint of the root that signed the keyset. */
	readonly root: string;
	/** Sequences. */
	readonly keyset: number;
	readonly list: number;
	/** When the status lists were signed. */
	readonly status: NumericDate;
};

export type Authority = {
	/** Thumbprint, as devices are enrolled under it now. */
	readonly root: string;
	/** `age`: as it was so many publications ago. */
	readonly file: (path: string, age: number) => PublishedFile | undefined;
	readonly newest: () => Newest;
	/** A delegation, as it was signed at its `nbf`. */
	readonly delegate: (claims: { readonly nbf: NumericDate }, headerOf: (kid: string) => string) => Promise<string>;
	/** When the first status list was signed that has this paper (`<jti>.<s>`); undefined: none has. */
	readonly revokedAt: (paper: string) => NumericDate | undefined;
};

type State = {
	generations: Generations;
	content: ListContent;
	publishedAt: NumericDate;
	readonly history: Files[];
	readonly revoked: Map<string, NumericDate>;
	/** Since when each key for delegations signs, oldest first. */
	readonly delegating: { readonly from: NumericDate; readonly generation: number }[];
};

/** Without doors, which are all that listens to it, it publishes nothing. */
export function authority(world: World, data: PortalData): Authority {
	const state: State = {
		generations: FIRST,
		content: { seq: 0, denied: [], lifted: [] },
		publishedAt: 0,
		history: [],
		revoked: new Map(),
		delegating: [{ from: 0, generation: 1 }],
	};
	if (world.scenario.halls > 0) work(world, state, data);
	return {
		get root() {
			return rootKey(state.generations.root).thumbprint;
		},
		file: (path, age) => state.history[Math.min(age, state.history.length - 1)]?.get(path),
		newest: () => {
			const { generations, content, publishedAt: status } = state;
			const { keyset, root } = generations;
			return { root: rootKey(root).thumbprint, keyset, list: content.seq, status };
		},
		delegate(claims, headerOf) {
			const { generation } = state.delegating.findLast(({ from }) => from <= claims.nbf) ?? { generation: 1 };
			const key = keyFor("delegation", generation);
			return signedText(key, headerOf(key.kid), JSON.stringify(claims));
		},
		revokedAt: (paper) => state.revoked.get(paper),
	};
}

function work(world: World, state: State, data: PortalData): void {
	const { sim, calm } = world;
	const random = sim.random("authority");
	const ofKeys = sim.random("authority's keys");
	const publish = () => publishNow(world, state, data);
	const regularly = () => {
		if (calm()) return;
		publish();
		sim.after(between(random, 0.5, 1.5) * PUBLISHES_EVERY * 1000, regularly);
	};
	const handOver = () => {
		if (calm() || !state.generations.handsOver) return;
		rotate(world, state, "nothing");
		publish();
	};
	const changes = () => {
		if (calm()) return;
		if (random.chance(0.35)) {
			rotate(world, state, rotated(ofKeys));
			if (state.generations.handsOver) sim.after(spacing(ofKeys, HANDS_OVER_AFTER * 1000), handOver);
		} else state.content = deniedOrForgiven(state.content, { random, at: sim.seconds() });
		publish();
		sim.after(spacing(random, CHANGES_EVERY * 1000), changes);
	};
	sim.after(0, regularly);
	sim.after(spacing(random, CHANGES_EVERY * 1000), changes);
}

function rotated(random: Random): Use | "root" {
	const at = fraction(random);
	if (at < 0.4) return "root";
	return at < 0.7 ? "list" : at < 0.9 ? "status" : "delegation";
}

function rotate({ sim, count }: World, state: State, change: Use | "root" | "nothing"): void {
	const before = state.generations;
	state.generations = nextGenerations(before, change);
	const { root, delegation: generation } = state.generations;
	if (root !== before.root) count("root_handed_over");
	if (change === "status") count("status_key_rotated");
	if (generation !== before.delegation) state.delegating.push({ from: sim.seconds(), generation });
}

/** Something that has to be at every door: a pharmacy that may sign no more, or may again. */
function deniedOrForgiven(
	content: ListContent,
	{ random, at }: { readonly random: Random; readonly at: NumericDate },
): ListContent {
	const { denied, lifted } = content;
	const [first, ...others] = denied;
	if (first !== undefined && random.chance(0.3)) {
		return { ...content, denied: others, lifted: [...lifted, { denied: first, reason: "found in order", at }] };
	}
	return { ...content, denied: [...denied, { sub: String(90_000 + denied.length + lifted.length) }] };
}

function publishNow({ sim }: World, state: State, data: PortalData): void {
	state.content = { ...state.content, seq: state.content.seq + 1 };
	const { generations, content, history, revoked } = state;
	// A status list is dated a second later than the one before it at least.
	const iat = Math.max(sim.seconds(), state.publishedAt + 1);
	state.publishedAt = iat;
	const { seq, denied } = content;
	const { keyset, root } = generations;
	sim.note("authority", `publishes list ${seq} under keyset ${keyset} of root ${root}, ${denied.length} denied`);
	for (const paper of data.revoked.keys()) if (!revoked.has(paper)) revoked.set(paper, iat);
	const files = publication({ before: history[0], generations, content, revoked: revokedNow(data), iat });
	sim.start(
		"authority",
		sim.outside(
			files.then((published) => {
				history.unshift(published);
				history.length = Math.min(history.length, KEPT);
			}),
		),
	);
}
