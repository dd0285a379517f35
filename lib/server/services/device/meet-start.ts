/** A counter says which of its starts is calling: what is known of its lives is told back (spec OL-3). */
import "server-only";
import type { Life, StartReport } from "@/lib/protocol/starts";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import type { Transaction } from "../../db/database";
import { numericDate, timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import { countSharedIndices } from "../shared-paper/list-shared-papers";
import { judgeLife, type KnownStart } from "./judge-life";

/** Starts of a device that are kept; four times as many as a device tells of. */
const KEPT = 64;

export async function meetStart(context: ServerContext, caller: DeviceCaller, report: StartReport): Promise<Life> {
	return transact(context.db, (tx) => meetStartWithin(tx, { context, caller, report }));
}

type Meeting = { readonly context: ServerContext; readonly caller: DeviceCaller; readonly report: StartReport };

/** The same within a transaction that holds the device's row, or has no use for it afterwards. */
export async function meetStartWithin(tx: Transaction, { context, caller, report }: Meeting): Promise<Life> {
	const { deviceId } = caller;
	// Two copies that call at once are heard one after the other.
	await tx.$queryRaw`SELECT id FROM devices WHERE id = ${deviceId}::uuid FOR UPDATE`;
	const now = context.clock();
	await note(tx, { deviceId, report, now });
	const starts = await knownStarts(tx, deviceId);
	const own = starts.find(({ id }) => id === report.id);
	if (own === undefined) throw new Error("a start that was just noted is unknown");
	const others = starts.filter((start) => start !== own);
	const judged = judgeLife(own, others, now);
	if (judged.state === "twin") {
		await tx.device.update({ where: { id: deviceId }, data: { twinSeenAt: timestamp(now) } });
	} else if (judged.state === "restored") {
		await tx.device.update({ where: { id: deviceId }, data: { restoredSeenAt: timestamp(now) } });
	}
	const shared = await countSharedIndices(tx, { pharmacyNumber: caller.pharmacyNumber ?? "", now });
	return { ...judged, shared, ...(report.pins ? await pinOrderOf(tx, { deviceId, pins: report.pins, now }) : {}) };
}

type HeedingCounter = {
	readonly deviceId: string;
	readonly pins: NonNullable<StartReport["pins"]>;
	readonly now: NumericDate;
};

/** An earlier version of the counter could not read the member: who knows it says so. Notes when it first heeds the order. */
async function pinOrderOf(tx: Transaction, { deviceId, pins, now }: HeedingCounter): Promise<Pick<Life, "pins">> {
	const { pinOrderId: order, pinOrderHeededAt } = await tx.device.findUniqueOrThrow({
		where: { id: deviceId },
		select: { pinOrderId: true, pinOrderHeededAt: true },
	});
	if (order === null) return {};
	if (pins === order && pinOrderHeededAt === null) {
		await tx.device.update({ where: { id: deviceId }, data: { pinOrderHeededAt: timestamp(now) } });
	}
	return { pins: order };
}

async function note(
	tx: Transaction,
	{ deviceId, report, now }: { readonly deviceId: string; readonly report: StartReport; readonly now: NumericDate },
): Promise<void> {
	const at = timestamp(now);
	const column = (of: "given" | "void" | "refused" | "waiting") => report.before.map((start) => start[of]);
	await tx.$executeRaw`
		INSERT INTO device_starts AS known (device_id, id, before, given, void, refused, waiting, told_at)
		SELECT DISTINCT ON (told.id) ${deviceId}::uuid, told.id, '{}', told.given, told.void, told.refused, told.waiting, ${at}::timestamptz
		FROM unnest(${report.before.map((start) => start.id)}::text[], ${column("given")}::int[], ${column("void")}::int[],
			${column("refused")}::int[], ${column("waiting")}::int[]) AS told (id, given, void, refused, waiting)
		ON CONFLICT (device_id, id) DO UPDATE SET given = excluded.given, void = excluded.void,
			refused = excluded.refused, waiting = excluded.waiting, told_at = excluded.told_at
		WHERE (known.given, known.void, known.refused, known.waiting)
			IS DISTINCT FROM (excluded.given, excluded.void, excluded.refused, excluded.waiting)`;
	const { id, generation, given, void: unused, refused, waiting } = report;
	const told = { given, void: unused, refused, waiting, toldAt: at, lastSeenAt: at };
	const before = report.before.map((start) => start.id);
	const known = await tx.deviceStart.findUnique({ where: { deviceId_id: { deviceId, id } } });
	const first = { generation, before, firstSeenAt: known?.firstSeenAt ?? at };
	await tx.deviceStart.upsert({
		where: { deviceId_id: { deviceId, id } },
		create: { deviceId, id, ...first, ...told },
		update: { ...first, ...told },
	});
	if (known?.firstSeenAt != null) return;
	await tx.deviceStart.deleteMany({ where: { deviceId, generation: { lte: generation - KEPT } } });
}

async function knownStarts(tx: Transaction, deviceId: string): Promise<readonly KnownStart[]> {
	const rows = await tx.deviceStart.findMany({ where: { deviceId, firstSeenAt: { not: null } } });
	return rows.flatMap(({ id, generation, before, firstSeenAt, lastSeenAt }) => {
		if (generation === null || firstSeenAt === null || lastSeenAt === null) return [];
		return [{ id, generation, before, firstSeen: numericDate(firstSeenAt), lastSeen: numericDate(lastSeenAt) }];
	});
}
