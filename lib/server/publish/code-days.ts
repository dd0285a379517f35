/**
 * The registered codes of each open day, as they are published (spec CC-8), kept in memory by the instance that leads: what
 * is new since the last look is added, so that a publication costs what came, not what is stored. A day on which a code was
 * revoked, or which is not known yet, is read whole, hashed, sorted and joined where the rows lie.
 */
import "server-only";
import { CODE_HASH_LENGTH } from "@/lib/checkcode/code-hash";
import type { Bytes } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { mergeEntries } from "@/lib/shared/sorted-entries";
import type { ServerContext } from "../context/server-context";
import type { Transaction } from "../db/database";
import { lookFrom } from "./look-back";

type Day = { readonly registered: Bytes; readonly revoked: number };

export type CodeDays = {
	/** Adds what was registered since the last look. Days whose list has to be published again. */
	readonly look: (context: ServerContext) => Promise<readonly string[]>;
	/** Packed hashes of the day; `revoked`: how many codes of it are revoked now. */
	readonly registered: (tx: Transaction, day: string, revoked: number) => Promise<Bytes>;
	/** Every day is read whole the next time. */
	readonly forget: () => void;
};

export function codeDays(): CodeDays {
	const days = new Map<string, Day>();
	let looked: NumericDate | undefined;
	return {
		look: async ({ db, clock }) => {
			const now = clock();
			const rows = await db.$queryRaw<readonly { readonly day: string; readonly joined: Uint8Array }[]>`
				SELECT code_day::text AS day, string_agg(code_hash, ''::bytea ORDER BY code_hash) AS joined FROM (
					SELECT DISTINCT code_day, code_hash FROM records
					WHERE registered_at >= ${lookFrom(looked ?? now, now)} AND state = 'registered'
				) AS hashes GROUP BY code_day`;
			looked = now;
			return rows.flatMap(({ day, joined }) => (isNews(days, day, joined) ? [day] : []));
		},
		registered: async (tx, day, revoked) => {
			const known = days.get(day);
			if (known?.revoked === revoked) return known.registered;
			const registered = await readWhole(tx, day);
			// Whoever does not look regularly must not believe itself later.
			if (looked !== undefined) days.set(day, { registered, revoked });
			return registered;
		},
		forget: () => {
			days.clear();
			looked = undefined;
		},
	};
}

/** `looked`: packed by the database, for a storm brings a hundred thousand in two minutes. */
function isNews(days: Map<string, Day>, day: string, looked: Uint8Array): boolean {
	const known = days.get(day);
	if (known === undefined) return true;
	const registered = mergeEntries(known.registered, looked, CODE_HASH_LENGTH);
	if (registered.length === known.registered.length) return false;
	days.set(day, { ...known, registered });
	return true;
}

async function readWhole(tx: Transaction, day: string): Promise<Bytes> {
	const [row] = await tx.$queryRaw<readonly { readonly joined: Uint8Array | null }[]>`
		SELECT string_agg(code_hash, ''::bytea ORDER BY code_hash) AS joined FROM (
			SELECT DISTINCT code_hash FROM records WHERE code_day = ${day}::date AND state = 'registered'
		) AS hashes`;
	return Uint8Array.from(row?.joined ?? []);
}
