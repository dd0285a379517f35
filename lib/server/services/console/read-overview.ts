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
import { deviceBacklogs } from "../device/count-missing-indices";

export async function readOverview(context: ServerContext): Promise<ConsoleOverview> {
	const { db, clock, settings } = context;
	const [pharmacies, venues, devices, counts, mails, keyset, trustList] = await Promise.all([
		db.pharmacy.count(),
		db.venue.count(),
		countDevices(db),
		countsOf(context)(),
		db.mailJob.count({ where: { state: "waiting" } }),
		readPublished(settings.dataDir, TRUST_PATHS.keyset),
		readPublished(settings.dataDir, TRUST_PATHS.list),
	]);
	const { records, missing, countedAt } = counts;
	return {
		serverTime: clock(),
		...{ pharmacies, venues, devices, records, countedAt },
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
	const made = sparing(async () => {
		const countedAt = context.clock();
		const [records, backlogs] = await Promise.all([countRecords(context), deviceBacklogs(context.db)]);
		const missing = [...backlogs.values()].reduce((sum, backlog) => sum + backlog.missing, 0);
		return { records, missing, countedAt };
	});
	counting.set(context, made);
	return made;
}

async function countDevices(db: Database): Promise<ConsoleOverview["devices"]> {
	const groups = await db.device.groupBy({ by: ["role", "state"], _count: true });
	const devices = { counter: 0, door: 0, train: 0, denied: 0 };
	for (const { role, state, _count } of groups) devices[state === "denied" ? "denied" : role] += _count;
	return devices;
}

async function countRecords({ db, clock }: ServerContext): Promise<ConsoleOverview["records"]> {
	const [groups, lastHour, newest] = await Promise.all([
		db.record.groupBy({ by: ["state"], _count: true }),
		db.record.count({ where: { state: "registered", registeredAt: { gt: timestamp(clock() - HOUR) } } }),
		// By the index: the greatest of all would read every record.
		db.record.findFirst({
			where: { state: "registered" },
			orderBy: { registeredAt: "desc" },
			select: { registeredAt: true },
		}),
	]);
	const counts = { registered: 0, refused: 0, revoked: 0 };
	for (const { state, _count } of groups) counts[state] = _count;
	return { ...counts, lastHour, lastAt: newest === null ? null : numericDate(newest.registeredAt) };
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
