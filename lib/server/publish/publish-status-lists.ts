/** Status lists (spec TL-5): one bit per index, as far as indices were handed out; sparse in the database. */
import "server-only";
import { join } from "node:path";
import { StatusList } from "@sd-jwt/jwt-status-list";
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { isPublished, publishFile } from "./publish-file";
import { signDocument } from "./sign-document";
import { TRUST_PATHS, trustFolder, trustUri } from "./trust-files";

const REFRESH = 30 * MINUTE;
const LIFETIME = 30 * DAY;
/** Seconds after which a verifier should ask again (IETF Token Status List, `ttl`). */
const TTL = 5 * MINUTE;

/** What was written last, by list: bits are only ever set, so two counts tell whether anything changed. */
export type StatusMemory = Map<number, Written>;
type Written = { readonly bits: number; readonly reach: number; readonly at: NumericDate; readonly signer: string };

/** Writes the lists that changed since `memory`, or that are getting old. */
export async function publishStatusLists(context: ServerContext, memory: StatusMemory): Promise<void> {
	const lists = await context.db.statusList.findMany({
		orderBy: { no: "asc" },
		select: { no: true, nextIndex: true, _count: { select: { bits: true } } },
	});
	for (const { no, nextIndex, _count } of lists) {
		const now = context.clock();
		const signer = context.keys.status[0].kid;
		const last = memory.get(no);
		const same = last?.bits === _count.bits && last.reach === nextIndex && last.signer === signer;
		if (same && now >= last.at && now - last.at < REFRESH && (await isPublished(pathOf(context, no)))) continue;
		const written = await publishStatusList(context, { no, reach: nextIndex, now });
		memory.set(no, { bits: written, reach: nextIndex, at: now, signer });
	}
}

async function publishStatusList(
	context: ServerContext,
	{ no, reach, now }: { readonly no: number; readonly reach: number; readonly now: NumericDate },
): Promise<number> {
	const { db, keys, settings } = context;
	const set = await db.statusBit.findMany({ where: { listNo: no }, select: { index: true } });
	// A whole number of bytes, as the format packs them.
	const bits = new Array<number>(Math.max(8, Math.ceil(reach / 8) * 8)).fill(0);
	for (const { index } of set) bits[index] = 1;
	const document = await signDocument(keys.status[0], "statuslist+jwt", {
		iss: settings.origins[0],
		sub: trustUri(TRUST_PATHS.status(String(no))),
		iat: now,
		exp: now + LIFETIME,
		ttl: TTL,
		status_list: { bits: 1, lst: new StatusList(bits, 1).compressStatusList() },
	});
	await publishFile(pathOf(context, no), document);
	return set.length;
}

function pathOf({ settings }: ServerContext, no: number): string {
	return join(trustFolder(settings.dataDir), TRUST_PATHS.status(String(no)));
}
