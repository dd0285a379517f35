/** Counts for the operator: how much stands, how much waits, and how old the published lists are. */
import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { z } from "zod";
import type { ConsoleOverview } from "@/lib/protocol/console";
import { HOUR } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import type { Database } from "../../db/database";
import { numericDate, timestamp } from "../../db/timestamp";
import { TRUST_PATHS, trustFolder } from "../../publish/trust-files";
import { sparing } from "../../sparing";
import { missingCounter } from "./count-missing";

export async function readOverview(context: ServerContext): Promise<ConsoleOverview> {
	const { db, clock, settings } = context;
	const [{ mails, ...sizes }, { records, missing, countedAt }, keyset, trustList] = await Promise.all([
		readSizes(db),
		countsOf(context)(),
		readPublished(settings.dataDir, TRUST_PATHS.keyset),
		readPublished(settings.dataDir, TRUST_PATHS.list),
	]);
	return {
		serverTime: clock(),
		...{ ...sizes, records, countedAt },
		backlog: { missing, mails },
		lists: { keyset, trustList },
	};
}

/** What costs the more the more is registered. */
type Counts = Pick<ConsoleOverview, "records" | "countedAt"> & { readonly missing: number };

const counting = new WeakMap<ServerContext, () => Promise<Counts>>();

/** An overview is read again and again, by as many as watch it: the registers are counted sparingly. */
function countsOf(context: ServerContext): () => Promise<Counts> {
	const known = counting.get(context);
	if (known !== undefined) return known;
	const countMissing = missingCounter(context);
	const made = sparing(async () => {
		const countedAt = context.clock();
		// One after the other: whoever waits before a screen needs a connection too.
		const records = await countRecords(context);
		return { records, missing: await countMissing(), countedAt };
	});
	counting.set(context, made);
	return made;
}

type Sizes = Pick<ConsoleOverview, "pharmacies" | "venues" | "devices"> & { readonly mails: number };

const NO_DEVICES = { counter: 0, door: 0, train: 0, denied: 0 };

/** What is counted quickly, in one question. */
async function readSizes(db: Database): Promise<Sizes> {
	const [row] = await db.$queryRaw<readonly (Sizes & { readonly devices: Partial<Sizes["devices"]> | null })[]>`
		SELECT (SELECT count(*)::int FROM pharmacies) AS pharmacies, (SELECT count(*)::int FROM venues) AS venues,
			(SELECT count(*)::int FROM mail_jobs WHERE state = 'waiting') AS mails,
			(SELECT json_object_agg(kind, count) FROM (
				SELECT CASE state WHEN 'denied' THEN 'denied' ELSE role::text END AS kind, count(*) FROM devices GROUP BY 1
			) AS kinds) AS devices`;
	if (row === undefined) throw new Error("the database counted nothing");
	return { ...row, devices: { ...NO_DEVICES, ...row.devices } };
}

const NO_OTHERS = { refused: 0, revoked: 0 };
type RecordCounts = {
	readonly all: number;
	readonly others: Partial<typeof NO_OTHERS> | null;
	readonly lastHour: number;
	readonly newest: Date | null;
};

/**
 * By indices alone, which hold a hundredth of what the rows do: all of them, and the few that are not registered (index
 * `records_withdrawn`). The newest by its index too: the greatest of all would read every record.
 */
async function countRecords({ db, clock }: ServerContext): Promise<ConsoleOverview["records"]> {
	const [row] = await db.$queryRaw<readonly RecordCounts[]>`
		SELECT (SELECT count(*)::int FROM records) AS all,
			(SELECT json_object_agg(state, count) FROM (
				SELECT state, count(*) FROM records WHERE state <> 'registered' GROUP BY state
			) AS states) AS others,
			(SELECT count(*)::int FROM records
				WHERE state = 'registered' AND registered_at > ${timestamp(clock() - HOUR)}) AS "lastHour",
			(SELECT registered_at FROM records WHERE state = 'registered' ORDER BY registered_at DESC LIMIT 1) AS newest`;
	if (row === undefined) throw new Error("the database counted nothing");
	const { lastHour, newest } = row;
	const { refused, revoked } = { ...NO_OTHERS, ...row.others };
	const registered = row.all - refused - revoked;
	return { registered, refused, revoked, lastHour, lastAt: newest === null ? null : numericDate(newest) };
}

const published = z.object({ seq: z.int(), iat: z.int(), exp: z.int() });

/** What verifiers get at this moment, from the very file. */
async function readPublished(dataDir: string, path: string): Promise<ConsoleOverview["lists"]["trustList"]> {
	let document: string;
	try {
		document = await readFile(join(trustFolder(dataDir), path), "utf8");
	} catch (fault) {
		if ((fault as NodeJS.ErrnoException).code === "ENOENT") return null;
		throw fault;
	}
	const { seq, iat, exp } = published.parse(decodeJwt(document.trim()));
	return { seq, issuedAt: iat, expiresAt: exp };
}
