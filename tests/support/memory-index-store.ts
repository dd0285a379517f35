import type { IndexStore, IndexWitness } from "../../lib/kit/index-store";
import type { BlockMemory, Spent } from "../../lib/kit/index-stretch";

/** The contract of an index store in memory. What is in `memories` survives it. */
export function memoryIndexStore(memories = new Map<string, BlockMemory>()): IndexStore {
	return {
		async read(jti) {
			return memories.get(jti);
		},
		async advance(jti, decide) {
			const next = decide(memories.get(jti));
			if (next !== undefined) memories.set(jti, next);
			return next;
		},
	};
}

export function memoryWitness(memories = new Map<string, Spent>()): IndexWitness {
	return { read: (jti) => memories.get(jti), remember: (jti, spent) => void memories.set(jti, spent) };
}
