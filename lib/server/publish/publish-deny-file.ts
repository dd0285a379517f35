/**
 * The deny file of the trust list (spec §4 `deny`): who was withdrawn, by SHA-256 prefixes of pass ids. Files are named by
 * their content and never changed. Beside each lies the delta that leads on to its successor, so that a
 * verifier which holds any version of the last day follows the deltas instead of fetching megabytes.
 */
import "server-only";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Bytes } from "@/lib/shared/bytes";
import { type DenyPrefixes, encodeDenyFile, PREFIX_LENGTH, readPrefixes } from "@/lib/trust/deny-coding";
import { encodeDenyDelta } from "@/lib/trust/deny-delta";
import type { TrustList } from "@/lib/trust/trust-list";
import type { ServerContext } from "../context/server-context";
import type { Transaction } from "../db/database";
import { isPublished, publishFile } from "./publish-file";
import { TRUST_PATHS, trustFolder, trustUri } from "./trust-files";

/** Writes the file of now, and the delta from the one that `last` names; null while no pass is withdrawn. */
export async function publishDenyFile(
	context: ServerContext,
	tx: Transaction,
	last: TrustList["deny"],
): Promise<NonNullable<TrustList["deny"]> | null> {
	const prefixes = await collectPrefixes(tx, new Date(context.clock() * 1_000));
	if (prefixes.length === 0) return null;
	const file = encodeDenyFile(prefixes);
	const sha256 = createHash("sha256").update(file).digest("hex");
	const path = TRUST_PATHS.deny(sha256);
	const folder = trustFolder(context.settings.dataDir);
	if (!(await isPublished(join(folder, path)))) await publishFile(join(folder, path), file);
	if (last && last.sha256 !== sha256) await publishDelta(folder, last.sha256, { file, sha256 });
	return { uri: trustUri(path), sha256, count: prefixes.length };
}

/** Hashed, sorted and joined where the ids lie: half a million rows would take seconds to come over. */
async function collectPrefixes(tx: Transaction, now: Date): Promise<DenyPrefixes> {
	const [row] = await tx.$queryRaw<readonly { readonly joined: Uint8Array | null }[]>`
		SELECT string_agg(prefix, ''::bytea ORDER BY prefix) AS joined FROM (
			SELECT prefix FROM withdrawn_prefixes UNION
			SELECT substring(sha256(convert_to(p.uvci, 'UTF8')) FROM 1 FOR ${PREFIX_LENGTH}::int) AS prefix
			FROM passes p
			JOIN records r ON r.pharmacy_number = p.pharmacy_number AND r.key = p.record_key
			WHERE r.state = 'revoked' AND p.expires_at > ${now}
		) AS withdrawn`;
	const prefixes = readPrefixes(row?.joined ?? new Uint8Array());
	if (!prefixes) throw new Error("the database joined prefixes out of order");
	return prefixes;
}

/** Without its predecessor on disk, whole, there is no delta: verifiers then fetch the whole file. */
async function publishDelta(
	folder: string,
	earlierHex: string,
	later: { readonly file: Bytes; readonly sha256: string },
): Promise<void> {
	const earlier = await readFile(join(folder, TRUST_PATHS.deny(earlierHex))).catch((fault: NodeJS.ErrnoException) => {
		if (fault.code === "ENOENT") return undefined;
		throw fault;
	});
	if (!earlier) return;
	const delta = encodeDenyDelta(
		{ file: new Uint8Array(earlier), sha256: fromHex(earlierHex) },
		{ file: later.file, sha256: fromHex(later.sha256) },
	);
	if (delta) await publishFile(join(folder, TRUST_PATHS.denyDelta(earlierHex)), delta);
}

function fromHex(digest: string): Bytes {
	return new Uint8Array(Buffer.from(digest, "hex"));
}
