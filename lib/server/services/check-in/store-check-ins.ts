/** Keeps what doors and trains recorded: once each, however often it is sent, and nothing about a person. */
import "server-only";
import { type CheckinEvent, checkinEvent, type RefusedCheckin } from "@/lib/protocol/checkins";
import { DAY } from "@/lib/shared/numeric-date";
import { ok } from "@/lib/shared/result";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { askAtOnce } from "../../db/one-round-trip";
import type { UnlessDenied } from "../device/still-admitted";
import { readAssignments } from "./check-in-sql";
import { type JudgedAssignment, judgeEvent } from "./judge-event";
import { writeEvents } from "./write-events";

export type StoredCheckIns = { readonly stored: string[]; readonly refused: RefusedCheckin[] };

/** Each event is stored or refused by itself; nothing is stored of a device that was denied meanwhile. */
export async function storeCheckIns(
	context: ServerContext,
	{ deviceId, venueId }: DeviceCaller,
	candidates: readonly unknown[],
): Promise<UnlessDenied<StoredCheckIns>> {
	if (candidates.length === 0) return ok({ stored: [], refused: [] });
	const { clock } = context;
	const read = candidates.map(readEvent);
	const named = [...new Set(read.flatMap((one) => ("event" in one ? one.event.assignment : [])))];
	const assignments = await assignmentsOf(context, venueId, named);
	const refused: RefusedCheckin[] = [];
	const kept: CheckinEvent[] = [];
	for (const one of read) {
		if (!("event" in one)) {
			refused.push(one);
			continue;
		}
		const { event } = one;
		const reason = judgeEvent(event, assignments.get(event.assignment), clock());
		if (reason === undefined) kept.push(event);
		else refused.push({ id: event.id, reason });
	}
	const written = await writeEvents(context, deviceId, kept);
	if (!written.ok) return written;
	const unstored = written.value;
	for (const [{ id }, reason] of unstored) refused.push({ id, reason });
	return ok({ stored: [...new Set(kept.flatMap((event) => (unstored.has(event) ? [] : [event.id])))], refused });
}

/** [RT-4] Those whose events are forgotten are unknown: one that comes again is not counted anew. */
async function assignmentsOf(
	{ connections, clock, settings: { recordDays = Number.POSITIVE_INFINITY } }: ServerContext,
	venueId: string | null,
	named: readonly string[],
): Promise<ReadonlyMap<string, JudgedAssignment>> {
	const [rows] = await askAtOnce<[JudgedAssignment]>(connections, [readAssignments(venueId, named)]);
	const kept = rows.filter(({ to }) => to >= clock() - recordDays * DAY);
	return new Map(kept.map((row) => [row.id, row]));
}

function readEvent(candidate: unknown): { readonly event: CheckinEvent } | RefusedCheckin {
	const parsed = checkinEvent.safeParse(candidate);
	if (!parsed.success) return { id: idOf(candidate), reason: "malformed" };
	return { event: parsed.data };
}

function idOf(candidate: unknown): string {
	const id = candidate instanceof Object && "id" in candidate ? candidate.id : undefined;
	return typeof id === "string" ? id : "";
}
