/**
 * What a correction says nothing of (spec SH-1). A counter forgets NIR and contact once they are registered; the portal
 * has them, and a corrected typing error must not lose them. Of another person's record nothing is taken over.
 */
import "server-only";
import { z } from "zod";
import { type RecordInput, recordInput } from "@/lib/protocol/records";
import { staysWithPerson } from "@/lib/protocol/revocations";
import type { ServerContext } from "../../context/server-context";
import type { Carried, Registrant } from "./prepare-record";

/** What of the corrected record is to be kept; undefined where nothing is, or it is not registered here. */
export type CarryOver = (record: RecordInput) => Carried | undefined;

const storedIdentity = z.object({ nir: z.string().optional() });
const storedContact = recordInput.shape.contact;

export async function carryOver(
	{ db, cipher }: ServerContext,
	{ pharmacyNumber }: Registrant,
	records: readonly RecordInput[],
): Promise<CarryOver> {
	const keys = records.flatMap((record) => correctedKey(record) ?? []);
	if (keys.length === 0) return () => undefined;
	const rows = await db.record.findMany({
		where: { pharmacyNumber, key: { in: keys } },
		select: { key: true, fieldKeyId: true, identitySealed: true, contactSealed: true },
	});
	const carried = new Map(
		rows.map(({ key, fieldKeyId: keyId, identitySealed, contactSealed }) => {
			const open = (column: string, envelope: Uint8Array): unknown =>
				JSON.parse(cipher.open({ table: "records", column, row: [pharmacyNumber, key] }, { keyId, envelope }));
			const { nir } = storedIdentity.parse(open("identity", identitySealed));
			return [key, { nir, contact: storedContact.parse(open("contact", contactSealed)) }] as const;
		}),
	);
	return (record) => carried.get(correctedKey(record) ?? "");
}

function correctedKey({ corrects }: RecordInput): string | undefined {
	return corrects !== undefined && staysWithPerson(corrects.reason) ? corrects.key : undefined;
}
