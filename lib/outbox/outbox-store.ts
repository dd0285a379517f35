import type { NumericDate } from "@/lib/shared/numeric-date";
import type { OutboxEntry, OutboxEvent, WaitingEntry } from "./outbox";

/**
 * Where entries live. Two stores keep this contract (tests/contracts/outbox-store.ts): memory, for simulations, and
 * IndexedDB. Every method is atomic, and a change is durable when its promise resolves.
 */
export interface OutboxStore<Payload> {
	/** Never overwrites: `present` when the key is there already, with its entry and payload left as they were. */
	add(entry: WaitingEntry, payload: Payload): Promise<"added" | "present">;
	get(key: string): Promise<{ entry: OutboxEntry; payload: Payload | null } | undefined>;
	/** Reads, applies the event (outbox.ts) and writes; the entry as it now is, undefined for an unknown key. */
	apply(key: string, event: OutboxEvent): Promise<OutboxEntry | undefined>;
	/** Entries that may be sent now, oldest first. */
	due(now: NumericDate, limit: number): Promise<readonly WaitingEntry[]>;
	/** The earliest `notBefore` among the waiting; undefined when nothing waits. */
	nextDue(): Promise<NumericDate | undefined>;
	/** Keys of the entries in `sending`. */
	sending(): Promise<readonly string[]>;
}
