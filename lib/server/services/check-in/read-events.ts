/** What the devices of a venue recorded at an assignment, the caller's own included, and how far the portal knows each. */
import "server-only";
import type { CheckIn, Post } from "@/generated/prisma/client";
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
import { numericDate, timestamp } from "../../db/timestamp";
import { hasGate } from "./judge-event";
import { NO_STANDING, type PostStanding, standingAfter } from "./post-standing";

type Exchanging = NonNullable<CheckinExchange["post"]>;
type Standing = Pick<Post, "completeAt" | "heldAt" | "begunAt">;

/** Null where the assignment is not one of the caller's venue, or has no such gate. */
export async function readEvents(
	context: ServerContext,
	{ deviceId, venueId }: DeviceCaller,
	post: Exchanging,
): Promise<OthersEvents | null> {
	const { db } = context;
	const { assignment: assignmentId, after } = post;
	const assignment = await db.assignment.findFirst({ where: { id: assignmentId, venueId: venueId ?? "" } });
	if (assignment === null || !hasGate(assignment, post.gate)) return null;
	// Before the events: whatever a post had handed in by then is among them.
	const posts = await postsAfter(context, deviceId, post);
	const last = await db.checkIn.aggregate({ where: { assignmentId }, _max: { seq: true } });
	const end = Number(last._max.seq ?? 0);
	const from = after > end ? 0 : after;
	const rows = await db.checkIn.findMany({
		where: { assignmentId, seq: { gt: from, lte: end } },
		orderBy: { seq: "asc" },
		take: OTHERS_PAGE,
	});
	const more = rows.length === OTHERS_PAGE;
	const next = more ? Number(rows.at(-1)?.seq ?? end) : end;
	return { events: rows.map(eventOf), next, more, posts };
}

/** The caller is at work here, and all posts of the assignment are as they are then. */
async function postsAfter(
	{ db, clock }: ServerContext,
	deviceId: string,
	{ assignment: assignmentId, gate, role, completeAt }: Exchanging,
): Promise<OthersEvents["posts"]> {
	const now = clock();
	const posts = await db.post.findMany({ where: { assignmentId }, orderBy: { deviceId: "asc" } });
	const others = posts.filter((post) => post.deviceId !== deviceId);
	const own = posts.find((post) => post.deviceId === deviceId);
	const known = own === undefined ? NO_STANDING : standingOf(own);
	const standing = standingAfter(known, { others: others.map(standingOf), completeAt, now });
	const noted = { gate, role, ...inTable(standing) };
	await db.post.upsert({
		where: { assignmentId_deviceId: { assignmentId, deviceId } },
		create: { assignmentId, deviceId, ...noted },
		update: noted,
	});
	return [...others, { deviceId, ...noted }].map((post) => postAt(post, now));
}

function standingOf({ completeAt, heldAt, begunAt }: Standing): PostStanding {
	const numeric = (time: Date | null) => (time === null ? null : numericDate(time));
	return { completeAt: numeric(completeAt), heldAt: numeric(heldAt), begunAt: numeric(begunAt) };
}

function inTable({ completeAt, heldAt, begunAt }: PostStanding): Standing {
	const inColumn = (time: NumericDate | null) => (time === null ? null : timestamp(time));
	return { completeAt: inColumn(completeAt), heldAt: inColumn(heldAt), begunAt: inColumn(begunAt) };
}

function postAt(
	{ deviceId: post, gate, role, completeAt }: Pick<Post, "deviceId" | "gate" | "role" | "completeAt">,
	now: NumericDate,
): OthersEvents["posts"][number] {
	return {
		post,
		gate,
		role: role as OthersEvents["posts"][number]["role"],
		age: completeAt === null ? null : Math.max(0, now - numericDate(completeAt)),
	};
}

/** As it was handed in; of an earlier version's passage, that its salt has no name. */
function eventOf(row: CheckIn): CheckinEvent {
	const { assignmentId: assignment, at, type, salt, ...members } = row;
	const { id, gate, direction, outcome, format, pseudonym, alias, again, undoes, reason } = members;
	const given = { direction, outcome, format, pseudonym, alias, again, undoes, reason };
	const present = Object.entries(given).filter(([, value]) => value !== null);
	const named = type === "passage" ? { salt: salt ?? UNNAMED_SALT } : {};
	return checkinEvent.parse({
		type,
		id,
		assignment,
		gate,
		at: numericDate(at),
		...Object.fromEntries(present),
		...named,
	});
}
