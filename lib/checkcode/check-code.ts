/**
 * Judges a typed check code (spec CC-5). An acceptance is provisional: it says that number, code, birth date and
 * initials belong together, not that the person in front of you is that person, nor that the code was not revoked
 * (spec CC-8, revoked-codes.ts).
 */
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { derivePKey, POSITIONS, readKey, VERIFIER_POSITIONS, type VerifierCodeKeys } from "./derive-keys";
import { nearestSlot, slotDay, slotStart } from "./expiry-slot";
import { normaliseBirth, normaliseInitials } from "./holder-facts";
import { kindOfSymbol, macSymbol } from "./mac-symbols";
import { readPharmacyNumber } from "./pharmacy-number";
import { readCode, writeCode } from "./symbols";

/** What staff typed: number and code from the paper, birth date and initials from the identity document (CC-3). */
export type TypedCode = {
	readonly number: string;
	readonly code: string;
	readonly birth: string;
	readonly initials: string;
};

export type CodeOutcome =
	/** Ask again; does not count towards the lock. `field` says where to look. */
	| { readonly outcome: "typo"; readonly field: "number" | "code" | "birth" }
	| { readonly outcome: "expired"; readonly ended: NumericDate }
	/** Indeterminate: this device holds too few keys of that UTC day. */
	| { readonly outcome: "keys_missing"; readonly day: string }
	/** Counts towards the lock (CC-6). */
	| { readonly outcome: "rejected" }
	/** Provisional: amber, compare identity. */
	| {
			readonly outcome: "accepted";
			/** Five digits. */
			readonly pharmacy: string;
			readonly kind: AttestationKind;
			/** Absolute expiry slot (CC-7). */
			readonly slot: number;
			readonly ends: NumericDate;
			/** UTC day of the expiry slot: names the published lists of CC-8. */
			readonly day: string;
			/** YYMMDD, and A–Z, as the MACs cover them (CC-2). */
			readonly birth: string;
			readonly initials: string;
			/** Sixteen symbols as typed, without spaces. Those of other positions than `positions` nobody verified. */
			readonly symbols: string;
			/** The positions that were compared. */
			readonly positions: readonly number[];
	  };

export type AcceptedCode = Extract<CodeOutcome, { readonly outcome: "accepted" }>;

/**
 * The first outcome that applies, in this order: typo → rejected for an unknown version·kind (its slot means nothing to
 * us) → expired (needs no key) → keys_missing → rejected → accepted.
 */
export function checkCode(keys: VerifierCodeKeys, typed: TypedCode, now: NumericDate): CodeOutcome {
	const pharmacy = readPharmacyNumber(typed.number);
	if (pharmacy === undefined) return { outcome: "typo", field: "number" };
	const values = readCode(typed.code);
	if (!values) return { outcome: "typo", field: "code" };
	const birth = normaliseBirth(typed.birth);
	if (birth === undefined) return { outcome: "typo", field: "birth" };

	const [kindSymbol = 0, slotHigh = 0, slotLow = 0, ...rest] = values;
	const kind = kindOfSymbol(kindSymbol);
	if (!kind) return { outcome: "rejected" };

	const slotValue = (slotHigh << 5) | slotLow;
	const slot = nearestSlot(slotValue, now);
	const ends = slotStart(slot);
	if (now >= ends) return { outcome: "expired", ended: ends };

	const day = slotDay(slot);
	const gKeys = keysOf(keys, day);
	if (gKeys.size < VERIFIER_POSITIONS) return { outcome: "keys_missing", day };

	const initials = normaliseInitials(typed.initials);
	const facts = { pharmacy, kindSymbol, slotValue, birth, initials };
	// Every position is computed and the differences are gathered: the time taken says nothing about which one failed.
	let difference = 0;
	for (const [position, gKey] of gKeys) {
		difference |= macSymbol(derivePKey(gKey, pharmacy), facts) ^ (rest[position] ?? -1);
	}
	if (difference !== 0) return { outcome: "rejected" };
	const verified = { pharmacy, kind, slot, birth, initials, positions: [...gKeys.keys()] };
	return { outcome: "accepted", ...verified, ends, day, symbols: writeCode(values) };
}

/** The day's usable keys by position; an undecodable key counts as absent. */
function keysOf(keys: VerifierCodeKeys, day: string): ReadonlyMap<number, Uint8Array> {
	const held = new Map<number, Uint8Array>();
	const ofDay = Object.hasOwn(keys.days, day) ? keys.days[day] : undefined;
	for (let position = 0; ofDay && position < POSITIONS; position++) {
		const key = Object.hasOwn(ofDay, String(position)) ? readKey(ofDay[String(position)]) : undefined;
		if (key) held.set(position, key);
	}
	return held;
}
