/** [P-6] Which attestations a policy still takes at an activity, and until when, for people to read. */
import { ATTESTATION_KINDS, type AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { PolicyActivity } from "./occasion";
import type { PolicyDocument } from "./policy-document";

export type AcceptedPaper = {
	readonly kinds: readonly AttestationKind[];
	/** First second at which they are no longer accepted; undefined: no end is set. */
	readonly until: NumericDate | undefined;
};

/** Kinds with the same end together; those that last longest first. Empty: none is accepted. */
export function acceptedPaper(
	{ attestations }: PolicyDocument,
	{ now, activity }: { readonly now: NumericDate; readonly activity: PolicyActivity },
): readonly AcceptedPaper[] {
	const groups = new Map<NumericDate, AttestationKind[]>();
	for (const kind of ATTESTATION_KINDS) {
		const ends = attestations
			.filter(({ kinds, activities }) => kinds.includes(kind) && activities.includes(activity))
			.map(({ until }) => until ?? Infinity);
		const last = Math.max(...ends);
		if (last > now) groups.set(last, [...(groups.get(last) ?? []), kind]);
	}
	return [...groups]
		.sort(([one], [other]) => other - one)
		.map(([until, kinds]) => ({ kinds, until: until === Infinity ? undefined : until }));
}
