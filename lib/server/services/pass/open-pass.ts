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
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import { sameText, secretHash } from "../../crypto/secret-text";
import type { Transaction } from "../../db/database";
import { numericDate, timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import { type Correction, correctionReason, lastCorrection, type RecordWithPass } from "./last-correction";

/** Wrong tries before the link locks; each further wrong one locks again, for twice as long. */
const TRIES = 5;
const FIRST_LOCK = 15 * MINUTE;
const LONGEST_LOCK = DAY;

/** What a link may ask for, in the sealed identity. Records of sheets without a strip number have none. */
const asked = z.object({ birth: z.string(), stripNumber: z.string().optional() });

export async function openPass(context: ServerContext, given: OpenPassRequest): Promise<OpenPassAnswer> {
	const tokenHash = secretHash(given.token);
	return transact(context.db, async (tx) => {
		await tx.$queryRaw`SELECT token_hash FROM holder_links WHERE token_hash = ${tokenHash} FOR UPDATE`;
		const link = await tx.holderLink.findUnique({
			where: { tokenHash },
			include: { record: { include: { pass: true } } },
		});
		if (link === null) {
			decoyWork(context, given);
			return { state: "not_registered" };
		}
		const now = context.clock();
		const lockedUntil = link.lockedUntil === null ? 0 : numericDate(link.lockedUntil);
		if (lockedUntil > now) return { state: "locked", until: lockedUntil };
		const last = await lastCorrection(tx, link.record);
		const right = answersOf(context, link, last?.record);
		if (!right.some((answer) => isRight(given, answer))) return wrongAnswer(tx, given, { ...link, now });
		if (link.wrongTries > 0) {
			await tx.holderLink.update({ where: { tokenHash }, data: { wrongTries: 0, lockedUntil: null } });
		}
		return answerOf(context, link.record, last);
	});
}

function identityOf({ cipher }: ServerContext, record: RecordWithPass): string {
	const place = { table: "records", column: "identity", row: [record.pharmacyNumber, record.key] };
	return cipher.open(place, { keyId: record.fieldKeyId, envelope: record.identitySealed });
}

/** The pass of the record, or of the one that corrects it; else why there is none. */
function answerOf(context: ServerContext, own: RecordWithPass, last: Correction | undefined): OpenPassAnswer {
	if (last !== undefined && last.record === undefined) return { state: "withdrawn", reason: last.reason };
	const record = last?.record ?? own;
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

type Answer = Pick<OpenPassRequest, "birth" | "stripNumber">;

/** What the link takes. Whose birth date was mistyped knows only the right one: a corrected one is taken too. */
function answersOf(
	context: ServerContext,
	link: { readonly kind: HolderLinkKind; readonly record: RecordWithPass },
	corrected: RecordWithPass | undefined,
): readonly Answer[] {
	const { birth, stripNumber } = asked.parse(JSON.parse(identityOf(context, link.record)));
	if (link.kind === "sheet" && stripNumber !== undefined) return [{ stripNumber }];
	if (corrected === undefined) return [{ birth }];
	return [{ birth }, { birth: asked.parse(JSON.parse(identityOf(context, corrected))).birth }];
}

/** The answer to another question is wrong, whatever it says. */
function isRight(given: OpenPassRequest, { birth, stripNumber }: Answer): boolean {
	const [wanted, answer] = stripNumber === undefined ? [birth, given.birth] : [stripNumber, given.stripNumber];
	return sameText(wanted ?? "", answer ?? "");
}

async function wrongAnswer(
	tx: Transaction,
	given: OpenPassRequest,
	link: { readonly tokenHash: Uint8Array; readonly wrongTries: number; readonly now: NumericDate },
): Promise<OpenPassAnswer> {
	const wrongTries = link.wrongTries + 1;
	const beyond = wrongTries - TRIES;
	const until = beyond < 0 ? null : link.now + Math.min(LONGEST_LOCK, FIRST_LOCK * 2 ** Math.min(beyond, 16));
	await tx.holderLink.update({
		where: { tokenHash: Uint8Array.from(link.tokenHash) },
		data: { wrongTries, lockedUntil: until === null ? null : timestamp(until) },
	});
	if (until !== null) return { state: "locked", until };
	return { state: given.birth === undefined ? "wrong_number" : "wrong_birth", triesLeft: -beyond };
}

/** What a known token costs beyond the look-up: opening one envelope and comparing one answer. */
function decoyWork({ cipher }: ServerContext, given: OpenPassRequest): void {
	const place = { table: "records", column: "identity", row: ["00000", "none"] };
	const envelope = cipher.seal(place, JSON.stringify({ birth: "0000-00-00", stripNumber: "0000000" }));
	isRight(given, asked.parse(JSON.parse(cipher.open(place, { keyId: cipher.keyId, envelope }))));
}
