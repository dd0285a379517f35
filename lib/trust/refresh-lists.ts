/**
 * Keeps the verifier bundle current: fetches keyset, list and delegations, then what the list in use names, and lets
 * ./update.ts decide of each whether it takes the place of the cached one (spec TL-1 to TL-8). A document that does not
 * come, or is refused, holds back nothing else; the reason is kept for the screen (TL-3).
 */
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
import { bundleOf, keysetFile, STATUS_FOLDER, statusFile, TRUST_FILES, type TrustFile } from "./trust-file";
import { type EnrolmentFloor, type TrustUpdate, type UpdateQuestion, updateTrust } from "./update";
import type { DocumentDecision, UpdateReason } from "./update-decision";

export type RefreshPorts = {
	readonly store: ListStore;
	readonly fetch: FetchPort;
	/** Learns that a newer signed list arrived (TL-4). */
	readonly clock: ValueStore<ClockMemory>;
	/** What the enrolment answer says is published; undefined once something newer is in use. */
	readonly floor: EnrolmentFloor | undefined;
	readonly now: () => NumericDate;
	readonly subtle: SubtleCrypto;
};

/** `refused`: code of a document that was refused, whatever was taken beside it (TL-3). */
export type RefreshedLists = { readonly trust: Trust; readonly refused: UpdateReason | undefined };

/** `update_refused`: what is cached or came is no bundle at all. */
export type RefreshFailure = Failure<"not_enrolled" | "trust_unreachable" | "update_refused">;

type Cached = ReadonlyMap<string, TrustFile>;
type PresentFile = Extract<FetchedFile, { readonly file: TrustFile }>;

const failed = (code: RefreshFailure["code"], retryable: boolean) => err({ code, retryable });

/** One refresh: what is then in use. `trust_unreachable`: neither keyset nor list came. */
export async function refreshLists(ports: RefreshPorts): Promise<Result<RefreshedLists, RefreshFailure>> {
	const root = await ports.store.root();
	if (root === undefined) return failed("not_enrolled", false);
	const cached: Cached = new Map((await ports.store.files()).map((file) => [file.name, file]));
	const first = await Promise.all(
		[TRUST_FILES.keyset, TRUST_FILES.list, TRUST_FILES.delegations].map((name) =>
			fetchFile({ name, uri: `/trust/${name}`, cached: cached.get(name) }, ports.fetch),
		),
	);
	const [keyset, list] = first;
	if (!isPresent(keyset) && !isPresent(list)) return failed("trust_unreachable", true);

	const before = await openCached(bundleOf(root, cached.values()), ports.subtle);
	const came = first.filter(isPresent);
	const signed = await updateSigned({ cached: before, root, came }, ports);
	if (!signed.ok) return failed("update_refused", true);
	const named = await fetchNamedFiles(signed.value.trust, cached, ports);
	const rest = await updateTrust({
		cached: signed.value.trust,
		fetched: bundleOf(
			root,
			named.map(({ file }) => file),
		),
		now: ports.now(),
		date: came[0]?.date,
		subtle: ports.subtle,
	});
	if (!rest.ok) return failed("update_refused", true);
	const update = { ...rest.value, keyset: signed.value.keyset, list: signed.value.list };
	await keep({ update, before, present: [...came, ...named], cached, confirmed: isPresent(list) }, ports);
	return ok({ trust: update.trust, refused: refusedCode(update) });
}

/** Undefined where the cache cannot be opened at all: the fetched documents are then a first contact. */
async function openCached(bundle: VerifierBundle, subtle: SubtleCrypto): Promise<Trust | undefined> {
	if (!bundle.keyset) return undefined;
	const opened = await openTrust(bundle, { subtle });
	return opened.ok ? opened.value : undefined;
}

type Signed = { readonly cached: Trust | undefined; readonly root: string; readonly came: readonly PresentFile[] };

/**
 * Keyset, list and delegations; where the newest keyset is a stranger's, link by link from the one in use, or from the
 * first by a device that never had one: its root may have handed over between its enrolment and its first refresh (TL-8).
 */
async function updateSigned({ cached, root, came }: Signed, ports: RefreshPorts) {
	const fetched = bundleOf(
		root,
		came.map(({ file }) => file),
	);
	const question: UpdateQuestion = {
		cached,
		fetched: { ...fetched, status: undefined },
		now: ports.now(),
		date: came[0]?.date,
		floor: ports.floor,
		subtle: ports.subtle,
	};
	const direct = await updateTrust(question);
	const strange =
		direct.ok && direct.value.keyset.state === "refused" && direct.value.keyset.reason === "keyset_untrusted";
	if (!strange) return direct;
	const keysets = [...(await fetchLinks(cached?.keyset?.seq ?? 0, ports.fetch))];
	return keysets.length === 0 ? direct : updateTrust({ ...question, fetched: { ...question.fetched, keysets } });
}

