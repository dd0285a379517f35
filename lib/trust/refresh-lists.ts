/**
 * Keeps the verifier bundle current: fetches keyset, list and delegations, then what the list names, and lets
 * ./update.ts decide whether they may replace the cached ones (spec TL-1 to TL-6). The files that came are all accepted
 * or all refused; a refused update changes nothing and is kept for the screen (TL-3).
 */
import { equalBytes } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import type { ValueStore } from "@/lib/shared/value-store";
import type { VerifierBundle } from "./bundle";
import { afterSignedTime, type ClockMemory, NO_CLOCK_MEMORY } from "./device-clock";
import { type FetchedFile, type FetchPort, fetchFile } from "./fetch-file";
import { fetchCardRevocations, fetchDenyFile } from "./fetch-named-file";
import type { ListStore } from "./list-store";
import { openTrust } from "./open-trust";
import type { Trust } from "./trust";
import { bundleOf, STATUS_FOLDER, statusFile, TRUST_FILES, type TrustFile } from "./trust-file";
import { acceptUpdate } from "./update";

export type RefreshPorts = {
	readonly store: ListStore;
	readonly fetch: FetchPort;
	/** Learns the times that the accepted documents were signed at (TL-4). */
	readonly clock: ValueStore<ClockMemory>;
	readonly now: () => NumericDate;
	readonly subtle: SubtleCrypto;
};

export type RefreshFailure = Failure<"not_enrolled" | "trust_unreachable" | "update_refused">;

type Cached = ReadonlyMap<string, TrustFile>;
type PresentFile = Extract<FetchedFile, { readonly file: TrustFile }>;

const failed = (code: RefreshFailure["code"], retryable: boolean) => err({ code, retryable });

/** One refresh. What is then in use, if the update was accepted. */
export async function refreshLists(ports: RefreshPorts): Promise<Result<Trust, RefreshFailure>> {
	const { store, now, subtle } = ports;
	const root = await store.root();
	if (root === undefined) return failed("not_enrolled", false);
	const cached: Cached = new Map((await store.files()).map((file) => [file.name, file]));
	const [keyset, list, delegations] = await Promise.all(
		[TRUST_FILES.keyset, TRUST_FILES.list, TRUST_FILES.delegations].map((name) =>
			fetchFile({ name, uri: `/trust/${name}`, cached: cached.get(name) }, ports.fetch),
		),
	);
	if (!isPresent(keyset) || !isPresent(list)) return failed("trust_unreachable", true);

	const present = [keyset, list, delegations].filter(isPresent);
	const named = await openTrust(bundleOf(root, [keyset.file, list.file]), { subtle });
	// A list that does not open is refused below, with its reason; it names no further files.
	if (named.ok) present.push(...(await fetchNamedFiles(named.value, cached, ports)));

	const files = present.map(({ file }) => file);
	const inUse = await openCached(bundleOf(root, cached.values()), subtle);
	const decision = await acceptUpdate({ cached: inUse, candidate: bundleOf(root, files), now: now(), subtle });
	if (decision.outcome === "refused") {
		await store.refuse({ reason: decision.reason, at: now() });
		return failed("update_refused", true);
	}
	await keep(decision.trust, present, ports);
	return ok(decision.trust);
}

async function openCached(bundle: VerifierBundle, subtle: SubtleCrypto): Promise<Trust | undefined> {
	if (!bundle.keyset || !bundle.list) return undefined;
	const opened = await openTrust(bundle, { subtle });
	return opened.ok ? opened.value : undefined;
}

/** The status lists, the deny file and the card revocations that the trust list names, wherever it says they are. */
async function fetchNamedFiles(trust: Trust, cached: Cached, ports: RefreshPorts): Promise<readonly PresentFile[]> {
	const { status = [], deny, crls } = trust.list ?? {};
	const fetching = status.map(({ id, uri }) => {
		const name = statusFile(id);
		return fetchFile({ name, uri, cached: cached.get(name) }, ports.fetch);
	});
	if (deny) fetching.push(fetchDenyFile(deny, cached.get(TRUST_FILES.deny), ports));
	if (crls) fetching.push(fetchCardRevocations(crls, cached.get(TRUST_FILES.cardRevocations), ports));
	return (await Promise.all(fetching)).filter(isPresent);
}

/** A file that is gone or out of reach leaves what is cached in use: ./update.ts merges (TL-5). */
function isPresent(file: FetchedFile | undefined): file is PresentFile {
	return file !== undefined && "file" in file;
}

/** Writes what was accepted and is new; a file that is still the cached one is megabytes for nothing. */
async function keep(trust: Trust, present: readonly PresentFile[], { store, clock, now }: RefreshPorts): Promise<void> {
	const files = present.flatMap(({ state, file }) => (state === "fetched" && wasTaken(file, trust) ? [file] : []));
	const statusIds = (trust.list?.status ?? []).map(({ id }) => id);
	await store.accept({ root: trust.root, files, statusIds, confirmedAt: now() });
	for (const time of [trust.keyset?.iat, trust.list?.iat]) {
		if (time !== undefined) await clock.change((before = NO_CLOCK_MEMORY) => afterSignedTime(before, time));
	}
}

/** A status list or deny file that ./update.ts did not take leaves the cached one in place. */
function wasTaken({ name, text, bytes }: TrustFile, trust: Trust): boolean {
	if (name === TRUST_FILES.deny) {
		return trust.deny !== undefined && bytes !== undefined && equalBytes(trust.deny.bytes, bytes);
	}
	const id = name.startsWith(STATUS_FOLDER) ? name.slice(STATUS_FOLDER.length) : undefined;
	return id === undefined || trust.bundle.status?.[id] === text;
}
