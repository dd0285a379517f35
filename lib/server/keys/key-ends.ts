/**
 * What of the authority's keys comes to its end soon, so that somebody brings the root in time. A key that another one
 * of its use follows without a gap is no matter: only the last of them ends anything.
 */
import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { DAY } from "@/lib/shared/numeric-date";
import { KEYSET_USES } from "./key-file";
import type { LoadedKeys } from "./key-store";

/** Before the end: a ceremony has to be called, and devices have to be online once after it. */
const END_NOTICE = 30 * DAY;

export type KeyEnd = {
	readonly what: "keyset" | (typeof KEYSET_USES)[number];
	/** No list is accepted, and nothing of that use is signed validly, after this second. */
	readonly ends: NumericDate;
};

export function endsSoon(keys: Pick<LoadedKeys, "claims" | "signing">, now: NumericDate): readonly KeyEnd[] {
	const keyset: KeyEnd = { what: "keyset", ends: keys.claims.exp };
	const uses = KEYSET_USES.map((use): KeyEnd => ({ what: use, ends: signsUntil(keys, use, now) }));
	// A key that ends with its keyset is renewed with it.
	const own = uses.filter(({ ends }) => ends < keyset.ends);
	return [keyset, ...own].filter(({ ends }) => ends - now <= END_NOTICE);
}

/** How long the keys of this folder that the keyset names for a use follow each other; the last end if none is in force. */
function signsUntil(
	{ claims, signing }: Pick<LoadedKeys, "claims" | "signing">,
	use: KeyEnd["what"],
	now: NumericDate,
) {
	const own = new Set(signing.filter((key) => key.use === use).map(({ publicJwk }) => publicJwk.x));
	const spans = claims.keys.filter((entry) => entry.use.includes(use) && own.has(entry.jwk.x));
	const reach = (from: NumericDate): NumericDate => {
		const next = Math.max(from, ...spans.filter(({ nbf, exp }) => nbf <= from && exp > from).map(({ exp }) => exp));
		return next === from ? from : reach(next);
	};
	const until = reach(now);
	return until > now ? until : Math.max(0, ...spans.filter(({ exp }) => exp <= now).map(({ exp }) => exp));
}
