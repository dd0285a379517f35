/** All that a counter's profile keeps: its database, and beside it the witness of the indices (localStorage). */
import type { BlockMemory, Spent } from "@/lib/kit/index-stretch";
import type { ValueStore } from "@/lib/shared/value-store";
import type { HeldKit } from "@/tests/support/memory-kit-store";
import { OutboxRows } from "@/tests/support/memory-outbox-store";
import type { CounterRecord } from "./counter-record";

export type CounterDisk = {
	readonly outbox: OutboxRows<CounterRecord>;
	readonly indices: Map<string, BlockMemory>;
	readonly witness: Map<string, Spent>;
	readonly facts: Map<string, unknown>;
	readonly held: HeldKit;
};

export function emptyDisk(): CounterDisk {
	return {
		outbox: new OutboxRows(),
		indices: new Map(),
		witness: new Map(),
		facts: new Map(),
		held: { kit: undefined, request: undefined },
	};
}

/** As a backup has it, or another profile that it was copied to. */
export function copyOf({ outbox, indices, witness, facts, held }: CounterDisk): CounterDisk {
	return {
		outbox: new OutboxRows(outbox),
		indices: new Map(indices),
		witness: new Map(witness),
		facts: new Map(facts),
		held: { ...held },
	};
}

/** A small value of the profile (lib/device/store/facts.ts). */
export function factStore<Value>(facts: Map<string, unknown>, name: string): ValueStore<Value> {
	return {
		async read() {
			return facts.get(name) as Value | undefined;
		},
		async change(next) {
			const after = next(facts.get(name) as Value | undefined);
			facts.set(name, after);
			return after;
		},
	};
}
