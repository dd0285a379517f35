import type { NumericDate } from "@/lib/shared/numeric-date";
import type { CheckinEvent } from "./checkin-event";
import type { Post } from "./checkin-store";

/** Names by which an event is looked up: of a passage, its pseudonym and its alias. */
export function namesOf(event: CheckinEvent): readonly string[] {
	if (event.type !== "passage") return [];
	return event.alias === undefined ? [event.pseudonym] : [event.pseudonym, event.alias];
}

/** As a store keeps it: when it was heard by the clocks of the runs that heard it, the latest one first. */
export type KeptPost = Omit<Post, "heard"> & {
	/** Absent from rows of an earlier version, which kept one time by the device's clock. */
	readonly words?: readonly { readonly run: string; readonly heard: NumericDate }[] | undefined;
};

/** Pages of one device that are open at once hear each for itself. */
const MOST_RUNS = 4;

/** [CI-13] Of two words that one run heard of a post the later one; about one moment, the first. */
export function newerPost(known: KeptPost | undefined, heard: Post, run: string): KeptPost {
	const { heard: at, ...post } = heard;
	const words = known?.words ?? [];
	const before = words.find((one) => one.run === run);
	if (known !== undefined && before !== undefined && before.heard >= at) return known;
	return { ...post, words: [{ run, heard: at }, ...words.filter((one) => one !== before)].slice(0, MOST_RUNS) };
}

/** [CI-13] What a run makes of it: of what others heard nothing says how long ago that was. */
export function postIn(run: string, { post, gate, role, words = [] }: KeptPost): Post {
	return { post, gate, role, heard: words.find((one) => one.run === run)?.heard ?? 0 };
}
