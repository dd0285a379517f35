/** Status lists (spec TL-5): one bit per index, as far as indices were handed out; sparse in the database. */
import "server-only";
import { join } from "node:path";
import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { Prisma } from "@/generated/prisma/client";
import { base64url } from "@/lib/shared/bytes";
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import type { Database } from "../db/database";
import { lookFrom } from "./look-back";
import { publishDatedFile } from "./publish-dated-file";
import { isPublished } from "./publish-file";
import { TRUST_PATHS, trustFolder, trustUri } from "./trust-files";

const deflated = promisify<Uint8Array, { level: number }, Buffer>(deflate);

const STATUS_LIST_TYP = "statuslist+jwt";
const REFRESH = 30 * MINUTE;
const LIFETIME = 30 * DAY;
/** Seconds after which a verifier should ask again (IETF Token Status List, `ttl`). */
const TTL = 5 * MINUTE;

export type StatusLists = {
	/** Writes the lists that changed since the last time, or that are getting old. */
	readonly publish: (context: ServerContext) => Promise<void>;
	/** The next time all bits are counted. */
	readonly forget: () => void;
};

/** What was written last of a list: bits are only ever set, so two counts tell whether anything changed. */
type Written = { readonly bits: number; readonly reach: number; readonly at: NumericDate; readonly signer: string };

export function statusLists(): StatusLists {
	const written = new Map<number, Written>();
	let looked: NumericDate | undefined;

	async function publish(context: ServerContext): Promise<void> {
		const begun = context.clock();
		const bits = await countBits(context.db, looked === undefined ? undefined : lookFrom(looked, begun));
		const lists = await context.db.statusList.findMany({
			orderBy: { no: "asc" },
			select: { no: true, nextIndex: true },
		});
		for (const { no, nextIndex } of lists) {
			const now = context.clock();
			const signer = context.keys.status[0].kid;
			const last = written.get(no);
			const counted = bits.get(no) ?? (looked === undefined ? 0 : last?.bits);
			const same = last?.bits === counted && last?.reach === nextIndex && last.signer === signer;
			if (same && now >= last.at && now - last.at < REFRESH && (await isPublished(pathOf(context, no)))) continue;
			const count = await publishStatusList(context, { no, reach: nextIndex });
			// One that has to wait is due until it was published.
			if (count === undefined) written.delete(no);
			else written.set(no, { bits: count, reach: nextIndex, at: now, signer });
		}
		looked = begun;
	}

	return {
		publish,
		forget: () => {
			looked = undefined;
		},
	};
}

/** How many bits are set, by list: of those of which one was set since then, or of all that have any. */
async function countBits(db: Database, since: Date | undefined): Promise<ReadonlyMap<number, number>> {
	const touched =
		since === undefined
			? Prisma.empty
			: Prisma.sql`WHERE list_no IN (SELECT list_no FROM status_bits WHERE set_at >= ${since})`;
	const rows = await db.$queryRaw<readonly { readonly no: number; readonly bits: number }[]>`
		SELECT list_no AS no, count(*)::int AS bits FROM status_bits ${touched} GROUP BY list_no`;
	return new Map(rows.map(({ no, bits }) => [no, bits]));
}

/** How many bits are set; undefined where it has to wait. */
async function publishStatusList(
	context: ServerContext,
	{ no, reach }: { readonly no: number; readonly reach: number },
): Promise<number | undefined> {
	const path = TRUST_PATHS.status(String(no));
	let count = 0;
	const published = await publishDatedFile(context, {
		path,
		typ: STATUS_LIST_TYP,
		claims: async (tx, iat) => {
			const set = await tx.statusBit.findMany({ where: { listNo: no }, select: { index: true } });
			count = set.length;
			const lst = base64url(await deflated(packBits(set, reach), { level: 9 }));
			return { sub: trustUri(path), exp: iat + LIFETIME, ttl: TTL, status_list: { bits: 1, lst } };
		},
	});
	return published ? count : undefined;
}

function pathOf({ settings }: ServerContext, no: number): string {
	return join(trustFolder(settings.dataDir), TRUST_PATHS.status(String(no)));
}

/** One bit for each index, the lowest bit of a byte first (IETF Token Status List §4.1); at least one byte. */
function packBits(set: readonly { readonly index: number }[], reach: number): Uint8Array {
	const packed = new Uint8Array(Math.max(1, Math.ceil(reach / 8)));
	for (const { index } of set) packed[index >> 3] = (packed[index >> 3] ?? 0) | (1 << (index & 7));
	return packed;
}
