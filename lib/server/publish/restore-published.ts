/**
 * What was published and the database does not know: it was restored from a backup. What devices were told stays true, so
 * the database learns it from the published files, where one of our keys signed them: denials, revoked papers, withdrawn
 * passes, and status lists as far as their indices were handed out (spec TL-2, DL-3). Nothing is taken away, and a second
 * time finds nothing to do.
 */
import "server-only";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { decodeDenyFile, readPrefixes, writePrefixes } from "@/lib/trust/deny-coding";
import { openKeyset } from "@/lib/trust/keyset";
import { openStatusList } from "@/lib/trust/open-status-list";
import type { OpenedStatusList } from "@/lib/trust/status-list";
import type { Denial, TrustList } from "@/lib/trust/trust-list";
import { noteAct } from "../audit/note-act";
import type { ServerContext } from "../context/server-context";
import type { Transaction } from "../db/database";
import { timestamp } from "../db/timestamp";
import { transact } from "../db/transact";
import { carriedDenials, type LastLists, readLastLists } from "./last-lists";
import { readTakenBack } from "./list-removals";
import { lockPublication, PUBLICATION_LIMITS } from "./publication-lock";
import { TRUST_PATHS, trustFolder } from "./trust-files";

/** How many of each the database did not know. */
type Restored = {
	readonly devices: number;
	readonly pharmacies: number;
	readonly statusLists: number;
	readonly revokedPapers: number;
	readonly withdrawnPasses: number;
};

/** As the reason of what nobody can tell the reason of any more. */
const REASON = "published before the database was restored";

export async function restorePublished(context: ServerContext): Promise<void> {
	const restored = await transact(context.db, (tx) => restore(context, tx), PUBLICATION_LIMITS);
	if (hasNothing(restored)) return;
	context.log.warn(restored, "the database lacked what was published: it was restored from the published files");
}

async function restore(context: ServerContext, tx: Transaction): Promise<Restored> {
	await lockPublication(tx);
	const last = await readLastLists(context, tx);
	const takenBack = (await readTakenBack(context.settings.dataDir)).flatMap((entry) =>
		"denied" in entry
			? [{ denied: { jti: entry.denied.jti, sub: entry.denied.sub, kid: entry.denied.kid }, reason: entry.reason }]
			: [],
	);
	const denied = carriedDenials(last.lists, takenBack);
	const [devices, pharmacies] = [await denyDevices(tx, denied), await denyPharmacies(tx, denied)];
	const { statusLists, revokedPapers } = await restoreStatus(context, tx, last);
	const withdrawnPasses = last.diskIsAhead ? await restoreDenyFile(context, tx, last.lists[0]) : 0;
	const restored = { devices, pharmacies, statusLists, revokedPapers, withdrawnPasses };
	const by = { kind: "portal", name: "start" } as const;
	if (!hasNothing(restored)) await noteAct(tx, { action: "published.restored", by, subject: {} });
	return restored;
}

function hasNothing(restored: Restored): boolean {
	return Object.values(restored).every((count) => count === 0);
}

async function denyDevices(tx: Transaction, denied: readonly Denial[]): Promise<number> {
	let count = 0;
	for (const { jti, ...why } of denied) {
		if (jti === undefined) continue;
		const { at, reason } = readWhy(why);
		count += await tx.$executeRaw`
			UPDATE devices SET state = 'denied', denied_at = ${timestamp(at)}, denied_reason = ${reason}
			WHERE state = 'active' AND id = (SELECT device_id FROM delegations WHERE jti = ${jti})`;
	}
	return count;
}

async function denyPharmacies(tx: Transaction, denied: readonly Denial[]): Promise<number> {
	let count = 0;
	for (const { sub, ...why } of denied) {
		if (sub === undefined) continue;
		const { at, reason } = readWhy(why);
		count += await tx.$executeRaw`
			UPDATE pharmacies SET denied_at = ${timestamp(at)}, denied_reason = ${reason}
			WHERE denied_at IS NULL AND number = ${sub}`;
	}
	return count;
}

function readWhy({ from, reason }: Pick<Denial, "from" | "reason">): { at: NumericDate; reason: string } {
	return { at: typeof from === "number" ? from : 0, reason: typeof reason === "string" ? reason : REASON };
}

