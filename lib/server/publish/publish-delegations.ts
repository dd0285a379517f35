/**
 * Delegations that a door may still meet by kid only (`RP1` type 0x01, spec RP-6), as a JSON array of JWTs. A country has
 * megabytes of them, and a new one each second while its workstations are enrolled: what is written is kept, and what is new is added.
 */
import "server-only";
import { join } from "node:path";
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { numericDate, timestamp } from "../db/timestamp";
import { LOOK_BACK } from "./look-back";
import { publishFile } from "./publish-file";
import { TRUST_PATHS, trustFolder } from "./trust-files";

/** A paper signed at a delegation's last minute is shown for up to its 72 hours more. */
const SHOWN_AFTER = 4 * DAY;
/** Written again as it is: another instance may have written what it knew a moment before. */
const REFRESH = MINUTE;

export type DelegationFile = {
	readonly publish: (context: ServerContext) => Promise<void>;
	/** The next time all of them are read. */
	readonly forget: () => void;
};

/** `json`: as it stands in the file. */
type Listed = { readonly jti: string; readonly json: string; readonly exp: NumericDate };

export function delegationFile(): DelegationFile {
	let listed: readonly Listed[] = [];
	/** The youngest that is known, by the clock of the database, which dates them. */
	let youngest: Date | undefined;
	let writtenAt = Number.NEGATIVE_INFINITY;

	async function look({ db }: ServerContext, limit: NumericDate): Promise<boolean> {
		const since = youngest && new Date(youngest.getTime() - LOOK_BACK * 1_000);
		const rows = await db.delegation.findMany({
			where: { expiresAt: { gt: timestamp(limit) }, ...(since && { createdAt: { gte: since } }) },
			orderBy: { createdAt: "asc" },
			select: { jti: true, jwt: true, expiresAt: true, createdAt: true },
		});
		const known = new Set(since && listed.map(({ jti }) => jti));
		const fresh = rows.filter(({ jti }) => !known.has(jti));
		const kept = since ? listed.filter(({ exp }) => exp > limit) : [];
		const changed = fresh.length > 0 || kept.length < listed.length;
		const added = fresh.map(({ jti, jwt, expiresAt }) => ({
			jti,
			json: JSON.stringify(jwt),
			exp: numericDate(expiresAt),
		}));
		listed = [...kept, ...added].sort((a, b) => (a.jti < b.jti ? -1 : 1));
		youngest = rows.at(-1)?.createdAt ?? youngest;
		return changed;
	}

	return {
		publish: async (context) => {
			const now = context.clock();
			const changed = await look(context, now - SHOWN_AFTER);
			if (!changed && now >= writtenAt && now - writtenAt < REFRESH) return;
			writtenAt = Number.NEGATIVE_INFINITY;
			const path = join(trustFolder(context.settings.dataDir), TRUST_PATHS.delegations);
			await publishFile(path, `[${listed.map(({ json }) => json).join()}]`);
			writtenAt = now;
		},
		forget: () => {
			youngest = undefined;
		},
	};
}
