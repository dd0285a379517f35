/**
 * Revocation lists of SMART Health Cards, as the last import of the directory brought them: one file, named by its
 * content like the deny file, and vouched for by the trust list, because the lists themselves are not signed.
 */
import "server-only";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { TrustList } from "@/lib/trust/trust-list";
import { isPublished, publishFile } from "./publish-file";
import { readDataFile } from "./read-data-file";
import { TRUST_PATHS, trustFolder, trustUri } from "./trust-files";

/** By issuer, as the verifier bundle holds them (spec §7 `crls`). */
export type CardRevocations = Readonly<Record<string, readonly unknown[]>>;
const cardRevocations = z.record(z.string(), z.array(z.unknown()));

const pathOf = (dataDir: string) => join(dataDir, "trust", "card-revocations.json");

export async function keepCardRevocations(dataDir: string, lists: CardRevocations): Promise<void> {
	await publishFile(pathOf(dataDir), `${JSON.stringify(lists)}\n`);
}

/** Without an import on this instance, or where its file is damaged, what the last list named stays named. */
export async function publishCardRevocations(
	dataDir: string,
	last: TrustList["crls"],
): Promise<NonNullable<TrustList["crls"]> | null> {
	const lists = cardRevocations.safeParse(await readKept(dataDir)).data;
	if (!lists) return last ?? null;
	const content = JSON.stringify(lists);
	const sha256 = createHash("sha256").update(content).digest("hex");
	const path = TRUST_PATHS.cardRevocations(sha256);
	const file = join(trustFolder(dataDir), path);
	if (!(await isPublished(file))) await publishFile(file, content);
	return { uri: trustUri(path), sha256 };
}

async function readKept(dataDir: string): Promise<unknown> {
	try {
		return await readDataFile(pathOf(dataDir));
	} catch (fault) {
		if (fault instanceof SyntaxError) return undefined;
		throw fault;
	}
}
