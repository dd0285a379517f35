import { type Answer, ownerDue, type Presentation, type Turn } from "@/lib/checkin/scanner-owner";
import { looksLikePass } from "@/lib/scan/text-chooser";
import { type DoorAction, type DoorState, doorAfter, FIRST_STATE } from "./stage";

/** Time and timers of the page. */
export type DeskClock = {
	/** Milliseconds, never decreasing. */
	readonly now: () => number;
	/** Calls back after so many milliseconds; answers what takes the call back. */
	readonly after: (milliseconds: number, callback: () => void) => () => void;
};

/**
 * Holds the door's state and changes it, one action at a time and at once: a scan is answered while its key is still
 * being handled. It wakes itself when the scanner's owner has something due, and hands out what is to be judged.
 */
export class DoorDesk {
	#state: DoorState;
	readonly #clock: DeskClock;
	readonly #listeners = new Set<() => void>();
	#cancel = () => {};
	/** Judges what has its turn. */
	onTurn: (turn: Turn) => void = () => {};

	constructor(clock: DeskClock, first: Partial<Pick<DoorState, "direction">> = {}) {
		this.#clock = clock;
		this.#state = { ...FIRST_STATE, ...first };
	}

	readonly read = (): DoorState => this.#state;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	readonly dispatch = (action: DoorAction): Answer => {
		const { state, turn, answer } = doorAfter(this.#state, action, this.#clock.now());
		this.#state = state;
		this.#cancel();
		const due = ownerDue(state.owner);
		if (due !== undefined) {
			this.#cancel = this.#clock.after(Math.max(0, due - this.#clock.now()), () => this.dispatch({ type: "tick" }));
		}
		for (const listener of this.#listeners) listener();
		if (turn !== undefined) this.onTurn(turn);
		return answer;
	};

	/** A text of a camera, a hand scanner or a picture. `later`: it was not taken; offer it again while it is in view. */
	present(text: string, from: Presentation["from"]): Answer {
		return this.dispatch({ type: "presented", presentation: { text, from, pass: looksLikePass(text) } });
	}

	/** Staff begin something themselves; undefined while something else is under way, which a second press must not repeat. */
	begin(): number | undefined {
		if (this.#state.owner.screen.state === "judging") return undefined;
		this.dispatch({ type: "began" });
		return this.#state.owner.newest;
	}

	/** Whether this is still what is being judged: not once the page was put away. */
	owns(id: number): boolean {
		const { screen } = this.#state.owner;
		return screen.state === "judging" && screen.id === id;
	}
}