async function restoreStatus(
	{ settings, keys, clock }: ServerContext,
	tx: Transaction,
	{ lists }: LastLists,
): Promise<Pick<Restored, "statusLists" | "revokedPapers">> {
	const opened = await openKeyset(keys.keyset, keys.root);
	if (!opened.ok) return { statusLists: 0, revokedPapers: 0 };
	let [statusLists, revokedPapers] = [0, 0];
	for (const id of new Set(lists.flatMap(({ status }) => status.map((each) => each.id)))) {
		if (!/^[1-9]\d{0,8}$/.test(id)) continue;
		const jwt = await readIfThere(join(trustFolder(settings.dataDir), TRUST_PATHS.status(id)));
		const context = { keyset: opened.value, list: lists[0] };
		const list = jwt && (await openStatusList(id, jwt.toString("utf8").trim(), context));
		if (!list) continue;
		const { reach, revoked } = readBits(list);
		statusLists += await reachAsFar(tx, { no: Number(id), reach });
		revokedPapers += await revokeAgain(tx, { no: Number(id), revoked, now: clock() });
	}
	return { statusLists, revokedPapers };
}

function readBits({ isRevoked }: OpenedStatusList): { readonly reach: number; readonly revoked: readonly number[] } {
	const revoked: number[] = [];
	for (let index = 0; ; index++) {
		const bit = isRevoked(index);
		if (bit === undefined) return { reach: index, revoked };
		if (bit) revoked.push(index);
	}
}

/** Indices that a published list reaches were handed out, and are not handed out again (DL-3). */
async function reachAsFar(tx: Transaction, { no, reach }: { no: number; reach: number }): Promise<number> {
	return tx.$executeRaw`
		INSERT INTO status_lists (no, size, next_index) VALUES (${no}::int, ${reach}::int, ${reach}::int)
		ON CONFLICT (no) DO UPDATE SET next_index = LEAST(status_lists.size, ${reach}::int)
		WHERE status_lists.next_index + 8 <= LEAST(status_lists.size, ${reach}::int)`;
}

async function revokeAgain(
	tx: Transaction,
	{ no, revoked, now }: { no: number; revoked: readonly number[]; now: NumericDate },
): Promise<number> {
	const at = timestamp(now);
	const indices = [...revoked];
	await tx.$executeRaw`
		UPDATE records r SET state = 'revoked', reason = ${REASON}, withdrawn_at = ${at} FROM delegations d
		WHERE d.pharmacy_number = r.pharmacy_number AND d.jti = r.delegation_jti AND d.list_no = ${no}::int
			AND r.status_index = ANY(${indices}::int[]) AND r.state = 'registered'`;
	return tx.$executeRaw`
		INSERT INTO status_bits (list_no, index, reason, set_at, code_day, code_hash)
		SELECT DISTINCT ON (i) ${no}::int, i, ${REASON}, ${at}::timestamptz, r.code_day, r.code_hash
		FROM unnest(${indices}::int[]) AS i
		LEFT JOIN (records r JOIN delegations d ON d.pharmacy_number = r.pharmacy_number AND d.jti = r.delegation_jti)
			ON d.list_no = ${no}::int AND r.status_index = i
		ON CONFLICT DO NOTHING`;
}

/** Prefixes of the last deny file that no withdrawn pass here explains, lapsed ones included. */
async function restoreDenyFile({ settings }: ServerContext, tx: Transaction, last?: TrustList): Promise<number> {
	if (!last?.deny) return 0;
	const { sha256 } = last.deny;
	const file = await readIfThere(join(trustFolder(settings.dataDir), TRUST_PATHS.deny(sha256)));
	if (!file || createHash("sha256").update(file).digest("hex") !== sha256) return 0;
	const published = decodeDenyFile(new Uint8Array(file))?.prefixes;
	if (!published) return 0;
	const [row] = await tx.$queryRaw<readonly { readonly joined: Uint8Array | null }[]>`
		SELECT string_agg(prefix, ''::bytea ORDER BY prefix) AS joined FROM (
			SELECT prefix FROM withdrawn_prefixes UNION
			SELECT substring(sha256(convert_to(p.uvci, 'UTF8')) FROM 1 FOR 6)
			FROM passes p JOIN records r ON r.pharmacy_number = p.pharmacy_number AND r.key = p.record_key
			WHERE r.state = 'revoked'
		) AS known`;
	const known = new Set(readPrefixes(row?.joined ?? new Uint8Array()));
	const unknown = published.filter((prefix) => !known.has(prefix));
	if (unknown.length === 0) return 0;
	return tx.$executeRaw`
		INSERT INTO withdrawn_prefixes (prefix)
		SELECT substring(${writePrefixes(unknown)}::bytea FROM 6 * i + 1 FOR 6) FROM generate_series(0, ${unknown.length}::int - 1) AS i
		ON CONFLICT DO NOTHING`;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
	try {
		return await readFile(path);
	} catch (fault) {
		if ((fault as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw fault;
	}
}
