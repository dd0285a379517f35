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
		const row = [link.pharmacyNumber, link.recordKey];
		const text = context.cipher.open(
			{ table: "records", column: "identity", row },
			{ keyId: link.record.fieldKeyId, envelope: link.record.identitySealed },
		);
		if (!isRight(given, link.kind, text)) return wrongAnswer(tx, given, { ...link, now });
		if (link.wrongTries > 0) {
			await tx.holderLink.update({ where: { tokenHash }, data: { wrongTries: 0, lockedUntil: null } });
		}
		const { record } = link;
		if (record.state !== "registered" || record.pass === null) return { state: "withdrawn" };
		const hc1 = context.cipher.open(
			{ table: "passes", column: "hc1", row },
			{ keyId: record.pass.fieldKeyId, envelope: record.pass.hc1Sealed },
		);
		return { state: "ready", hc1, registeredAt: numericDate(record.registeredAt) };
	});
}

/** `identity`: the text of the sealed column. The answer to another question is wrong, whatever it says. */
function isRight(given: OpenPassRequest, kind: HolderLinkKind, identity: string): boolean {
	const { birth, stripNumber } = asked.parse(JSON.parse(identity));
	const [wanted, answer] =
		kind === "sheet" && stripNumber !== undefined ? [stripNumber, given.stripNumber] : [birth, given.birth];
	return sameText(wanted, answer ?? "");
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
	isRight(given, "sheet", cipher.open(place, { keyId: cipher.keyId, envelope }));
}
