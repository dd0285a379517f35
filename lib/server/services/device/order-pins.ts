/** [VA-11] The authority's word that the PINs at a counter be chosen anew; the counter hears of it at its next contact. */
import "server-only";
import type { PinOrderInput } from "@/lib/protocol/console";
import { uuid } from "@/lib/protocol/fields";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Actor } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import { numericDate, timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import type { Refusal } from "../refusal";

/** Who ordered it, and when, stays with the device until the next order. */
export async function orderPins(
	{ db, clock, log }: ServerContext,
	{ id, device }: PinOrderInput,
	by: Actor,
): Promise<Result<{ readonly orderedAt: NumericDate }, Refusal<"device_unknown">>> {
	if (!uuid.safeParse(device).success) return err({ code: "device_unknown" });
	const isNew = await transact(db, async (tx) => {
		const { count } = await tx.device.updateMany({
			where: { id: device, role: "counter", OR: [{ pinOrderId: null }, { pinOrderId: { not: id } }] },
			data: { pinOrderId: id, pinOrderAt: timestamp(clock()), pinOrderBy: by.name, pinOrderHeededAt: null },
		});
		if (count > 0) await noteAct(tx, { action: "pins.ordered", by, subject: { device } });
		return count > 0;
	});
	if (isNew) log.info({ deviceId: device, order: id }, "PINs are to be chosen anew");
	const found = await db.device.findUnique({ where: { id: device }, select: { pinOrderAt: true } });
	if (found?.pinOrderAt == null) return err({ code: "device_unknown" });
	return ok({ orderedAt: numericDate(found.pinOrderAt) });
}
