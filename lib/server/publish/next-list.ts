/** The number of the next trust list, and whether verifiers would take it after the last ones (spec TL-1, TL-2). */
import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { findVanished } from "@/lib/trust/shrink";
import { highestSeq, trustListClaims } from "@/lib/trust/trust-list";
import { REMOVAL_KEPT } from "@/lib/trust/update";
import type { LastLists } from "./last-lists";

/**
 * Numbers run with the time, one for every ten seconds. So a restored database goes on above all that it had signed, and
 * every list with news is above the renewals, one each half hour, of an instance that cannot reach the database
 * (publish/renew-trust-list.ts). A number of a key that the keyset no longer names is not followed beyond that: it binds
 * nobody, and a thief may have put it there.
 */
export function nextSeq({ lists, binding }: Pick<LastLists, "lists" | "binding">, now: NumericDate): number {
	const binds = new Set(binding);
	const followed = lists.filter((list) => binds.has(list) || list.seq < highestSeq(now)).map(({ seq }) => seq);
	return Math.max(Math.floor(now / 10), ...followed) + 1;
}

export type ListObjection =
	/** Its number is beyond its time; the last one may have been signed while a clock was ahead (TL-1). */
	| { readonly code: "number_ahead" }
	/** Something that was published is gone without being in `removed` (TL-2). */
	| { readonly code: "unexplained_shrink"; readonly vanished: "key" | "denial" | "status" }
	| { readonly code: "list_malformed" };

/** Why verifiers would refuse a list with these claims. */
export function objectionTo(
	claims: { readonly seq: number; readonly iat: NumericDate },
	{ lists }: Pick<LastLists, "lists">,
): ListObjection | undefined {
	if (claims.seq > highestSeq(claims.iat)) return { code: "number_ahead" };
	const list = trustListClaims.safeParse(claims).data;
	if (!list) return { code: "list_malformed" };
	const next = { ...list, payload: "" };
	for (const before of lists) {
		const vanished = list.iat > before.iat + REMOVAL_KEPT ? undefined : findVanished(before, next);
		if (vanished) return { code: "unexplained_shrink", vanished };
	}
	return undefined;
}

/** What the operator is told. */
export const HELD: Readonly<Record<ListObjection["code"], string>> = {
	number_ahead:
		"no trust list was signed: its number would be beyond its time. It waits until time has caught up; where that takes too long, withdraw the list key (docs/operations.md)",
	unexplained_shrink:
		"no trust list was signed: devices would refuse it, because something that was published is gone and not in removed",
	list_malformed: "no trust list was signed: devices could not read it",
};
