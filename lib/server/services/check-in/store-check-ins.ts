/** Keeps what doors and trains recorded: once each, however often it is sent, and nothing about a person. */
import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import { type CheckinEvent, checkinEvent, type RefusedCheckin } from "@/lib/protocol/checkins";
import { ok } from "@/lib/shared/result";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import type { Database } from "../../db/database";
import { numericDate, timestamp } from "../../db/timestamp";
import { transactUnlessRefused } from "../../db/transact";
import { stillAdmitted, type UnlessDenied } from "../device/still-admitted";
import { type JudgedAssignment, judgeEvent } from "./judge-event";

export type StoredCheckIns = { readonly stored: string[]; readonly refused: RefusedCheckin[] };

/** Each event is stored or refused by itself; nothing is stored of a device that was denied meanwhile. */
export async function storeCheckIns(
	{ db, clock }: ServerContext,
	{ deviceId, venueId }: DeviceCaller,
	candidates: readonly unknown[],
): Promise<UnlessDenied<StoredCheckIns>> {
	if (candidates.length === 0) return ok({ stored: [], refused: [] });
	const read = candidates.map(readEvent);
	const named = [...new Set(read.flatMap((one) => ("event" in one ? one.event.assignment : [])))];
	const assignments = await assignmentsOf(db, venueId, named);
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
	const written = kept.length === 0 ? ok(true) : await write(db, deviceId, kept);
	return written.ok ? ok({ stored: [...new Set(kept.map(({ id }) => id))], refused }) : written;
}

async function assignmentsOf(
	db: Database,
	venueId: string | null,
	named: readonly string[],
): Promise<ReadonlyMap<string, JudgedAssignment>> {
	const rows = await db.assignment.findMany({
		where: { id: { in: [...named] }, venueId: venueId ?? "" },
		select: { id: true, gates: true, startsAt: true, endsAt: true },
	});
	return new Map(
		rows.map(({ id, gates, startsAt, endsAt }) => [
			id,
			{ id, gates, from: numericDate(startsAt), to: numericDate(endsAt) },
		]),
	);
}

function write(db: Database, deviceId: string, kept: readonly CheckinEvent[]): Promise<UnlessDenied<true>> {
	const ours = [...new Set(kept.map(({ assignment }) => assignment))];
	return transactUnlessRefused(db, async (tx) => {
		const admitted = await stillAdmitted(tx, deviceId);
		if (!admitted.ok) return admitted;
		// Events of one assignment are numbered in the order of their commits: nobody who reads on misses one.
		await tx.$queryRaw`SELECT id FROM assignments WHERE id = ANY(${ours}) ORDER BY id FOR NO KEY UPDATE`;
		await tx.checkIn.createMany({ data: kept.map((event) => rowOf(event, deviceId)), skipDuplicates: true });
		return ok(true);
	});
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

function rowOf({ assignment, at, ...members }: CheckinEvent, deviceId: string): Prisma.CheckInCreateManyInput {
	const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
	return {
		...(given as typeof members & { undoes?: string; alias?: string; again?: true }),
		assignmentId: assignment,
		deviceId,
		at: timestamp(at),
	};
}
