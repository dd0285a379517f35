import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "@/lib/shared/bytes";

export type CodeKind = "A" | "N" | "V" | "R";

/** Symbol 0: version and kind (spec §5). */
export const KIND_SYMBOLS: Readonly<Record<CodeKind, number>> = { A: 8, N: 9, V: 10, R: 11 };

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

export function kindOfSymbol(value: number): CodeKind | undefined {
	switch (value) {
		case 8:
			return "A";
		case 9:
			return "N";
		case 10:
			return "V";
		case 11:
			return "R";
		default:
			return undefined;
	}
}

/** [CC-2] The MAC symbol of the position that `pKey` belongs to. */
export function macSymbol(pKey: Uint8Array, facts: CodeFacts): number {
	const message = `cc1|${facts.pharmacy}|${facts.kindSymbol}|${facts.slotValue}|${facts.birth}|${facts.initials}`;
	return (hmac(sha256, pKey, utf8(message))[0] ?? 0) & 31;
}
