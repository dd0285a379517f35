/** One result of a batch: its shape, and the fields whose rules a schema cannot say. Values never appear in an answer. */
import "server-only";
import { type PositiveAnswer, type PositiveInput, positiveInput } from "@/lib/protocol/positives";
import { wrongBesideUnknownMembers } from "@/lib/protocol/unknown-members";
import { err, ok, type Result } from "@/lib/shared/result";
import { fromNewerCounter, keyOf, offendingPerson, offendingTime } from "../record/parse-record";

export function parsePositive(candidate: unknown): Result<PositiveInput, PositiveAnswer> {
	const parsed = positiveInput.safeParse(candidate);
	if (!parsed.success) {
		const wrong = wrongBesideUnknownMembers(parsed.error);
		return wrong === undefined ? fromNewerCounter(candidate) : malformed(candidate, wrong);
	}
	const { identity, sampled, recorded } = parsed.data;
	const field = offendingPerson(identity) ?? offendingTime({ sampled, recorded });
	return field === undefined ? ok(parsed.data) : malformed(candidate, field);
}

function malformed(candidate: unknown, field: string): Result<never, PositiveAnswer> {
	const answer = { key: keyOf(candidate), outcome: "refused", reason: "record_malformed" } as const;
	return err(field === "" ? answer : { ...answer, field });
}
