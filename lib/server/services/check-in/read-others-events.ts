/** What other devices of a venue recorded at an assignment, and how far the portal knows each of them. */
import "server-only";
import type { CheckIn } from "@/generated/prisma/client";
import { UNNAMED_SALT } from "@/lib/checkin/checkin-event";
import {
	type CheckinEvent,
	type CheckinExchange,
	checkinEvent,
	OTHERS_PAGE,
	type OthersEvents,
} from "@/lib/protocol/checkins";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { numericDate, timestamp } from "../../db/timestamp";
import { hasGate } from "./judge-event";

type Exchanging = NonNullable<CheckinExchange["post"]>;

/** Null where the assignment is not one of the caller's venue, or has no such gate. */
export async function readOthersEvents(
	context: ServerContext,
	{ deviceId, venueId }: DeviceCaller,
	post: Exchanging,
): Promise<OthersEvents | null> {
	const { db } = context;
	const { assignment: assignmentId, after } = post;
	const assignment = await db.assignment.findFirst({ where: { id: assignmentId, venueId: venueId ?? "" } });
	if (assignment === null || !hasGate(assignment, post.gate)) return null;
	await notePost(context, deviceId, post);
	// Before the events: whatever a post had handed in by then is among them.
	const posts = await othersPosts(context, assignmentId, deviceId);
	const last = await db.checkIn.aggregate({ where: { assignmentId }, _max: { seq: true } });
	const end = Number(last._max.seq ?? 0);
	const from = after > end ? 0 : after;
	const rows = await db.checkIn.findMany({
		where: { assignmentId, seq: { gt: from, lte: end }, deviceId: { not: deviceId } },
		orderBy: { seq: "asc" },
		take: OTHERS_PAGE,
	});
	const more = rows.length === OTHERS_PAGE;
	const next = more ? Number(rows.at(-1)?.seq ?? end) : end;
	return { events: rows.map(eventOf), next, more, posts };
}

/** The caller is at work here. What it said of its completeness before stands until it says better. */
async function notePost({ db, clock }: ServerContext, deviceId: string, post: Exchanging): Promise<void> {
	const { assignment: assignmentId, gate, role } = post;
	const completeAt = post.completeAt === null ? {} : { completeAt: timestamp(Math.min(post.completeAt, clock())) };
	await db.post.upsert({
		where: { assignmentId_deviceId: { assignmentId, deviceId } },
		create: { assignmentId, deviceId, gate, role, ...completeAt },
		update: { gate, role, ...completeAt },
	});
}

async function othersPosts(
	{ db, clock }: ServerContext,
	assignmentId: string,
	deviceId: string,
): Promise<OthersEvents["posts"]> {
	const posts = await db.post.findMany({
		where: { assignmentId, deviceId: { not: deviceId } },
		orderBy: { deviceId: "asc" },
	});
	const now = clock();
	return posts.map(({ deviceId: post, gate, role, completeAt }) => ({
		post,
		gate,
		role: role as OthersEvents["posts"][number]["role"],
		age: completeAt === null ? null : Math.max(0, now - numericDate(completeAt)),
	}));
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
