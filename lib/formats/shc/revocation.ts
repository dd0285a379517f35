/**
 * Card revocation lists of SMART Health Cards (specification 1.4.0, "Revocation"): per issuer key, revocation
 * identifiers, each revoking all its cards or only those issued before a time. They are not signed: whoever caches
 * them answers for where they came from.
 */
import { z } from "zod";
import type { UnverifiedShc } from "./decode-shc";

const list = z.object({
	kid: z.string(),
	method: z.literal("rid"),
	/** Issuers in the field write the number as text too. */
	ctr: z
		.union([z.int(), z.string().regex(/^\d+$/)])
		.optional()
		.catch(undefined),
	rids: z.array(z.unknown()),
});

/** `AQPCj4wwk6Mt` or `lHKzqFUMjhs.1636977600`. */
const ENTRY = /^([A-Za-z0-9_-]{1,24})(?:\.(\d{1,12}))?$/;

export type Revocations = {
	/** By key id and revocation identifier: cards with an earlier `nbf` are revoked; Infinity for all. */
	readonly before: ReadonlyMap<string, ReadonlyMap<string, number>>;
	/** Keys with a list that breaks the specification: its sound entries count, the rest is not known. */
	readonly damaged: ReadonlySet<string>;
	/** Something that is no list at all stood among them. */
	readonly foreign: boolean;
};

/** Reads the lists of one issuer as they came. Several lists of one key add up: no revocation is lost. */
export function readRevocations(lists: readonly unknown[]): Revocations {
	const before = new Map<string, Map<string, number>>();
	const damaged = new Set<string>();
	let foreign = false;
	for (const candidate of lists) {
		const parsed = list.safeParse(candidate);
		if (!parsed.success) {
			foreign = true;
			continue;
		}
		const { kid, ctr, rids } = parsed.data;
		const known = before.get(kid) ?? new Map<string, number>();
		before.set(kid, known);
		if (ctr === undefined) damaged.add(kid);
		const seen = new Set<string>();
		for (const rid of rids) {
			const entry = typeof rid === "string" ? ENTRY.exec(rid) : null;
			const id = entry?.[1];
			if (id === undefined || seen.has(id)) damaged.add(kid);
			if (id === undefined) continue;
			seen.add(id);
			const until = entry?.[2] === undefined ? Number.POSITIVE_INFINITY : Number(entry[2]);
			known.set(id, Math.max(known.get(id) ?? 0, until));
		}
	}
	return { before, damaged, foreign };
}

/** `unknown`: the list of the card's key is damaged and names no identifier that revokes the card. */
export function revocationStatus(card: UnverifiedShc, revocations: Revocations): "valid" | "revoked" | "unknown" {
	const until = card.rid === undefined ? undefined : revocations.before.get(card.kid)?.get(card.rid);
	if (until !== undefined && card.nbf < until) return "revoked";
	return revocations.damaged.has(card.kid) || revocations.foreign ? "unknown" : "valid";
}
