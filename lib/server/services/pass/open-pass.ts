/**
 * The holder's link: token and answer in, pass out. The link of a sheet with a strip number wants that number, every other
 * the birth date; what the page asked for decides nothing. A token that never existed and one whose record has not arrived
 * yet get the same answer after the same work. Wrong answers are counted by link in the database, under a row lock, so
 * that neither parallel tries nor a restart give more of them.
 */
import "server-only";
import { z } from "zod";
import type { HolderLinkKind } from "@/generated/prisma/client";
import type { OpenPassAnswer, OpenPassRequest } from "@/lib/protocol/holder";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import { secretHash } from "../../crypto/secret-text";
import type { Transaction } from "../../db/database";
import { numericDate } from "../../db/timestamp";
import { transact } from "../../db/transact";
import { findSharedLink, standingOf } from "../shared-paper/find-shared-link";
import { type Answer, closedUntil, isRight, NO_TRIES, type Tries, wrongTry } from "./holder-tries";
import { type Correction, correctionReason, lastCorrection, type RecordWithPass } from "./last-correction";

/** What a link may ask for, in the sealed identity. Records of sheets without a strip number have none. */
const asked = z.object({ birth: z.string(), stripNumber: z.string().optional() });

/** A link that was found: of a record, or of a paper whose index another one had before (spec OL-7). */
type FoundLink = {
	readonly tries: Tries;
	readonly kind: HolderLinkKind;
	/** JSON. */
	readonly identity: string;
	readonly last: Correction | undefined;
	readonly store: (tries: Tries) => Promise<unknown>;
	readonly answer: () => Promise<OpenPassAnswer>;
};

export async function openPass(context: ServerContext, given: OpenPassRequest): Promise<OpenPassAnswer> {
	const tokenHash = secretHash(given.token);
	return transact(context.db, async (tx) => {
		const link = (await linkOfRecord(context, tx, tokenHash)) ?? (await linkOfSharedPaper(context, tx, tokenHash));
		if (link === undefined) {
			decoyWork(context, given);
			return { state: "not_registered" };
		}
		return answerTo(context, link, given);
	});
}

async function answerTo(context: ServerContext, link: FoundLink, given: OpenPassRequest): Promise<OpenPassAnswer> {
	const now: NumericDate = context.clock();
	const until = closedUntil(link.tries, now);
	if (until !== undefined) return { state: "locked", until };
	if (!answersOf(context, link).some((answer) => isRight(given, answer))) {
		const wrong = wrongTry(link.tries, given, now);
		await link.store(wrong.tries);
		return wrong.answer;
	}
	if (link.tries.wrongTries > 0) await link.store(NO_TRIES);
	return link.answer();
}

type Hash = ReturnType<typeof secretHash>;

async function linkOfRecord(context: ServerContext, tx: Transaction, tokenHash: Hash): Promise<FoundLink | undefined> {
	await tx.$queryRaw`SELECT token_hash FROM holder_links WHERE token_hash = ${tokenHash} FOR UPDATE`;
	const link = await tx.holderLink.findUnique({
		where: { tokenHash },
		include: { record: { include: { pass: true } } },
	});
	if (link === null) return undefined;
	const last = await lastCorrection(tx, link.record);
	return {
		tries: link,
		kind: link.kind,
		identity: identityOf(context, link.record),
		last,
		store: (tries) => tx.holderLink.update({ where: { tokenHash }, data: { ...tries } }),
		answer: async () => answerOf(context, link.record, last),
	};
}

async function linkOfSharedPaper(
	context: ServerContext,
	tx: Transaction,
	tokenHash: Hash,
): Promise<FoundLink | undefined> {
	const paper = await findSharedLink(tx, tokenHash);
	if (paper === undefined) return undefined;
	const { pharmacyNumber, recordKey, fieldKeyId: keyId, identitySealed: envelope } = paper;
	const last = await lastCorrection(tx, { pharmacyNumber, key: recordKey });
	const place = { table: "shared_papers", column: "identity", row: [pharmacyNumber, recordKey] };
	const where = { pharmacyNumber_recordKey: { pharmacyNumber, recordKey } };
	return {
		tries: paper,
		kind: "sheet",
		identity: context.cipher.open(place, { keyId, envelope }),
		last,
		store: (tries) => tx.sharedPaper.update({ where, data: { ...tries } }),
		answer: async () => (last === undefined ? standingOf(context, tx, paper) : answerOf(context, last.record, last)),
	};
}

function identityOf({ cipher }: ServerContext, record: RecordWithPass): string {
	const place = { table: "records", column: "identity", row: [record.pharmacyNumber, record.key] };
	return cipher.open(place, { keyId: record.fieldKeyId, envelope: record.identitySealed });
}

/** The pass of the record, or of the one that corrects it; else why there is none. */
function answerOf(
	context: ServerContext,
	own: RecordWithPass | undefined,
	last: Correction | undefined,
): OpenPassAnswer {
	const record = last === undefined ? own : last.record;
	if (record === undefined) return { state: "withdrawn", reason: last?.reason ?? "other" };
	const { pass, state, pharmacyNumber, key } = record;
	if (state === "refused") return { state: "withdrawn", reason: "refused" };
	if (state !== "registered" || pass === null) {
		return { state: "withdrawn", reason: correctionReason(record.reason) ?? "other" };
	}
	const place = { table: "passes", column: "hc1", row: [pharmacyNumber, key] };
	const hc1 = context.cipher.open(place, { keyId: pass.fieldKeyId, envelope: pass.hc1Sealed });
	const registeredAt = numericDate(record.registeredAt);
	return { state: "ready", hc1, registeredAt, ...(last === undefined ? {} : { replaces: last.reason }) };
}

/** What the link takes. Whose birth date was mistyped knows only the right one: a corrected one is taken too. */
function answersOf(context: ServerContext, { kind, identity, last }: FoundLink): readonly Answer[] {
	const { birth, stripNumber } = asked.parse(JSON.parse(identity));
	if (kind === "sheet" && stripNumber !== undefined) return [{ stripNumber }];
	if (last?.record === undefined) return [{ birth }];
	return [{ birth }, { birth: asked.parse(JSON.parse(identityOf(context, last.record))).birth }];
}

/** What a known token costs beyond the look-up: opening one envelope and comparing one answer. */
function decoyWork({ cipher }: ServerContext, given: OpenPassRequest): void {
	const place = { table: "records", column: "identity", row: ["00000", "none"] };
	const envelope = cipher.seal(place, JSON.stringify({ birth: "0000-00-00", stripNumber: "0000000" }));
	isRight(given, asked.parse(JSON.parse(cipher.open(place, { keyId: cipher.keyId, envelope }))));
}
