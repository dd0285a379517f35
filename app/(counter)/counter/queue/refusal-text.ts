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
	"identity_nir",
	"contact_phone",
	"contact_email",
	"contact_address",
	"professional",
	"attestation_p",
] as const;

export function fieldNameKey(field: string | undefined): (typeof FIELDS)[number] | undefined {
	const name = field?.replaceAll(".", "_");
	return FIELDS.find((known) => known === name);
}
