import type { IndexStore, IndexWitness } from "../../lib/kit/index-store";

/** The contract of an index store in memory. What is in `nexts` survives it. */
export function memoryIndexStore(nexts = new Map<string, number>()): IndexStore {
	return {
		async next(jti) {
			return nexts.get(jti);
		},
		async advance(jti, decide) {
			const next = decide(nexts.get(jti));
			if (next !== undefined) nexts.set(jti, next);
			return next;
		},
	};
}

export function memoryWitness(nexts = new Map<string, number>()): IndexWitness {
	return { next: (jti) => nexts.get(jti), remember: (jti, next) => void nexts.set(jti, next) };
}