/** More changes of the keyset than any authority makes while a device sleeps. */
const MOST_LINKS = 64;

async function fetchLinks(after: number, fetch: FetchPort): Promise<readonly string[]> {
	const links: string[] = [];
	for (let seq = after + 1; links.length < MOST_LINKS; seq++) {
		const name = keysetFile(seq);
		const link = await fetchFile({ name, uri: `/trust/${name}`, cached: undefined }, fetch);
		if (!isPresent(link)) break;
		links.push(link.file.text);
	}
	return links;
}

/** The status lists, the deny file and the card revocations that the list in use names, wherever it says they are. */
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

/** A file that is gone or out of reach leaves what is cached in use. */
function isPresent(file: FetchedFile | undefined): file is PresentFile {
	return file !== undefined && "file" in file;
}

type Kept = {
	readonly update: TrustUpdate;
	readonly before: Trust | undefined;
	readonly present: readonly PresentFile[];
	readonly cached: Cached;
	/** Whether the server was asked for its list and answered. */
	readonly confirmed: boolean;
};

/** Writes what was taken and is new; a file that is still the cached one is megabytes for nothing. */
async function keep({ update, before, present, cached, confirmed }: Kept, ports: RefreshPorts): Promise<void> {
	const { trust } = update;
	const now = ports.now();
	const taken = present.flatMap(({ state, file }) => (state === "fetched" ? (takenFile(file, trust) ?? []) : []));
	const files = [...taken, ...linkInUse(trust, [...taken, ...cached.values()])];
	const code = refusedCode(update);
	await ports.store.accept({
		root: trust.root,
		files,
		forgotten: forgottenFiles(trust, cached),
		confirmedAt: confirmed && update.list.state !== "refused" ? now : undefined,
		refused: code === undefined ? undefined : { reason: code, at: now },
	});
	const iat = trust.list?.iat;
	if (iat === undefined || iat <= (before?.list?.iat ?? 0)) return;
	await ports.clock.change((memory = NO_CLOCK_MEMORY) => afterSignedTime(memory, { time: iat, now }));
}

/**
 * The keyset in use where it came as a link: the newest may have been an older copy than its links. With the root of one
 * and the file of the other nothing would open.
 */
function linkInUse({ bundle: { keyset } }: Trust, known: readonly TrustFile[]): readonly TrustFile[] {
	if (!keyset || known.some(({ name, text }) => name === TRUST_FILES.keyset && text === keyset)) return [];
	return [{ name: TRUST_FILES.keyset, etag: null, text: keyset }];
}

/** As it is to be written; undefined for a file that was not taken. */
function takenFile(file: TrustFile, { bundle, list }: Trust): TrustFile | undefined {
	const { name, text } = file;
	if (name === TRUST_FILES.deny) {
		const named = list?.deny?.sha256;
		return named !== undefined && bundle.deny === file.bytes ? { ...file, text: named } : undefined;
	}
	if (name === TRUST_FILES.keyset) return bundle.keyset === text ? file : undefined;
	if (name === TRUST_FILES.list) return bundle.list === text ? file : undefined;
	if (!name.startsWith(STATUS_FOLDER)) return file;
	return bundle.status?.[name.slice(STATUS_FOLDER.length)] === text ? file : undefined;
}

/** Status lists that no longer verify or that the list in use does not name, and a deny file that counts for nothing. */
function forgottenFiles({ bundle, list, deny }: Trust, cached: Cached): readonly string[] {
	const named = list && new Set(list.status.map(({ id }) => statusFile(id)));
	return [...cached.keys()].filter((name) => {
		if (name === TRUST_FILES.deny) return deny === undefined;
		if (!name.startsWith(STATUS_FOLDER)) return false;
		return bundle.status?.[name.slice(STATUS_FOLDER.length)] === undefined || named?.has(name) === false;
	});
}

/** The first refusal, else the first notice: what the operator of the device has to know of. */
function refusedCode({ keyset, list, status, deny }: TrustUpdate): UpdateReason | undefined {
	const decisions: readonly DocumentDecision[] = [keyset, list, ...Object.values(status), deny];
	const reasons = decisions.flatMap((one) => (one.state === "refused" ? [one.reason] : []));
	return reasons[0] ?? decisions.flatMap((one) => (one.state === "refused" ? [] : (one.notice ?? [])))[0];
}
