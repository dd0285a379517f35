import { ATTESTATION_KINDS, type AttestationKind } from "@/lib/shared/attestation-kind";
import { utf8 } from "@/lib/shared/bytes";
import { type HmacSha256, plainHmac } from "./hmac-port";

/** Symbol 0: version and kind (spec §5). */
export const KIND_SYMBOLS: Readonly<Record<AttestationKind, number>> = { A: 8, N: 9, V: 10, R: 11 };

/** What one MAC covers. */
export type CodeFacts = {
	/** Five digits. */
	readonly pharmacy: string;
	readonly kindSymbol: number;
	/** The two slot symbols' value, 0–1023. */
	readonly slotValue: number;
	/** YYMMDD. */
	readonly birth: string;
	readonly initials: string;
};

export function kindOfSymbol(value: number): AttestationKind | undefined {
	return ATTESTATION_KINDS.find((kind) => KIND_SYMBOLS[kind] === value);
}

/** [CC-2] The MAC symbol of the position that `pKey` belongs to. */
export function macSymbol(pKey: Uint8Array, facts: CodeFacts, hmac: HmacSha256 = plainHmac): number {
	const message = `cc1|${facts.pharmacy}|${facts.kindSymbol}|${facts.slotValue}|${facts.birth}|${facts.initials}`;
	return (hmac(pKey, utf8(message))[0] ?? 0) & 31;
}
