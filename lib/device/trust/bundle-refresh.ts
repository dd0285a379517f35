import "client-only";
import { z } from "zod";
import { equalBytes } from "@/lib/shared/bytes";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import type { VerifierBundle } from "@/lib/trust/bundle";
import { afterSignedTime, NO_CLOCK_MEMORY } from "@/lib/trust/device-clock";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { acceptUpdate } from "@/lib/trust/update";
import { database, type RelaisDatabase, type TrustFileRow } from "../store/database";
import { readFact, writeFact } from "../store/facts";
import { loadBundle, optionalCrls, pinnedRoot, saveBundle, statusFile, TRUST_FILES } from "./bundle-cache";
import { fetchCardRevocations } from "./card-revocations-fetch";
import { clockStore, deviceNow } from "./clock";
import { fetchDenyFile } from "./deny-fetch";
import { type FetchedFile, fetchTrustFile } from "./trust-fetch";

/**
 * Keeps the verifier bundle current: fetches the published files, and lets lib/trust/update.ts decide whether they may
 * replace the cached ones (spec TL-1 to TL-6). A refused update changes nothing and is kept for the screen (TL-3).
 */

const PROBLEM_FACT = "trust-problem";
const trustProblem = z.object({ reason: z.string(), at: z.number() });
/** Why the last update was refused, and when; shown to the operator of the device until one is accepted. */
export type RefusedUpdate = z.infer<typeof trustProblem>;

export async function readRefusedUpdate(db: RelaisDatabase = database()): Promise<RefusedUpdate | undefined> {
	return readFact(PROBLEM_FACT, (value) => trustProblem.safeParse(value).data, db);
}

export type RefreshFailure = Failure<"not_enrolled" | "trust_unreachable" | "update_refused">;

const failed = (code: RefreshFailure["code"], retryable: boolean) => err({ code, retryable });

/** One refresh. The files that came are all accepted or all refused, except code lists (code-list-cache.ts). */
export async function refreshBundle(db: RelaisDatabase = database()): Promise<Result<Trust, RefreshFailure>> {
	const root = await pinnedRoot(db);
	if (root === undefined) return failed("not_enrolled", false);
	const rows = new Map((await db.trust.toArray()).map((row) => [row.name, row]));
	const [keyset, list, delegations] = await Promise.all(
		[TRUST_FILES.keyset, TRUST_FILES.list, TRUST_FILES.delegations].map((name) => fetchFile(name, rows)),
	);
	if (!isPresent(keyset) || !isPresent(list)) return failed("trust_unreachable", true);

	const files = [keyset, list, delegations].filter(isPresent);
	const candidate: VerifierBundle = { root, keyset: keyset.row.text, list: list.row.text };
	const named = await openTrust(candidate, { subtle: crypto.subtle });
	// A list that does not open is refused below, with its reason; it names no further files.
	if (named.ok) files.push(...(await fetchNamedFiles(named.value, rows)));

	const decision = await acceptUpdate({
		cached: await openCached(db),
		candidate: { ...candidate, ...partsOf(files.map(({ row }) => row)) },
		now: deviceNow(),
		subtle: crypto.subtle,
	});
	if (decision.outcome === "refused") {
		await writeFact(PROBLEM_FACT, { reason: decision.reason, at: deviceNow() }, db);
		return failed("update_refused", true);
	}
	await keep(decision.trust, files, db);
	return ok(decision.trust);
}

async function openCached(db: RelaisDatabase): Promise<Trust | undefined> {
	const bundle = await loadBundle(db);
	if (!bundle?.keyset || !bundle.list) return undefined;
	const opened = await openTrust(bundle, { subtle: crypto.subtle });
	return opened.ok ? opened.value : undefined;
}

/** The status lists, the deny file and the card revocations that the trust list names, wherever it says they are. */
async function fetchNamedFiles(trust: Trust, rows: ReadonlyMap<string, TrustFileRow>): Promise<readonly PresentFile[]> {
	const files = (trust.list?.status ?? []).map(({ id, uri }) => fetchFile(statusFile(id), rows, uri));
	const deny = trust.list?.deny;
	if (deny !== undefined) files.push(fetchDenyFile(deny, rows.get(TRUST_FILES.deny)));
	const crls = trust.list?.crls;
	if (crls !== undefined) files.push(fetchCardRevocations(crls, rows.get(TRUST_FILES.cardRevocations)));
	return (await Promise.all(files)).filter(isPresent);
}

function fetchFile(
	name: string,
	rows: ReadonlyMap<string, TrustFileRow>,
	uri = `/trust/${name}`,
): Promise<FetchedFile> {
	const url = new URL(uri, globalThis.location.origin);
	return fetchTrustFile({ name, url, cached: rows.get(name) });
}

type PresentFile = Extract<FetchedFile, { readonly row: TrustFileRow }>;

/** A file that is gone or out of reach leaves what is cached in use: lib/trust merges (TL-5). */
function isPresent(file: FetchedFile | undefined): file is PresentFile {
	return file !== undefined && "row" in file;
}

const delegationsText = z.array(z.string());

type Parts = Pick<VerifierBundle, "status" | "delegations" | "deny" | "crls">;

function partsOf(files: readonly TrustFileRow[]): Parts {
	const status: Record<string, string> = {};
	let parts: Parts = {};
	for (const { name, text, bytes } of files) {
		if (name.startsWith("status/")) status[name.slice("status/".length)] = text;
		if (name === TRUST_FILES.deny) parts = { ...parts, deny: bytes };
		if (name === TRUST_FILES.cardRevocations) parts = { ...parts, ...optionalCrls(text) };
		if (name === TRUST_FILES.delegations) parts = { ...parts, delegations: readJson(text) };
	}
	return { ...parts, status };
}

function readJson(text: string): string[] {
	try {
		return delegationsText.safeParse(JSON.parse(text)).data ?? [];
	} catch {
		return []; // not JSON: the same as a list of nothing (RP-6 says what that means)
	}
}

/** Writes what was accepted and is new; a file that is still the cached one is megabytes for nothing. */
async function keep(trust: Trust, present: readonly PresentFile[], db: RelaisDatabase): Promise<void> {
	const files = present.flatMap(({ state, row }) => (state === "fetched" && wasTaken(row, trust) ? [row] : []));
	const statusIds = (trust.list?.status ?? []).map(({ id }) => id);
	await saveBundle({ root: trust.root, files, statusIds, confirmedAt: deviceNow() }, db);
	await db.facts.delete(PROBLEM_FACT);
	for (const time of [trust.keyset?.iat, trust.list?.iat]) {
		if (time !== undefined) await clockStore(db).change((clock = NO_CLOCK_MEMORY) => afterSignedTime(clock, time));
	}
}

/** A status list or deny file that lib/trust did not take leaves the cached one in place. */
function wasTaken({ name, text, bytes }: TrustFileRow, trust: Trust): boolean {
	if (name === TRUST_FILES.deny)
		return trust.deny !== undefined && bytes !== undefined && equalBytes(trust.deny, bytes);
	const id = name.startsWith("status/") ? name.slice("status/".length) : undefined;
	return id === undefined || trust.bundle.status?.[id] === text;
}
