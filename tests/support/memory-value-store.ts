import type { ValueStore } from "../../lib/shared/value-store";

/** The contract of a value store in memory. Nothing survives it. */
export function memoryValueStore<Value>(initial?: Value): ValueStore<Value> {
	let stored = initial;
	return {
		async read() {
			return stored;
		},
		async change(next) {
			const after = next(stored);
			stored = after;
			return after;
		},
	};
}
