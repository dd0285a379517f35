import type { IndexStore, IndexWitness } from "../../lib/kit/index-store";

/** The contract of an index store in memory. Nothing survives it. */
export function memoryIndexStore(): IndexStore {
	const nexts = new Map<string, number>();
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

export function memoryWitness(): IndexWitness {
	const nexts = new Map<string, number>();
	return { next: (jti) => nexts.get(jti), remember: (jti, next) => void nexts.set(jti, next) };
}
