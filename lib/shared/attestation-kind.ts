/**
 * What an attestation proves (spec §2, claim `k`): A negative antigen test, N negative NAAT/PCR test, V vaccination,
 * R recovery (positive NAAT).
 */
export const ATTESTATION_KINDS = ["A", "N", "V", "R"] as const;
export type AttestationKind = (typeof ATTESTATION_KINDS)[number];

export function isAttestationKind(value: unknown): value is AttestationKind {
	return ATTESTATION_KINDS.some((kind) => kind === value);
}
