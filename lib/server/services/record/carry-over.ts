/**
 * What a correction says nothing of (spec SH-1). A counter forgets NIR and contact once they are registered; the portal
 * has them, and a corrected typing error must not lose them. Of another person's record nothing is taken over. A paper that
 * was refused because another has its index (OL-5) is replaced like one that is registered: often by another workstation.
 */
import "server-only";
import { z } from "zod";
import { type RecordInput, recordInput } from "@/lib/protocol/records";
import { staysWithPerson } from "@/lib/protocol/revocations";
import type { ServerContext } from "../../context/server-context";
import { carriedOfShared } from "../shared-paper/carried-of-shared";
import type { Carried, Registrant } from "./prepare-record";

/** What of the corrected record is to be kept; undefined where nothing is, or the portal does not have it. */
export type CarryOver = (record: RecordInput) => Carried | undefined;

const storedIdentity = z.object({ nir: z.string().optional() });
const storedContact = recordInput.shape.contact;

export async function carryOver(
	context: ServerContext,
	{ pharmacyNumber }: Registrant,
	records: readonly RecordInput[],
): Promise<CarryOver> {
	const { db, cipher } = context;
	const keys = records.flatMap((record) => correctedKey(record) ?? []);
	if (keys.length === 0) return () => undefined;
	const carried = await carriedOfShared(context, pharmacyNumber, keys);
	const rows = await db.record.findMany({
		where: { pharmacyNumber, key: { in: keys } },
		select: { key: true, fieldKeyId: true, identitySealed: true, contactSealed: true },
	});
	for (const { key, fieldKeyId: keyId, identitySealed, contactSealed } of rows) {
		const open = (column: string, envelope: Uint8Array): unknown =>
			JSON.parse(cipher.open({ table: "records", column, row: [pharmacyNumber, key] }, { keyId, envelope }));
		const { nir } = storedIdentity.parse(open("identity", identitySealed));
		carried.set(key, { nir, contact: storedContact.parse(open("contact", contactSealed)) });
	}
	return (record) => carried.get(correctedKey(record) ?? "");
}

function correctedKey({ corrects }: RecordInput): string | undefined {
	return corrects !== undefined && staysWithPerson(corrects.reason) ? corrects.key : undefined;
}
