/** One record of a batch: shape, and the fields whose rules a schema cannot say. Values never appear in an answer. */
import "server-only";
import { isBirthDate } from "@/lib/formats/relais/birth-date";
import { readNir } from "@/lib/protocol/nir";
import { type RecordAnswer, type RecordInput, recordInput } from "@/lib/protocol/records";
import { readStripNumber } from "@/lib/protocol/strip-number";
import { wrongBesideUnknownMembers } from "@/lib/protocol/unknown-members";
import { LAST_SECOND } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";

/** The record, or the answer that refuses it. */
export type ParsedRecord = Result<RecordInput, RecordAnswer>;

export function parseRecord(candidate: unknown): ParsedRecord {
	const parsed = recordInput.safeParse(candidate);
	if (!parsed.success) {
		const wrong = wrongBesideUnknownMembers(parsed.error);
		return wrong === undefined ? fromNewerCounter(candidate) : malformed(candidate, wrong);
	}
	const field = offendingField(parsed.data);
	return field === undefined ? ok(parsed.data) : malformed(candidate, field);
}

function offendingField({ identity, sampled, issued, queued, stripNumber }: RecordInput): string | undefined {
	const person = offendingPerson(identity);
	if (person !== undefined) return person;
	// The holder's page refuses it unasked: that link could never be opened.
	if (stripNumber !== undefined && readStripNumber(stripNumber) === undefined) return "stripNumber";
	return offendingTime({ sampled, issued, queued });
}

export function offendingPerson({ birth, nir }: RecordInput["identity"]): string | undefined {
	if (!isBirthDate(birth)) return "identity.birth";
	return nir !== undefined && readNir(nir) !== nir ? "identity.nir" : undefined;
}

export function offendingTime(times: Readonly<Record<string, RecordInput["sampled"]>>): string | undefined {
	for (const [name, { at, zone }] of Object.entries(times)) {
		if (at > LAST_SECOND) return `${name}.at`;
		if (!ZONE.test(zone)) return `${name}.zone`;
	}
	return undefined;
}

/**
 * The form of an IANA name only. Whether this platform knows the zone is no reason to lose a record: browsers know newer
 * names than servers, and say `Etc/Unknown` where they know none.
 */
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/;

/**
 * [IN-2] Nothing is wrong but that a newer version says more than this one can keep: the counter keeps it until the portal
 * is as new.
 */
export function fromNewerCounter(candidate: unknown) {
	return err({ key: keyOf(candidate), outcome: "retry", reason: "member_unknown" } as const);
}

function malformed(candidate: unknown, field: string): ParsedRecord {
	const answer = { key: keyOf(candidate), outcome: "refused", reason: "record_malformed" } as const;
	return err(field === "" ? answer : { ...answer, field });
}

/** The key as sent, so that the counter finds its record; empty when there is none to find. */
export function keyOf(candidate: unknown): string {
	const key = (candidate as { key?: unknown } | null)?.key;
	return typeof key === "string" && key.length <= 64 ? key : "";
}
