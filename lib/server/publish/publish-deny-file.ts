/**
 * The deny file of the trust list (spec §4 `deny`): who was withdrawn, by SHA-256 prefixes of pass ids. Files are named by
 * their content and never changed. Beside each lies the delta that leads on to its successor, so that a
 * verifier which holds any version of the last day follows the deltas instead of fetching megabytes.
 */
import "server-only";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Prisma } from "@/generated/prisma/client";
import type { Bytes } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { mergeEntries } from "@/lib/shared/sorted-entries";
import { encodeDenyFile, PREFIX_LENGTH, readPrefixes } from "@/lib/trust/deny-coding";
import { encodeDenyDelta } from "@/lib/trust/deny-delta";
import type { TrustList } from "@/lib/trust/trust-list";
import type { ServerContext } from "../context/server-context";
import type { Transaction } from "../db/database";
import { timestamp } from "../db/timestamp";
import { lookFrom } from "./look-back";
import { isPublished, publishFile } from "./publish-file";
import { TRUST_PATHS, trustFolder, trustUri } from "./trust-files";

type Named = NonNullable<TrustList["deny"]>;

export type DenyFile = {
	/** Writes the file of now, and the delta from the one that `last` names; null while no pass is withdrawn. */
	readonly publish: (context: ServerContext, tx: Transaction, last: TrustList["deny"]) => Promise<Named | null>;
	/** The next time all that is withdrawn is read. */
	readonly forget: () => void;
};

/** What this instance published last: prefixes back to back, and when it looked for more. */
type Known = { readonly packed: Bytes; readonly named: Named; readonly looked: NumericDate };

export function denyFile(): DenyFile {
	let known: Known | undefined;

	/** Nothing that another instance published since is left out: where the last list names its file, all is read. */
	async function collect(tx: Transaction, last: TrustList["deny"], now: NumericDate): Promise<Bytes> {
		if (known === undefined || known.named.sha256 !== last?.sha256) return readPrefixesOf(tx, now);
		return mergeEntries(known.packed, await readPrefixesOf(tx, now, lookFrom(known.looked, now)), PREFIX_LENGTH);
	}

	async function publish(context: ServerContext, tx: Transaction, last: TrustList["deny"]): Promise<Named | null> {
		const now = context.clock();
		const packed = await collect(tx, last, now);
		const folder = trustFolder(context.settings.dataDir);
		const isThere = ({ sha256 }: Named) => isPublished(join(folder, TRUST_PATHS.deny(sha256)));
		// Merged, it has grown or is the same.
		if (
			known?.named.sha256 === last?.sha256 &&
			known?.packed.length === packed.length &&
			(await isThere(known.named))
		) {
			known = { ...known, looked: now };
			return known.named;
		}
		if (packed.length === 0) return null;
		const named = await writeDenyFile(folder, packed, last);
		known = { packed, named, looked: now };
		return named;
	}

	return {
		publish,
		forget: () => {
			known = undefined;
		},
	};
}

async function writeDenyFile(folder: string, packed: Bytes, last: TrustList["deny"]): Promise<Named> {
	const prefixes = readPrefixes(packed);
	if (!prefixes) throw new Error("the database joined prefixes out of order");
	const file = encodeDenyFile(prefixes);
	const sha256 = createHash("sha256").update(file).digest("hex");
	const path = TRUST_PATHS.deny(sha256);
	if (!(await isPublished(join(folder, path)))) await publishFile(join(folder, path), file);
	if (last && last.sha256 !== sha256) await publishDelta(folder, last.sha256, { file, sha256 });
	return { uri: trustUri(path), sha256, count: prefixes.length };
}

/**
 * Of all that is withdrawn, or of what was since then. Hashed, sorted and joined where the ids lie: half a million rows
 * would take seconds to come over.
 */
async function readPrefixesOf(tx: Transaction, now: NumericDate, since?: Date): Promise<Bytes> {
	const kept = since ? Prisma.empty : Prisma.sql`SELECT prefix FROM withdrawn_prefixes UNION`;
	const recent = since ? Prisma.sql`AND r.withdrawn_at >= ${since}` : Prisma.empty;
	const [row] = await tx.$queryRaw<readonly { readonly joined: Uint8Array | null }[]>`
		SELECT string_agg(prefix, ''::bytea ORDER BY prefix) AS joined FROM (${kept}
			SELECT DISTINCT substring(sha256(convert_to(p.uvci, 'UTF8')) FROM 1 FOR ${PREFIX_LENGTH}::int) AS prefix
			FROM passes p
			JOIN records r ON r.pharmacy_number = p.pharmacy_number AND r.key = p.record_key
			WHERE r.state = 'revoked' AND p.expires_at > ${timestamp(now)} ${recent}
		) AS withdrawn`;
	return Uint8Array.from(row?.joined ?? []);
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
