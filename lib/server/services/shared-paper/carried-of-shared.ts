/** What a sheet that replaces the paper of a shared index takes over (spec SH-1): its record was refused, and is kept here. */
import "server-only";
import { z } from "zod";
import { recordInput } from "@/lib/protocol/records";
import type { ServerContext } from "../../context/server-context";
import type { Carried } from "../record/prepare-record";

const stored = z.object({ nir: z.string().optional(), contact: recordInput.shape.contact.default({}) });

/** By the key of the record that was refused. */
export async function carriedOfShared(
	{ db, cipher }: ServerContext,
	pharmacyNumber: string,
	keys: readonly string[],
): Promise<Map<string, Carried>> {
	const rows = await db.sharedPaper.findMany({
		where: { pharmacyNumber, recordKey: { in: [...keys] } },
		select: { recordKey: true, fieldKeyId: true, identitySealed: true },
	});
	return new Map(
		rows.map(({ recordKey, fieldKeyId: keyId, identitySealed: envelope }) => {
			const place = { table: "shared_papers", column: "identity", row: [pharmacyNumber, recordKey] };
			return [recordKey, stored.parse(JSON.parse(cipher.open(place, { keyId, envelope })))];
		}),
	);
}
