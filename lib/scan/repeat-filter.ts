/**
 * Lets a text through once while it stays in view, and again after it was gone for a moment: a code held still is one
 * presentation, and the same code shown again is another. Whatever it holds back never delays another text.
 *
 * It remembers a keyed digest of each text, not the text, and for as long as the code is in view (design rule 5).
 */
export type RepeatFilter = {
	/** Whether this text newly came into view; of a known one it is noted that it is still there. `now` in milliseconds. */
	readonly isNew: (text: string, now: number) => boolean;
	/** From now on the text is known. */
	readonly add: (text: string, now: number) => void;
	/** Nothing in the picture moved: whatever was in view a moment ago still is. */
	readonly hold: (now: number) => void;
	/** Forgets what is in view: the next sight of anything counts. */
	readonly clear: () => void;
};

/** A hand that trembles loses the code for less than this; a person who comes back takes longer. */
export const QUIET_MS = 2000;

export function createRepeatFilter(options: { seed: number; quietMs?: number }): RepeatFilter {
	const { seed, quietMs = QUIET_MS } = options;
	const lastSeen = new Map<number, number>();
	const forgetGone = (now: number) => {
		for (const [digest, seen] of lastSeen) if (now - seen >= quietMs) lastSeen.delete(digest);
	};
	return {
		isNew: (text, now) => {
			forgetGone(now);
			const digest = digest53(text, seed);
			if (!lastSeen.has(digest)) return true;
			lastSeen.set(digest, now);
			return false;
		},
		add: (text, now) => {
			lastSeen.set(digest53(text, seed), now);
		},
		hold: (now) => {
			forgetGone(now);
			for (const digest of lastSeen.keys()) lastSeen.set(digest, now);
		},
		clear: () => lastSeen.clear(),
	};
}

/** 53 bits of a non-cryptographic hash (MurmurHash3's mixing): enough for the handful of codes that are in view. */
function digest53(text: string, seed: number): number {
	let a = 0xdeadbeef ^ seed;
	let b = 0x41c6ce57 ^ seed;
	for (let i = 0; i < text.length; i++) {
		const unit = text.charCodeAt(i);
		a = Math.imul(a ^ unit, 2654435761);
		b = Math.imul(b ^ unit, 1597334677);
	}
	a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
	b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
	return 4294967296 * (0x1fffff & b) + (a >>> 0);
}
