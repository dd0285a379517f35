/** Denies a pharmacy for good: its devices may call nothing, and every door refuses its papers (spec DL-2). */
import "server-only";
import type { PharmacyDenial } from "@/lib/protocol/console";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Actor } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import type { Refusal } from "../refusal";

/** `listSeq`: sequence number of the published list that carries the denial. The first denial's time and reason stay. */
export async function denyPharmacy(
	context: ServerContext,
	{ pharmacy: number, reason }: PharmacyDenial,
	by: Actor,
): Promise<Result<{ readonly listSeq: number }, Refusal<"pharmacy_unknown">>> {
	const found = await context.db.pharmacy.findUnique({ where: { number } });
	if (found === null) return err({ code: "pharmacy_unknown" });
	await transact(context.db, async (tx) => {
		const { count } = await tx.pharmacy.updateMany({
			where: { number, deniedAt: null },
			data: { deniedAt: timestamp(context.clock()), deniedReason: reason },
		});
		if (count > 0) await noteAct(tx, { action: "pharmacy.denied", by, subject: { pharmacy: number } });
	});
	const { seq } = await context.publishNow();
	return ok({ listSeq: seq });
}
