/** Refusals with a sentence of their own (messages `counter.refusal`). */
const EXPLAINED = [
	"identity_mismatch",
	"already_registered",
	"index_reused",
	"key_reused",
	"record_malformed",
	"revoked",
	"issuer_denied",
	"issuer_expired",
	"issuer_mismatch",
	"signature_invalid",
	"sealed_unreadable",
] as const;
export type RefusalKey = (typeof EXPLAINED)[number] | "time" | "other";

export function refusalKey(reason: string): RefusalKey {
	if (reason.startsWith("time_")) return "time";
	return EXPLAINED.find((known) => known === reason) ?? "other";
}

/** Fields that a `record_malformed` may name (messages `counter.fieldName`). */
const FIELDS = [
	"identity_family",
	"identity_given",
	"identity_birth",
	"identity_sex",
	"identity_birthName",
	"identity_usedName",
	"identity_nir",
	"contact_phone",
	"contact_email",
	"contact_address",
	"document_issuer",
	"guardian",
	"lot_number",
	"lot_expiry",
	"professional",
	"attestation_p",
] as const;
type FieldNameKey = (typeof FIELDS)[number];

export function fieldNameKey(field: string | undefined): FieldNameKey | undefined {
	const name = field?.replaceAll(".", "_");
	return FIELDS.find((known) => known === name);
}
