/** Denies a device for good: it may call nothing any more, and every door refuses what was signed under it (DL-2). */
import "server-only";
import type { DeviceDenial } from "@/lib/protocol/console";
import { uuid } from "@/lib/protocol/fields";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Actor } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import type { Refusal } from "../refusal";

/** `listSeq`: sequence number of the published list that carries the denial. The first denial's time and reason stay. */
export async function denyDevice(
	context: ServerContext,
	{ device, reason }: DeviceDenial,
	by: Actor,
): Promise<Result<{ readonly listSeq: number }, Refusal<"device_unknown">>> {
	const found = uuid.safeParse(device).success ? await context.db.device.findUnique({ where: { id: device } }) : null;
	if (found === null) return err({ code: "device_unknown" });
	await transact(context.db, async (tx) => {
		const { count } = await tx.device.updateMany({
			where: { id: device, state: "active" },
			data: { state: "denied", deniedAt: timestamp(context.clock()), deniedReason: reason },
		});
		if (count > 0) await noteAct(tx, { action: "device.denied", by, subject: { device: found.id } });
	});
	const { seq } = await context.publishNow();
	return ok({ listSeq: seq });
}
