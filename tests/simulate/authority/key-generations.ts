/** Which generations of its keys the authority uses, and the keyset that says so (spec §4, TL-8). */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { DAY } from "@/lib/shared/numeric-date";
import { type AuthorityKey, keyOf, signed } from "./sign-document";

export const ISSUER = "https://relais.example";
const KEYS_LAST = 90 * DAY;

const USES = ["list", "status", "delegation"] as const;
export type Use = (typeof USES)[number];

export type Generations = Readonly<Record<Use, number>> & {
	/** Number of the keyset. */
	readonly keyset: number;
	/** That signs this keyset. */
	readonly root: number;
	/** It announces the next root, which signs every later one. */
	readonly handsOver: boolean;
};

export const FIRST: Generations = { keyset: 1, root: 1, handsOver: false, list: 1, status: 1, delegation: 1 };

/** The next keyset, with another key for this use, or with an announcement. */
export function nextGenerations(now: Generations, change: Use | "root" | "nothing"): Generations {
	const root = now.handsOver ? now.root + 1 : now.root;
	const next = { ...now, keyset: now.keyset + 1, root, handsOver: change === "root" };
	return change === "root" || change === "nothing" ? next : { ...next, [change]: now[change] + 1 };
}

export const rootKey = (generation: number): AuthorityKey => keyOf(`simulated root ${generation}`);
export const keyFor = (use: Use, generation: number): AuthorityKey => keyOf(`simulated ${use} ${generation}`);

/**
 * The key in use and the one before it, whose documents are still on their way; earlier ones are withdrawn by name. What
 * delegations were signed with is never withdrawn: their papers are in people's hands.
 */
export async function keysetText(generations: Generations, iat: NumericDate): Promise<string> {
	const { keyset: seq, root, handsOver } = generations;
	const span = { nbf: iat - KEYS_LAST, exp: iat + KEYS_LAST };
	const entries = USES.flatMap((use) =>
		named(use, generations[use]).map(({ kid, jwk }) => ({ kid, jwk, use: [use], ...span })),
	);
	const removed = USES.flatMap((use) => withdrawn(use, generations[use])).map(({ kid }) => ({ kid }));
	const next = handsOver ? { root: await handOver(seq, root) } : {};
	const claims = { iss: ISSUER, seq, iat, exp: span.exp, keys: entries, removed, ...next };
	return signed(rootKey(root), "keyset+jwt", claims);
}

async function handOver(seq: number, root: number) {
	const successor = rootKey(root + 1);
	const claims = { iss: ISSUER, seq, root: rootKey(root).thumbprint };
	return { jwk: successor.jwk, proof: await signed(successor, "root-proof+jwt", claims) };
}

const upTo = (use: Use, last: number) => Array.from({ length: last }, (_, n) => keyFor(use, n + 1));

function named(use: Use, newest: number): readonly AuthorityKey[] {
	return use === "delegation" ? upTo(use, newest) : upTo(use, newest).slice(-2);
}

function withdrawn(use: Use, newest: number): readonly AuthorityKey[] {
	return use === "delegation" ? [] : upTo(use, newest).slice(0, -2);
}
