import type { CheckinEvent } from "./checkin-event";
import type { Post } from "./checkin-store";

/** Names by which an event is looked up: of a passage, its pseudonym and its alias. */
export function namesOf(event: CheckinEvent): readonly string[] {
	if (event.type !== "passage") return [];
	return event.alias === undefined ? [event.pseudonym] : [event.pseudonym, event.alias];
}

/** Of two words about one post the later one; about one moment, the first. */
export function newerPost(known: Post | undefined, heard: Post): Post {
	return known !== undefined && known.heard >= heard.heard ? known : heard;
}
