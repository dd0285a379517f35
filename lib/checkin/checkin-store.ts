import type { NumericDate } from "@/lib/shared/numeric-date";
import type { CheckinEvent } from "./checkin-event";
import type { EventSet } from "./event-set";
import type { GateRole } from "./gate-rules";

/** Under which a store keeps what this run heard of its own device's earlier runs. */
export const OWN_POST = "own";

/** A device at work at the same assignment, as far as this one has heard: another one, or this one in earlier runs. */
export type Post = {
	/** Device id, or `OWN_POST`. */
	readonly post: string;
	readonly gate: string;
	readonly role: GateRole;
	/**
	 * By the clock of the present run (lib/shared/run-clock.ts): everything that the post recorded until then, and that is
	 * still anywhere, is here. 0: of no moment is that known, which is all that a word says that an earlier run heard.
	 */
	readonly heard: NumericDate;
};

/** What a decision is given of the store. */
export type Known = {
	/** The events that bear one of the names asked for. */
	readonly events: EventSet;
	/** Time of the assignment's newest event, 0 before the first. */
	readonly newest: NumericDate;
};

/** What came from the portal or from another gate. */
type HeardEvents = {
	readonly events: readonly CheckinEvent[];
	readonly posts: readonly Post[];
	/** The portal has these events. Absent: another gate told of them, whose disk may be the only one that has them. */
	readonly atPortal?: true | undefined;
};

/** What the portal said of events that were offered to it. */
export type Settled = {
	readonly stored: readonly string[];
	readonly refused: readonly { readonly id: string; readonly reason: string }[];
};

/**
 * The events of a gate: its own, and those of others that it heard of. Two stores keep this contract
 * (tests/contracts/checkin-store.ts): memory, for simulations, and IndexedDB. Every method is one step, and a change is
 * durable when its promise resolves. A store is one run's: what it heard of posts counts for no other.
 */
export interface CheckinStore {
	/** All events of an assignment. */
	events(assignment: string): Promise<EventSet>;
	/** How many there are. */
	count(assignment: string): Promise<number>;
	/** Ids of those that this device recorded, oldest first. */
	ownIds(assignment: string): Promise<readonly string[]>;
	/**
	 * Reads the events of one assignment whose pseudonym or alias is among `names`, decides, and adds the event that was
	 * decided on, all in one step: two tabs cannot both let one pass in as the first. `decide` is called once.
	 */
	record<Answer>(
		assignment: string,
		names: readonly string[],
		decide: (known: Known) => { readonly event?: CheckinEvent; readonly answer: Answer },
	): Promise<Answer>;
	/** Adds events by CI-1, and what is known of posts; an older word of a post changes nothing. */
	merge(assignment: string, heard: HeardEvents): Promise<void>;
	posts(assignment: string): Promise<readonly Post[]>;
	/**
	 * Up to `limit` events that the portal is not known to have, without those in `offered`: this device's own, and those
	 * that other gates told of (CI-18).
	 */
	unsent(limit: number, offered: ReadonlySet<string>): Promise<readonly CheckinEvent[]>;
	settle(settled: Settled): Promise<void>;
	/**
	 * Ends all assignments but these: what the portal answered for goes, and what was heard of posts. What it has not
	 * answered for yet stays.
	 */
	endAllBut(running: ReadonlySet<string>): Promise<void>;
}
