/**
 * Which refused records can be put right under their own key and paper (spec SH-13): those that the portal stored nothing of,
 * and of which it named a field that is neither signed nor printed. Everything else needs another paper.
 */
import { type RecordInput, recordInput } from "@/lib/protocol/records";
import type { RefusedEntry } from "./outbox";

export const MENDABLE_FIELDS = [
	"identity.birthName",
	"identity.usedName",
	"identity.nir",
	"contact.phone",
	"contact.email",
	"contact.address",
	"document.issuer",
	"guardian",
	"lot.number",
	"lot.expiry",
	"professional",
] as const;
export type MendableField = (typeof MENDABLE_FIELDS)[number];

/** The field that somebody can put right; undefined where the paper in the person's hand can never be registered. */
export function mendableField({ reason, field }: Pick<RefusedEntry, "reason" | "field">): MendableField | undefined {
	return reason === "record_malformed" ? MENDABLE_FIELDS.find((known) => known === field) : undefined;
}

/** As it was sent; empty where the record has none. */
export function fieldOf(
	{ identity, contact, document, guardian, lot, professional }: RecordInput,
	field: MendableField,
) {
	const fields: Record<MendableField, string | undefined> = {
		"identity.birthName": identity.birthName,
		"identity.usedName": identity.usedName,
		"identity.nir": identity.nir,
		"contact.phone": contact.phone,
		"contact.email": contact.email,
		"contact.address": contact.address,
		"document.issuer": document?.issuer,
		guardian,
		"lot.number": lot?.number,
		"lot.expiry": lot?.expiry,
		professional,
	};
	return fields[field] ?? "";
}

/** The same record but for this field; an empty value leaves it out. Undefined where no record may say that. */
export function mendRecord(record: RecordInput, field: MendableField, value: string): RecordInput | undefined {
	const said = value === "" ? undefined : value;
	const { identity, contact, document, lot } = record;
	const changed = (): object => {
		switch (field) {
			case "identity.birthName":
				return { identity: { ...identity, birthName: said } };
			case "identity.usedName":
				return { identity: { ...identity, usedName: said } };
			case "identity.nir":
				return { identity: { ...identity, nir: said } };
			case "contact.phone":
				return { contact: { ...contact, phone: said } };
			case "contact.email":
				return { contact: { ...contact, email: said } };
			case "contact.address":
				return { contact: { ...contact, address: said } };
			case "document.issuer":
				return { document: document && { ...document, issuer: said } };
			case "lot.number":
				return { lot: said === undefined ? undefined : { ...lot, number: said } };
			case "lot.expiry":
				return { lot: lot && { ...lot, expiry: said } };
			case "guardian":
			case "professional":
				return { [field]: said };
		}
	};
	// As it is sent: a member that is undefined is none.
	return recordInput.safeParse(JSON.parse(JSON.stringify({ ...record, ...changed() }))).data;
}
