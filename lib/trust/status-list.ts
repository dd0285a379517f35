/**
 * IETF Token Status Lists with one bit per index (spec TL-5). The signature is checked by openTrust before this
 * is reached; here a list is only unpacked and read.
 *
 * The authority writes lists with @sd-jwt/jwt-status-list. Its reader makes one array element per index (300 ms and
 * 8 MB for a million, measured on a laptop) where a national list has a hundred of them and a door asks for a few
 * bits: they are read where they lie instead, and a test holds both readers to the same answers.
 */
import type { StatusListJWTPayload } from "@sd-jwt/jwt-status-list";
import { z } from "zod";
import { fromBase64url } from "@/lib/shared/bytes";
import { inflateZlib } from "@/lib/shared/inflate";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";

/** Spec TL-5, bytes: 8,388,608 indices, sixty-four times as many as our authority puts into a list. */
const UNPACKED_LIMIT = 1_048_576;

/** Claims of a status list token (draft-ietf-oauth-status-list §5.1); `bits` is fixed by TL-5. */
export const statusListClaims = z.object({
	sub: z.string().optional(),
	iat: z.int(),
	status_list: z.object({ bits: z.literal(1), lst: z.string() }),
}) satisfies z.ZodType<Pick<StatusListJWTPayload, "status_list">>;

/** Seconds after which a status list may have missed revocations (TL-5). */
export const STATUS_STALE = 72 * HOUR;

export type OpenedStatusList = {
	readonly id: string;
	readonly iat: NumericDate;
	/** The packed bits as they were signed, to tell a fork from a retry. */
	readonly content: string;
	/** True: revoked. Undefined: the list does not reach that far. */
	readonly isRevoked: (index: number) => boolean | undefined;
};

/** Undefined when the compressed bits do not unpack, or to more than the limit. */
export function readStatusList(id: string, claims: z.infer<typeof statusListClaims>): OpenedStatusList | undefined {
	const bits = unpack(claims.status_list.lst);
	if (!bits) return undefined;
	return { id, iat: claims.iat, content: claims.status_list.lst, isRevoked: (index) => bitAt(bits, index) };
}

/** draft-ietf-oauth-status-list §4: zlib, base64url. */
function unpack(lst: string): Uint8Array | undefined {
	const packed = fromBase64url(lst);
	// A copy: what is kept for days shall not hold the room that it was inflated in.
	return packed && inflateZlib(packed, UNPACKED_LIMIT)?.slice();
}

/** §4: the first index is the least significant bit of the first byte. */
function bitAt(bits: Uint8Array, index: number): boolean | undefined {
	const byte = bits[Math.floor(index / 8)];
	return byte === undefined ? undefined : ((byte >> (index % 8)) & 1) === 1;
}
