/** All that a counter's profile keeps: its database, and beside it the witness of the indices (localStorage). */
import type { BlockMemory, Spent } from "@/lib/kit/index-stretch";
import type { RevocationRequest } from "@/lib/protocol/revocations";
import type { ValueStore } from "@/lib/shared/value-store";
import type { HeldKit } from "@/tests/support/memory-kit-store";
import { OutboxRows } from "@/tests/support/memory-outbox-store";
import type { CounterRecord } from "./counter-record";

/** To take a paper back. Every wish is replaced, never changed: a copy of the map is a copy of the store. */
export type Wish = RevocationRequest & { readonly state: "waiting" | "done" | "refused" };

export type CounterDisk = {
	readonly outbox: OutboxRows<CounterRecord>;
	readonly indices: Map<string, BlockMemory>;
	readonly witness: Map<string, Spent>;
	readonly facts: Map<string, unknown>;
	readonly held: HeldKit;
	/** Papers that are to be taken back, by the keys of their records. */
	readonly wishes: Map<string, Wish>;
};

export function emptyDisk(): CounterDisk {
	return {
		outbox: new OutboxRows(),
		indices: new Map(),
		witness: new Map(),
		facts: new Map(),
		held: { kit: undefined, request: undefined },
		wishes: new Map(),
	};
}

/** As a backup has it, or another profile that it was copied to. */
export function copyOf({ outbox, indices, witness, facts, held, wishes }: CounterDisk): CounterDisk {
	return {
		outbox: new OutboxRows(outbox),
		indices: new Map(indices),
		witness: new Map(witness),
		facts: new Map(facts),
		held: { ...held },
		wishes: new Map(wishes),
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
