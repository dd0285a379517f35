import type { IndexStore, IndexWitness } from "../../lib/kit/index-store";
import type { BlockMemory, Spent } from "../../lib/kit/index-stretch";

/** The contract of an index store in memory. Nothing survives it; `copied` begins with what another one remembers. */
export function memoryIndexStore(copied?: ReadonlyMap<string, BlockMemory>): IndexStore & {
	readonly memories: ReadonlyMap<string, BlockMemory>;
} {
	const memories = new Map(copied);
	return {
		memories,
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

export function memoryWitness(): IndexWitness {
	const memories = new Map<string, Spent>();
	return { read: (jti) => memories.get(jti), remember: (jti, spent) => void memories.set(jti, spent) };
}
