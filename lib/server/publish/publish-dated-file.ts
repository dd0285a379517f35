/**
 * A file that verifiers compare by its `iat` alone: status lists and code lists. Of one file no two contents have the same
 * time, and none is older than one before, whichever instance signed it (spec TL-5): the last time stands in the database,
 * and on disk, which knows more after the database was restored.
 */
import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isoUtc } from "@/lib/shared/instant";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { openKeyset } from "@/lib/trust/keyset";
import { openDocument } from "@/lib/trust/signed-document";
import type { ServerContext } from "../context/server-context";
import type { Transaction } from "../db/database";
import { transact } from "../db/transact";
import { signerAt } from "../keys/key-store";
import { lockPublication, PUBLICATION_LIMITS } from "./publication-lock";
import { publishFile } from "./publish-file";
import { signDocument } from "./sign-document";
import { trustFolder } from "./trust-files";

/**
 * News that come within the same second are dated a second later, and so on; up to so far ahead of the clock, which is
 * well within what clocks may differ by. Beyond that they wait.
 */
const AHEAD = MINUTE;

export type DatedFile = {
	/** Below the trust folder. */
	readonly path: string;
	readonly typ: string;
	/** Reads what there is to say, after everything that the file before said. */
	readonly claims: (tx: Transaction, iat: NumericDate) => Promise<Readonly<Record<string, unknown>>>;
};

/** False where it has to wait, which the log says; the file before stays. */
export async function publishDatedFile(context: ServerContext, file: DatedFile): Promise<boolean> {
	return transact(context.db, (tx) => signDatedFile(context, tx, file), PUBLICATION_LIMITS);
}

async function signDatedFile(context: ServerContext, tx: Transaction, file: DatedFile): Promise<boolean> {
	const { keys, settings, log } = context;
	const { path, typ } = file;
	await lockPublication(tx);
	const now = await context.signingClock.compare();
	const last = await lastTime(context, tx, file);
	const iat = Math.max(now, last + 1);
	if (iat > now + AHEAD) {
		log.error({ path, last: isoUtc(last) }, "the last time of this file lies ahead: it is signed again after that");
		return false;
	}
	const signer = signerAt(keys.status, iat);
	const claims = await file.claims(tx, iat);
	const document = await signDocument(signer, typ, { iss: settings.origins[0], iat, ...claims });
	const row = { iat, signer: signer.kid };
	await tx.signedFile.upsert({ where: { path }, create: { path, ...row }, update: row });
	// Before the lock is given back: another instance's newer file is not replaced by this one. Should the transaction
	// fail after it, the file itself tells the time that is taken.
	await publishFile(join(trustFolder(settings.dataDir), path), document);
	return true;
}

const dated = z.object({ iat: z.int() });

/** Of the last content that binds verifiers: signed by a key that the keyset names (TL-1). */
async function lastTime(
	{ keys, settings }: ServerContext,
	tx: Transaction,
	{ path, typ }: DatedFile,
): Promise<NumericDate> {
	const opened = await openKeyset(keys.keyset, keys.root);
	const named = opened.ok ? opened.value.keys : [];
	const row = await tx.signedFile.findUnique({ where: { path } });
	const stored = row && named.some(({ kid }) => kid === row.signer) ? row.iat : 0;
	const text = await readFile(join(trustFolder(settings.dataDir), path), "utf8").catch(
		(fault: NodeJS.ErrnoException) => {
			if (fault.code === "ENOENT") return "";
			throw fault;
		},
	);
	const published = await openDocument(text.trim(), { typ, use: "status", keys: named });
	const onDisk = published.ok ? (dated.safeParse(published.value.claims).data?.iat ?? 0) : 0;
	return Math.max(stored, onDisk);
}
