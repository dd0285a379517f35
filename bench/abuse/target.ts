/** Whom strangers attack, from where, and how often each answer came. */

export type Target = {
	readonly origin: string;
	/** Thumbprint of an enrolled device. */
	readonly kid: string;
	/** Paths of the largest files that anybody may ask for. */
	readonly files: readonly string[];
	readonly stop: AbortSignal;
};

/** An HTTP status; `cut`: the connection ended without one; `held`: nothing came until the attack was over. */
type Answered = Readonly<Record<string, number>>;
export type Made = { readonly requests: number; readonly sockets: number; readonly answered: Answered };
export type Attack = (target: Target) => Promise<Made>;

const NETWORKS = 24;
/** Each network's sockets, where an attack holds them. */
export const SOCKETS = 24;
/** So that no attack is without an end, however fast the machine. */
export const MOST_REQUESTS = 60_000;

/** Some address of a network, another one each time: what counts is the /24 or the /48 (spec AB-2). */
type Network = () => string;

const host = (most: number) => 1 + Math.floor(Math.random() * most);

/** The first two are those of the genuine callers behind a shared address (genuine.ts). */
export const networks: readonly Network[] = Array.from({ length: NETWORKS }, (_, n): Network => {
	if (n === 0) return () => `203.0.113.${host(254)}`;
	if (n % 2 === 1) return () => `2001:db8:${n}:${host(65_000).toString(16)}::${host(65_000).toString(16)}`;
	return () => `198.51.${n}.${host(254)}`;
});

type Tally = { readonly count: (what: string) => void; readonly answered: () => Answered };

export function tally(): Tally {
	const counts = new Map<string, number>();
	return {
		count: (what) => {
			counts.set(what, (counts.get(what) ?? 0) + 1);
		},
		answered: () => Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b))),
	};
}
