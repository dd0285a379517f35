import "server-only";
import { join } from "node:path";
import { DAY } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { publishFile } from "./publish-file";
import { TRUST_PATHS, trustFolder } from "./trust-files";

/** A paper signed at a delegation's last minute is shown for up to its 72 hours more. */
const SHOWN_AFTER = 4 * DAY;

/** Delegations that a door may still meet by kid only (`RP1` type 0x01, spec RP-6), as a JSON array of JWTs. */
export async function publishDelegations({ db, clock, settings }: ServerContext): Promise<void> {
	const delegations = await db.delegation.findMany({
		where: { expiresAt: { gt: new Date((clock() - SHOWN_AFTER) * 1_000) } },
		orderBy: { jti: "asc" },
		select: { jwt: true },
	});
	const path = join(trustFolder(settings.dataDir), TRUST_PATHS.delegations);
	await publishFile(path, JSON.stringify(delegations.map(({ jwt }) => jwt)));
}
