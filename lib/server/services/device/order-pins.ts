/** [VA-11] The authority's word that the PINs at a counter be chosen anew; the counter hears of it at its next contact. */
import "server-only";
import type { PinOrderInput } from "@/lib/protocol/console";
import { uuid } from "@/lib/protocol/fields";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import type { ServerContext } from "../../context/server-context";
import { numericDate, timestamp } from "../../db/timestamp";
import type { Refusal } from "../refusal";

/** Who ordered it, and when, stays with the device until the next order. */
export async function orderPins(
	{ db, clock, log }: ServerContext,
	{ id, device, operator }: PinOrderInput & { readonly operator: string },
): Promise<Result<{ readonly orderedAt: NumericDate }, Refusal<"device_unknown">>> {
	if (!uuid.safeParse(device).success) return err({ code: "device_unknown" });
	const { count } = await db.device.updateMany({
		where: { id: device, role: "counter", OR: [{ pinOrderId: null }, { pinOrderId: { not: id } }] },
		data: { pinOrderId: id, pinOrderAt: timestamp(clock()), pinOrderBy: operator, pinOrderHeededAt: null },
	});
	if (count > 0) log.info({ deviceId: device, order: id }, "PINs are to be chosen anew");
	const found = await db.device.findUnique({ where: { id: device }, select: { pinOrderAt: true } });
	if (found?.pinOrderAt == null) return err({ code: "device_unknown" });
	return ok({ orderedAt: numericDate(found.pinOrderAt) });
}
