/** Writes events of gates, each once; one that cannot be written does not keep the others back. */
import "server-only";
import type { CheckIn, Prisma } from "@/generated/prisma/client";
import { UNNAMED_SALT } from "@/lib/checkin/checkin-event";
import type { CheckinEvent, RefusedCheckin } from "@/lib/protocol/checkins";
import { ok } from "@/lib/shared/result";
import type { ServerContext } from "../../context/server-context";
import type { Transaction } from "../../db/database";
import { isDataFault } from "../../db/faults";
import { timestamp } from "../../db/timestamp";
import { transactUnlessRefused } from "../../db/transact";
import { stillAdmitted, type UnlessDenied } from "../device/still-admitted";

/** Events that are not stored, and why. */
export type Unstored = ReadonlyMap<CheckinEvent, RefusedCheckin["reason"]>;

/** [IN-6] What the tables take from none but one event's content is that event's fault: the others are stored without it. */
export async function writeEvents(
	context: ServerContext,
	deviceId: string,
	events: readonly CheckinEvent[],
): Promise<UnlessDenied<Unstored>> {
	if (events.length === 0) return ok(new Map());
	try {
		return await transactUnlessRefused(context.db, async (tx) => {
			const admitted = await stillAdmitted(tx, deviceId);
			return admitted.ok ? ok(await insert(tx, deviceId, events)) : admitted;
		});
	} catch (fault) {
		if (!isDataFault(fault)) throw fault;
		const [first] = events;
		if (events.length === 1 && first !== undefined) {
			context.log.error({ err: fault, id: first.id }, "an event of a gate cannot be stored");
			return ok(new Map([[first, "malformed"]]));
		}
	}
	const unstored = new Map<CheckinEvent, RefusedCheckin["reason"]>();
	for (const event of events) {
		const written = await writeEvents(context, deviceId, [event]);
		if (!written.ok) return written;
		for (const each of written.value) unstored.set(...each);
	}
	return ok(unstored);
}

async function insert(tx: Transaction, deviceId: string, events: readonly CheckinEvent[]): Promise<Unstored> {
	const ours = [...new Set(events.map(({ assignment }) => assignment))];
	// Events of one assignment are numbered in the order of their commits: nobody who reads on misses one.
	await tx.$queryRaw`SELECT id FROM assignments WHERE id = ANY(${ours}) ORDER BY id FOR NO KEY UPDATE`;
	const data = events.map((event) => rowOf(event, deviceId));
	const made = await tx.checkIn.createManyAndReturn({ data, skipDuplicates: true, select: { id: true } });
	if (made.length === events.length) return new Map();
	const rows = await tx.checkIn.findMany({ where: { id: { in: events.map(({ id }) => id) } } });
	const byId = new Map(rows.map((row) => [row.id, row]));
	return new Map(
		events.flatMap((event): [CheckinEvent, RefusedCheckin["reason"]][] => {
			const row = byId.get(event.id);
			return row === undefined || isSame(row, event) ? [] : [[event, "id_reused"]];
		}),
	);
}

const COMPARED = [
	"assignmentId",
	"type",
	"gate",
	"at",
	"direction",
	"outcome",
	"format",
	"pseudonym",
	"alias",
	"salt",
	"again",
	"undoes",
	"reason",
] as const;

/** Whoever sends it: a device that was enrolled anew still has what it sent under its earlier name. */
function isSame(row: CheckIn, event: CheckinEvent): boolean {
	const sent: Partial<Record<keyof CheckIn, unknown>> = rowOf(event, row.deviceId);
	// A passage of an earlier version was kept without the name of its salt.
	const kept = row.type === "passage" ? { ...row, salt: row.salt ?? UNNAMED_SALT } : row;
	return COMPARED.every((name) => textOf(kept[name]) === textOf(sent[name]));
}

function textOf(value: unknown): string {
	return value instanceof Date ? value.toISOString() : String(value ?? "");
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
