/**
 * The holder's link: token and answer in, pass out. The link of a sheet with a strip number wants that number, every other
 * the birth date; what the page asked for decides nothing. A token that never existed and one whose record has not arrived
 * yet get the same answer after the same work. Wrong answers are counted by link in the database, under a row lock, so
 * that neither parallel tries nor a restart give more of them.
 */
import "server-only";
import { z } from "zod";
import type { OpenPassAnswer, OpenPassRequest } from "@/lib/protocol/holder";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import { secretHash } from "../../crypto/secret-text";
import { numericDate } from "../../db/timestamp";
import { type Decision, underLock } from "../../db/under-lock";
import { claimsOfSealed } from "../shared-paper/sealed-claims";
import { findLink, keepTries, type LinkRow, type RecordOfLink } from "./find-link";
import { type Answer, closedUntil, isRight, NO_TRIES, wrongTry } from "./holder-tries";
import { type Correction, correctionReason, lastCorrection } from "./last-correction";

/** What a link may ask for, in the sealed identity. Records of sheets without a strip number have none. */
const asked = z.object({ birth: z.string(), stripNumber: z.string().optional() });

type Link = { readonly own: LinkRow; readonly last: Correction | undefined };

export async function openPass(context: ServerContext, given: OpenPassRequest): Promise<OpenPassAnswer> {
	if (!(await context.strangers.pass(given.token))) return notRegistered(context, given);
	const find = findLink(secretHash(given.token));
	return underLock(context.connections, find, ([own, ...corrections]: readonly LinkRow[]) =>
		own === undefined
			? { answer: notRegistered(context, given) }
			: decide(context, { own, last: lastCorrection(corrections) }, given),
	);
}

function notRegistered(context: ServerContext, given: OpenPassRequest): OpenPassAnswer {
	decoyWork(context, given);
	return { state: "not_registered" };
}

function decide(context: ServerContext, link: Link, given: OpenPassRequest): Decision<OpenPassAnswer> {
	const now: NumericDate = context.clock();
	const { own } = link;
	// Nothing is left to compare an answer with, and nothing that it would open.
	if (!own.isKept) return { answer: { state: "withdrawn", reason: "other", forgotten: true } };
	const until = closedUntil(own, now);
	if (until !== undefined) return { answer: { state: "locked", until } };
	if (!answersOf(context, link).some((answer) => isRight(given, answer))) {
		const { tries, answer } = wrongTry(own, given, now);
		return { answer, write: keepTries(own, tries) };
	}
	return { answer: answerOf(context, link), write: own.wrongTries > 0 ? keepTries(own, NO_TRIES) : undefined };
}

/** The pass of the record, or of the one that corrects it; else why there is none. */
function answerOf(context: ServerContext, { own, last }: Link): OpenPassAnswer {
	if (last === undefined) {
		return own.attestationSealed === null ? passOf(context, own) : standingOf(context, own, own.attestationSealed);
	}
	if (last.record === undefined) return { state: "withdrawn", reason: last.reason };
	const answer = passOf(context, last.record);
	return answer.state === "ready" ? { ...answer, replaces: last.reason } : answer;
}

function passOf(context: ServerContext, record: RecordOfLink): OpenPassAnswer {
	const { state, reason, pharmacyNumber, key, registeredAt, passKeyId, hc1Sealed } = record;
	if (state === "refused") return { state: "withdrawn", reason: "refused" };
	if (state !== "registered" || registeredAt === null || passKeyId === null || hc1Sealed === null) {
		return { state: "withdrawn", reason: correctionReason(reason) ?? "other" };
	}
	const place = { table: "passes", column: "hc1", row: [pharmacyNumber, key] };
	const hc1 = context.cipher.open(place, { keyId: passKeyId, envelope: hc1Sealed });
	return { state: "ready", hc1, registeredAt: numericDate(registeredAt) };
}

/** What is said of a paper that shares its index and that no registered record replaces (spec OL-7). */
function standingOf(context: ServerContext, own: LinkRow, attestationSealed: Uint8Array): OpenPassAnswer {
	const { pharmacyNumber, key, fieldKeyId } = own;
	if (own.isTakenBack) return { state: "withdrawn", reason: "other" };
	const row = { fieldKeyId, attestationSealed };
	const { exp } = claimsOfSealed(context.cipher, { table: "shared_papers", pharmacyNumber, key, row });
	if (exp <= context.clock()) return { state: "withdrawn", reason: "other" };
	return own.isRevoked ? { state: "withdrawn", reason: "index_reused" } : { state: "number_shared" };
}

/** What the link takes. Whose birth date was mistyped knows only the right one: a corrected one is taken too. */
function answersOf({ cipher }: ServerContext, { own, last }: Link): readonly Answer[] {
	const { birth, stripNumber } = identityOf(cipher, own, own.attestationSealed === null ? "records" : "shared_papers");
	if (own.kind === "sheet" && stripNumber !== undefined) return [{ stripNumber }];
	if (last?.record === undefined) return [{ birth }];
	return [{ birth }, { birth: identityOf(cipher, last.record, "records").birth }];
}

function identityOf(
	cipher: ServerContext["cipher"],
	{ pharmacyNumber, key, fieldKeyId: keyId, identitySealed: envelope }: RecordOfLink,
	table: "records" | "shared_papers",
) {
	const place = { table, column: "identity", row: [pharmacyNumber, key] };
	return asked.parse(JSON.parse(cipher.open(place, { keyId, envelope })));
}

/** What a known token costs beyond the look-up: opening one envelope and comparing one answer. */
function decoyWork({ cipher }: ServerContext, given: OpenPassRequest): void {
	const place = { table: "records", column: "identity", row: ["00000", "none"] };
	const envelope = cipher.seal(place, JSON.stringify({ birth: "0000-00-00", stripNumber: "0000000" }));
	isRight(given, asked.parse(JSON.parse(cipher.open(place, { keyId: cipher.keyId, envelope }))));
}
