/** Writes events of gates, each once; one that cannot be written does not keep the others back. */
import "server-only";
import { UNNAMED_SALT } from "@/lib/checkin/checkin-event";
import type { CheckinEvent, RefusedCheckin } from "@/lib/protocol/checkins";
import { err, ok } from "@/lib/shared/result";
import type { ServerContext } from "../../context/server-context";
import { isDataFault } from "../../db/faults";
import { askAtOnce, inOneRoundTrip } from "../../db/one-round-trip";
import { timestamp } from "../../db/timestamp";
import { againAfterConflicts } from "../../db/transact";
import type { UnlessDenied } from "../device/still-admitted";
import { type EventColumns, type Inserted, insertEvents, readEventsByIds } from "./check-in-sql";

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
		const [inserted] = await againAfterConflicts(() =>
			inOneRoundTrip<Inserted>(context.connections, insertEvents(deviceId, events)),
		);
		if (inserted?.isAdmitted !== true) return err({ code: "device_denied" });
		return ok(inserted.made.length === events.length ? new Map() : await reused(context, events));
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

/** Those whose id has another content. */
async function reused({ connections }: ServerContext, events: readonly CheckinEvent[]): Promise<Unstored> {
	const [rows] = await askAtOnce<[EventColumns]>(connections, [readEventsByIds(events.map(({ id }) => id))]);
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
function isSame(row: EventColumns, { assignment, at, ...event }: CheckinEvent): boolean {
	const members = { ...event, assignmentId: assignment, at: timestamp(at) };
	const sent: Partial<Record<(typeof COMPARED)[number], unknown>> = members;
	// A passage of an earlier version was kept without the name of its salt.
	const kept = row.type === "passage" ? { ...row, salt: row.salt ?? UNNAMED_SALT } : row;
	return COMPARED.every((name) => textOf(kept[name]) === textOf(sent[name]));
}

function textOf(value: unknown): string {
	return value instanceof Date ? value.toISOString() : String(value ?? "");
}
