import "client-only";
import { z } from "zod";
import { type StartLedger, startReport, withStart } from "@/lib/kit/start-ledger";
import { type Life, life, type StartReport } from "@/lib/protocol/starts";
import { base64url } from "@/lib/shared/bytes";
import type { ValueStore } from "@/lib/shared/value-store";
import { database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";
import { withLock } from "../store/locks";

/**
 * The start of this counter (spec OL-3): from the first page that opens it to the last one that closes. It lives in a Web
 * Lock that every page holds, which is memory of this browser and of nothing else: a profile that was copied or restored,
 * and opened, is another start, whatever its files say.
 */

const HELD = "relais-start.";

const openNumber = z.object({
	number: z.int(),
	key: z.string().optional(),
	index: z.string().optional(),
	at: z.int().optional(),
});
const ledger = z.array(z.object({ id: z.string(), generation: z.int(), given: z.int(), open: z.array(openNumber) }));

export function startLedger(db: RelaisDatabase = database()): ValueStore<StartLedger> {
	return factStore("starts", (value) => ledger.safeParse(value).data, db);
}

/** What the portal said last of the lives of this device, and to which start. */
const heardLife = z.object({ ...life.shape, start: z.string() });
export type HeardLife = z.infer<typeof heardLife>;

export function lifeStore(db: RelaisDatabase = database()): ValueStore<HeardLife> {
	return factStore("life", (value) => heardLife.safeParse(value).data, db);
}

export async function noteLife(heard: Life, start: string, db: RelaisDatabase = database()): Promise<void> {
	await lifeStore(db).change(() => ({ ...heard, start }));
}

let present: Promise<string> | undefined;

/** Id of the start that this page belongs to. */
export function currentStart(): Promise<string> {
	present ??= joinStart().catch((error: unknown) => {
		present = undefined;
		throw error;
	});
	return present;
}

function joinStart(): Promise<string> {
	return withLock("relais-start", async () => {
		const { held = [] } = await navigator.locks.query();
		const names = held.flatMap(({ name }) => (name?.startsWith(HELD) ? [name.slice(HELD.length)] : []));
		const known = await startLedger().read();
		const id = names.find((name) => known?.some((start) => start.id === name)) ?? (await beginStart());
		await hold(HELD + id);
		return id;
	});
}

/** A new one, on the disk before it is used. */
export async function beginStart(db: RelaisDatabase = database()): Promise<string> {
	const id = base64url(crypto.getRandomValues(new Uint8Array(6)));
	await startLedger(db).change((before) => withStart(before, id));
	return id;
}

/** Until this page is gone. */
function hold(name: string): Promise<void> {
	return new Promise((resolve, reject) => {
		const kept = navigator.locks.request(name, { mode: "shared" }, () => {
			resolve();
			return new Promise<never>(() => undefined);
		});
		kept.catch(reject);
	});
}

/** What the portal is told of it, or of the newest one. Undefined where it is not known (any more). Begins nothing. */
export async function reportOf(id?: string, db: RelaisDatabase = database()): Promise<StartReport | undefined> {
	const [known, refused, heard] = await db.transaction("r", db.facts, db.outbox, () =>
		Promise.all([
			startLedger(db).read(),
			db.outbox.where("state").equals("refused").primaryKeys(),
			lifeStore(db).read(),
		]),
	);
	const report = known && startReport(known, id ?? known.at(-1)?.id ?? "", new Set(refused));
	return report && { ...report, pins: heard?.pins ?? true };
}
