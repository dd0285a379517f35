/** What the devices of a venue recorded at an assignment, the caller's own included, and how far the portal knows each. */
import "server-only";
import { UNNAMED_SALT } from "@/lib/checkin/checkin-event";
import {
	type CheckinEvent,
	type CheckinExchange,
	checkinEvent,
	OTHERS_PAGE,
	type OthersEvents,
} from "@/lib/protocol/checkins";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { askAtOnce } from "../../db/one-round-trip";
import { numericDate } from "../../db/timestamp";
import {
	type AssignmentNow,
	type EventColumns,
	notePost,
	type PostColumns,
	readAssignmentNow,
	readEventsAfter,
} from "./check-in-sql";
import { hasGate } from "./judge-event";
import { NO_STANDING, standingAfter } from "./post-standing";

type Exchanging = NonNullable<CheckinExchange["post"]>;

/** Null where the assignment is not one of the caller's venue, or has no such gate. */
export async function readEvents(
	{ connections, clock }: ServerContext,
	{ deviceId, venueId }: DeviceCaller,
	post: Exchanging,
): Promise<OthersEvents | null> {
	const { assignment, after } = post;
	const [[found]] = await askAtOnce<[AssignmentNow]>(connections, [readAssignmentNow(venueId, assignment)]);
	if (found === undefined || !hasGate(found, post.gate)) return null;
	const now = clock();
	const others = found.posts.filter((each) => each.deviceId !== deviceId);
	const known = found.posts.find((each) => each.deviceId === deviceId) ?? NO_STANDING;
	const standing = standingAfter(known, { others, completeAt: post.completeAt, now });
	const own: PostColumns = { ...standing, deviceId, gate: post.gate, role: post.role };
	const end = Number(found.end);
	const from = after > end ? 0 : after;
	const [, rows] = await askAtOnce<[never, EventColumns]>(connections, [
		notePost(assignment, own),
		readEventsAfter(assignment, from, end),
	]);
	const more = rows.length === OTHERS_PAGE;
	const next = more ? Number(rows.at(-1)?.seq ?? end) : end;
	return { events: rows.map(eventOf), next, more, posts: [...others, own].map((each) => postAt(each, now)) };
}

function postAt(
	{ deviceId: post, gate, role, completeAt }: PostColumns,
	now: NumericDate,
): OthersEvents["posts"][number] {
	return {
		post,
		gate,
		role: role as OthersEvents["posts"][number]["role"],
		age: completeAt === null ? null : Math.max(0, now - completeAt),
	};
}

/** As it was handed in; of an earlier version's passage, that its salt has no name. */
function eventOf(row: EventColumns): CheckinEvent {
	const { assignmentId: assignment, at, type, salt, seq: _, ...members } = row;
	const present = Object.entries(members).filter(([, value]) => value !== null);
	const named = type === "passage" ? { salt: salt ?? UNNAMED_SALT } : {};
	return checkinEvent.parse({ type, assignment, at: numericDate(at), ...Object.fromEntries(present), ...named });
}
