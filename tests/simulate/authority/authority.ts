/** The authority: publishes a list every few hours, denies and forgives pharmacies, and rotates the key of its lists. */
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { keysetFile } from "@/lib/trust/trust-file";
import type { Random } from "@/tests/fuzz/random";
import { between, spacing } from "../engine/draw";
import type { Simulation } from "../engine/simulation";
import type { World } from "../world";
import { type AuthorityKey, listKey, rootKey, signed } from "./sign-document";

const PUBLISHES_EVERY = 3 * HOUR;
const CHANGES_EVERY = 5 * HOUR;
const LISTS_LAST = 7 * 24 * HOUR;
const KEYS_LAST = 90 * 24 * HOUR;
/** How many publications an old copy of its files may lag behind. */
const KEPT = 8;

type PublishedFile = { readonly etag: string; readonly text: string };

export type Authority = {
	/** Thumbprint. */
	readonly root: string;
	/** `age`: as it was so many publications ago. */
	readonly file: (path: string, age: number) => PublishedFile | undefined;
	readonly newest: () => { readonly keyset: number; readonly list: number };
};

type Files = ReadonlyMap<string, PublishedFile>;
type Denial = { readonly sub: string };
type State = {
	keyset: number;
	list: number;
	denied: readonly Denial[];
	lifted: readonly { readonly denied: Denial; readonly reason: string; readonly at: NumericDate }[];
};

/** Without doors, which are all that listens to it, it publishes nothing. */
export function authority(world: World): Authority {
	const { sim, scenario } = world;
	const random = sim.random("authority");
	const history: Files[] = [];
	const state: State = { keyset: 1, list: 0, denied: [], lifted: [] };
	const publish = () => {
		state.list++;
		sim.note("authority", `publishes list ${state.list} under keyset ${state.keyset}, ${state.denied.length} denied`);
		sim.start("authority", sim.outside(publication(sim, state, history)));
	};
	const regularly = () => {
		if (world.calm()) return;
		publish();
		sim.after(between(random, 0.5, 1.5) * PUBLISHES_EVERY * 1000, regularly);
	};
	const now = () => {
		if (world.calm()) return;
		change(sim, state, random);
		publish();
		sim.after(spacing(random, CHANGES_EVERY * 1000), now);
	};
	if (scenario.halls > 0) {
		sim.after(0, regularly);
		sim.after(spacing(random, CHANGES_EVERY * 1000), now);
	}
	return {
		root: rootKey().thumbprint,
		file: (path, age) => history[Math.min(age, history.length - 1)]?.get(path),
		newest: () => ({ keyset: state.keyset, list: state.list }),
	};
}

/** Something that has to be at every door: a pharmacy that may sign no more, or may again, or another key for lists. */
function change(sim: Simulation, state: State, random: Random): void {
	if (random.chance(0.35)) {
		state.keyset++;
		return;
	}
	const [first, ...others] = state.denied;
	if (first !== undefined && random.chance(0.3)) {
		state.denied = others;
		state.lifted = [...state.lifted, { denied: first, reason: "found in order", at: sim.seconds() }];
		return;
	}
	state.denied = [...state.denied, { sub: String(90_000 + state.denied.length + state.lifted.length) }];
}

async function publication(sim: Simulation, state: State, history: Files[]): Promise<void> {
	const { keyset: number, list, denied, lifted } = state;
	const iat = sim.seconds();
	const before = history[0];
	const files = new Map(before);
	const name = keysetFile(number);
	if (before?.has(`/trust/${name}`) !== true) {
		const text = await keyset(number, iat);
		for (const path of [`/trust/${name}`, "/trust/keyset.jwt"]) files.set(path, { etag: `"keyset ${number}"`, text });
	}
	const claims = { iss: ISSUER, seq: list, iat, exp: iat + LISTS_LAST, keys: [], removed: lifted, denied, status: [] };
	files.set("/trust/list.jwt", {
		etag: `"list ${list}"`,
		text: await signed(listKey(number), "trust-list+jwt", claims),
	});
	files.set("/trust/delegations.json", { etag: '"none"', text: "[]" });
	history.unshift(files);
	history.length = Math.min(history.length, KEPT);
}

const ISSUER = "https://relais.example";

/** The key in use and the one before it, whose lists are still on their way; earlier ones are withdrawn by name. */
function keyset(number: number, iat: NumericDate): Promise<string> {
	const entry = ({ kid, jwk }: AuthorityKey) => ({
		kid,
		jwk,
		use: ["list"],
		nbf: iat - KEYS_LAST,
		exp: iat + KEYS_LAST,
	});
	const keys = number === 1 ? [listKey(1)] : [listKey(number), listKey(number - 1)];
	const removed = number <= 2 ? [] : [{ kid: listKey(number - 2).kid }];
	const claims = { iss: ISSUER, seq: number, iat, exp: iat + KEYS_LAST, keys: keys.map(entry), removed };
	return signed(rootKey(), "keyset+jwt", claims);
}
