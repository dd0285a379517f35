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
import type { Carried, Registrant } from "./prepare-record";

/** What of the corrected record is to be kept; undefined where nothing is, or the portal does not have it. */
export type CarryOver = (record: RecordInput) => Carried | undefined;

const storedIdentity = z.object({ nir: z.string().optional() });
const storedContact = recordInput.shape.contact;
const sharedIdentity = storedIdentity.extend({ contact: storedContact.default({}) });

export async function carryOver(
	{ db, cipher }: ServerContext,
	{ pharmacyNumber }: Registrant,
	records: readonly RecordInput[],
): Promise<CarryOver> {
	const keys = records.flatMap((record) => correctedKey(record) ?? []);
	if (keys.length === 0) return () => undefined;
	const opener =
		(table: "records" | "shared_papers", { key, keyId }: { readonly key: string; readonly keyId: string }) =>
		(column: string, envelope: Uint8Array): unknown =>
			JSON.parse(cipher.open({ table, column, row: [pharmacyNumber, key] }, { keyId, envelope }));
	const registered = await db.record.findMany({
		where: { pharmacyNumber, key: { in: keys } },
		select: { key: true, fieldKeyId: true, identitySealed: true, contactSealed: true },
	});
	const shared = await db.sharedPaper.findMany({
		where: { pharmacyNumber, recordKey: { in: keys } },
		select: { recordKey: true, fieldKeyId: true, identitySealed: true },
	});
	const carried = new Map<string, Carried>();
	for (const { recordKey: key, fieldKeyId: keyId, identitySealed } of shared) {
		const { nir, contact } = sharedIdentity.parse(opener("shared_papers", { key, keyId })("identity", identitySealed));
		carried.set(key, { nir, contact });
	}
	for (const { key, fieldKeyId: keyId, identitySealed, contactSealed } of registered) {
		const open = opener("records", { key, keyId });
		const { nir } = storedIdentity.parse(open("identity", identitySealed));
		carried.set(key, { nir, contact: storedContact.parse(open("contact", contactSealed)) });
	}
	return (record) => carried.get(correctedKey(record) ?? "");
}

function correctedKey({ corrects }: RecordInput): string | undefined {
	return corrects !== undefined && staysWithPerson(corrects.reason) ? corrects.key : undefined;
}
