/** The published files, as a mirror or a device would find them in the data folder. */
import "server-only";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { isoUtc } from "@/lib/shared/instant";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { TrustList } from "@/lib/trust/trust-list";
import { readPublishedList } from "../../publish/read-published-list";
import { TRUST_PATHS, trustFileKind, trustFolder, trustUri } from "../../publish/trust-files";
import { LIST_IS_OLD } from "../health/check-readiness";
import { type Finding, findingsOf } from "./finding";

const published = findingsOf("published files");

export async function examinePublished(dataDir: string, now: NumericDate): Promise<readonly Finding[]> {
	const files = await publishedFiles(trustFolder(dataDir));
	const signed = await readPublishedList(dataDir);
	if (signed === undefined) {
		const what = files.has(TRUST_PATHS.list) ? "the trust list cannot be read" : "there is no trust list";
		return [published.fault(`${what}: start the portal, which publishes it`)];
	}
	const { list } = signed;
	const named = namedBy(list).filter((uri) => !files.has(uri.slice(trustUri("").length)));
	return [
		ageOf(list, now),
		named.length === 0
			? published.ok(`${files.size} files, and all that the list names`)
			: published.fault(
					`the list names what is not there (${named.join(", ")}): start the portal, which writes it again`,
				),
	];
}

function ageOf({ seq, iat, exp }: TrustList, now: NumericDate): Finding {
	const says = `trust list ${seq} was signed ${isoUtc(iat)}`;
	if (iat > now + CLOCK_TOLERANCE) return published.fault(`${says}, which is ahead of this clock: set the clock right`);
	if (exp <= now) return published.fault(`${says} and has ended: start the portal; doors no longer judge by it`);
	return now - iat > LIST_IS_OLD
		? published.fault(`${says} and was not renewed since: look whether a portal runs, and into its log`)
		: published.ok(says);
}

function namedBy({ status, deny, crls }: TrustList): readonly string[] {
	return [{ uri: trustUri(TRUST_PATHS.keyset) }, ...status, deny, crls].flatMap((each) => each?.uri ?? []);
}

/** By their paths below the folder; drafts of killed writers are none. */
async function publishedFiles(folder: string): Promise<ReadonlySet<string>> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	const paths = entries
		.filter((each) => each.isFile())
		.map((each) => relative(folder, join(each.parentPath, each.name)));
	return new Set(paths.filter((path) => trustFileKind(path) !== undefined));
}
