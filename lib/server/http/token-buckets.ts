/** Token buckets by name. Local to the process: several instances each keep their own. */
import "server-only";

export type BucketSize = {
	/** Tokens at most, and at first. */
	readonly burst: number;
	/** Tokens that come back each second. */
	readonly perSecond: number;
};

export type TokenBuckets = {
	/**
	 * Takes `tokens` (1 unless said otherwise) and answers 0, or takes none and answers the seconds until they are there.
	 * `nowMs`: any steadily rising milliseconds.
	 */
	readonly take: (name: string, nowMs: number, tokens?: number) => number;
	/** Gives back what was taken for nothing. */
	readonly giveBack: (name: string) => void;
};

/** @param names remembered at most; the least recently seen are forgotten first */
export function tokenBuckets({ burst, perSecond }: BucketSize, names: number): TokenBuckets {
	const buckets = new Map<string, { readonly tokens: number; readonly at: number }>();
	return {
		take: (name, nowMs, tokens = 1) => {
			const { tokens: left, at } = buckets.get(name) ?? { tokens: burst, at: nowMs };
			const elapsed = Math.max(0, nowMs - at) / 1_000;
			const there = Math.min(burst, left + elapsed * perSecond);
			// Whoever asks for more than a bucket holds waits until it is full.
			const wanted = Math.min(tokens, burst);
			buckets.delete(name); // to the end: a Map keeps insertion order
			buckets.set(name, { tokens: there >= wanted ? there - wanted : there, at: Math.max(at, nowMs) });
			if (buckets.size > names) buckets.delete(buckets.keys().next().value ?? "");
			return there >= wanted ? 0 : Math.ceil((wanted - there) / perSecond);
		},
		giveBack: (name) => {
			const bucket = buckets.get(name);
			if (bucket !== undefined) buckets.set(name, { ...bucket, tokens: Math.min(burst, bucket.tokens + 1) });
		},
	};
}
