/** Denies a pharmacy for good: its devices may call nothing, and every door refuses its papers (spec DL-2). */
import "server-only";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import { ApiProblem } from "../../http/problem-response";

/** Sequence number of the published list that carries the denial. */
export async function denyPharmacy(
	context: ServerContext,
	{ number, reason }: { readonly number: string; readonly reason: string },
): Promise<number> {
	const found = await context.db.pharmacy.findUnique({ where: { number } });
	if (found === null) throw new ApiProblem("pharmacy_unknown");
	await context.db.pharmacy.updateMany({
		where: { number, deniedAt: null },
		data: { deniedAt: timestamp(context.clock()), deniedReason: reason },
	});
	return (await context.publishNow()).seq;
}
