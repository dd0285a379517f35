/**
 * [CC-8] How revoked codes are published, and how a door finds one. An entry has what every door verifies (number, kind,
 * slot) and of each MAC symbol its two low bits. A door compares those at its own positions alone: a code that was
 * changed elsewhere is found like the printed one, and one that was changed there was not accepted in the first place.
 */
import { ATTESTATION_KINDS, type AttestationKind } from "@/lib/shared/attestation-kind";
import type { Bytes } from "@/lib/shared/bytes";
import { DAY } from "@/lib/shared/numeric-date";
import { firstFrom } from "@/lib/shared/sorted-entries";
import { POSITIONS } from "./derive-keys";
import { SLOT_LENGTH } from "./expiry-slot";
import { ALPHABET } from "./symbols";

export const REVOKED_CODE_LENGTH = 6;
/** Number, kind and slot take the first half of an entry, the symbols' bits the second. */
const FACTS_LENGTH = 3;
const SLOTS_A_DAY = DAY / SLOT_LENGTH;
const LOW_BITS = 3;

export type MacSymbols = {
	/** Five digits. */
	readonly pharmacy: string;
	readonly kind: AttestationKind;
	/** Expiry slot, absolute or modulo 1024: only its place in the day counts. */
	readonly slot: number;
	/** The twelve MAC symbols, symbols 3 to 14 of a code. */
	readonly macs: string;
};

/**
 * Big-endian: two bits 0, number 17 bits, kind 2 (A, N, V, R), slot of the day 3; then 24: the two low bits of each MAC
 * symbol, position 0 first.
 */
export function revokedCode(code: MacSymbols): Bytes {
	return sixBytes(code, symbolBits(code.macs, ALL_POSITIONS));
}

/**
 * Whether the day's revoked codes, as `packEntries` makes them, have this one as far as `positions` tell. It may be
 * another code of the same pharmacy, kind and slot, once in 4,096 at six positions.
 */
export function isRevokedCode(revoked: Uint8Array, code: MacSymbols, positions: readonly number[]): boolean {
	const first = sixBytes(code, 0);
	const mask = symbolBits(EVERY_BIT, positions);
	const bits = symbolBits(code.macs, positions);
	for (let at = firstFrom(revoked, first); sameFacts(revoked, at, first); at += REVOKED_CODE_LENGTH) {
		if (((threeBytes(revoked, at + FACTS_LENGTH) ^ bits) & mask) === 0) return true;
	}
	return false;
}

const ALL_POSITIONS = Array.from({ length: POSITIONS }, (_, position) => position);
const EVERY_BIT = "Z".repeat(POSITIONS);

/** Those of other positions are 0. */
function symbolBits(macs: string, positions: readonly number[]): number {
	let bits = 0;
	for (const position of positions) {
		const symbol = ALPHABET.indexOf(macs[position] ?? "");
		bits |= (symbol & LOW_BITS) << (2 * (POSITIONS - 1 - position));
	}
	return bits;
}

function sixBytes({ pharmacy, kind, slot }: MacSymbols, bits: number): Bytes {
	const facts = (Number(pharmacy) << 5) | (ATTESTATION_KINDS.indexOf(kind) << 3) | (slot % SLOTS_A_DAY);
	return Uint8Array.of(facts >> 16, facts >> 8, facts, bits >> 16, bits >> 8, bits);
}

function sameFacts(revoked: Uint8Array, at: number, entry: Uint8Array): boolean {
	return at < revoked.length && threeBytes(revoked, at) === threeBytes(entry, 0);
}

function threeBytes(bytes: Uint8Array, at: number): number {
	return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}
