/**
 * The key tree of check codes (spec CC-1, CC-4): master → G[day, i] → P[pharmacy, day, i].
 * Only the server holds the master and whole days of G keys.
 */
import { base64url, fromBase64url, utf8 } from "@/lib/shared/bytes";
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { type HmacSha256, plainHmac } from "./hmac-port";

/** MAC symbols in a code, and so keys per day. */
export const POSITIONS = 12;
/** [CC-4] Positions that one verifier device holds. */
export const VERIFIER_POSITIONS = 6;
/** [CC-4] Days of keys on a pharmacy device, today included. */
const ISSUER_DAYS = 34;
/** [CC-4] Days of keys on a verifier device: today and the next ten. */
const VERIFIER_DAYS = 11;

const KEY_LENGTH = 16;

/** P keys of one pharmacy by UTC day, twelve b64u keys each: what a counter holds, and the file of `code issue`. */
export type IssuerCodeKeys = {
	readonly pharmacy: string;
	readonly days: Readonly<Record<string, readonly string[]>>;
};

/** G keys by UTC day and position, b64u: what a verifier holds, and the file of `code check`. */
export type VerifierCodeKeys = { readonly days: Readonly<Record<string, Readonly<Record<string, string>>>> };

/** `hmac`, here and below: the platform's, where it has one that is quicker. */
export function deriveGKey(
	master: Uint8Array,
	day: string,
	position: number,
	hmac: HmacSha256 = plainHmac,
): Uint8Array {
	return hmac(master, utf8(`cc1|${day}|${position}`)).slice(0, KEY_LENGTH);
}

export function derivePKey(gKey: Uint8Array, pharmacy: string, hmac: HmacSha256 = plainHmac): Uint8Array {
	return hmac(gKey, utf8(`ph|${pharmacy}`)).slice(0, KEY_LENGTH);
}

/** The twelve P keys of one pharmacy and day. */
export function derivePKeys(
	master: Uint8Array,
	pharmacy: string,
	day: string,
	hmac: HmacSha256 = plainHmac,
): readonly Uint8Array[] {
	return deriveGKeys(master, day, hmac).map((gKey) => derivePKey(gKey, pharmacy, hmac));
}

/** The twelve G keys of a day. */
export function deriveGKeys(master: Uint8Array, day: string, hmac: HmacSha256 = plainHmac): readonly Uint8Array[] {
	return Array.from({ length: POSITIONS }, (_, position) => deriveGKey(master, day, position, hmac));
}

/** Undefined unless `text` is b64u of exactly sixteen bytes. */
export function readKey(text: unknown): Uint8Array | undefined {
	const key = typeof text === "string" ? fromBase64url(text) : undefined;
	return key?.length === KEY_LENGTH ? key : undefined;
}

/** The master of a UTC day: a new one takes over with a day, not with a moment. */
export type MasterOfDay = (day: string) => Uint8Array;

/** The keys of a counter for `ISSUER_DAYS` from the day of `now`. */
export function issuerCodeKeys(
	masterOf: MasterOfDay,
	pharmacy: string,
	now: NumericDate,
	hmac: HmacSha256 = plainHmac,
) {
	const days = eachDay(now, ISSUER_DAYS, (day) => derivePKeys(masterOf(day), pharmacy, day, hmac).map(base64url));
	return { pharmacy, days } satisfies IssuerCodeKeys;
}

/** The keys of a verifier device for `VERIFIER_DAYS` from the day of `now`, at its own positions only. */
export function verifierCodeKeys(masterOf: MasterOfDay, positions: readonly number[], now: NumericDate) {
	const keyAt = (day: string, position: number) => base64url(deriveGKey(masterOf(day), day, position));
	const days = eachDay(now, VERIFIER_DAYS, (day) =>
		Object.fromEntries(positions.map((position) => [String(position), keyAt(day, position)])),
	);
	return { days } satisfies VerifierCodeKeys;
}

/**
 * Seed of a device's positions. Secret like the master: who knows the positions of others knows whom a leaked device
 * can deceive.
 */
export function deviceSeed(master: Uint8Array, deviceId: string): Uint8Array {
	return mac(master, `cc1-positions|${deviceId}`);
}

/** [CC-4] Six of the twelve positions in rising order, always the same for one seed, all 924 subsets equally likely. */
export function verifierPositions(seed: Uint8Array): readonly number[] {
	const left = Array.from({ length: POSITIONS }, (_, position) => position);
	const chosen: number[] = [];
	for (let round = 0; chosen.length < VERIFIER_POSITIONS; round++) {
		for (const byte of mac(seed, `cc1-positions|${round}`)) {
			const fair = 256 - (256 % left.length);
			if (byte >= fair) continue;
			chosen.push(...left.splice(byte % left.length, 1));
			if (chosen.length === VERIFIER_POSITIONS) break;
		}
	}
	return chosen.sort((a, b) => a - b);
}

function eachDay<Value>(now: NumericDate, count: number, value: (day: string) => Value): Record<string, Value> {
	const days: Record<string, Value> = {};
	for (let i = 0; i < count; i++) {
		const day = utcDay(now + i * DAY);
		days[day] = value(day);
	}
	return days;
}

function mac(key: Uint8Array, message: string): Uint8Array {
	return plainHmac(key, utf8(message));
}
