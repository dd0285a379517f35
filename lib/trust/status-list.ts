/**
 * IETF Token Status Lists with one bit per index (spec TL-5). The signature is checked by openTrust before this
 * is reached; here a list is only unpacked and read.
 */
import { getListFromStatusListJWT, type StatusList } from "@sd-jwt/jwt-status-list";
import { z } from "zod";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** Claims of a status list token (draft-ietf-oauth-status-list §5.1); `bits` is fixed by TL-5. */
export const statusListClaims = z.object({
	sub: z.string().optional(),
	iat: z.int().optional(),
	status_list: z.object({ bits: z.literal(1), lst: z.string() }),
});

export type OpenedStatusList = {
	readonly id: string;
	readonly iat: NumericDate | undefined;
	/** True: revoked. Undefined: the list does not reach that far. */
	readonly isRevoked: (index: number) => boolean | undefined;
};

/** Throws when the compressed bits do not unpack. */
export function readStatusList(id: string, jwt: string, iat: NumericDate | undefined): OpenedStatusList {
	const list: StatusList = getListFromStatusListJWT(jwt);
	return {
		id,
		iat,
		isRevoked: (index) => (index < list.statusList.length ? list.getStatus(index) === 1 : undefined),
	};
}
