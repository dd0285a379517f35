/** Papers that share an index, by lib/server/services/shared-paper: kept, listed, and revoked once nobody needs another. */
import type { SharedPaper, SharedPapersAnswer } from "@/lib/protocol/shared-papers";
import { DAY, HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { type CounterRecord, paperEnds, paperOf, readPaper } from "../counter/counter-record";
import { linkOf } from "../holder/sheet-link";
import type { World } from "../world";
import { keepLink } from "./holder-links";
import type { PortalData, PortalDevice } from "./portal-data";
import { recordOf, revokePaper } from "./revoke-paper";

/** [OL-5] No paper lasts longer. */
const LOOK_BACK = 3 * DAY;

type Desk = { readonly data: PortalData; readonly device: PortalDevice };

/** A paper whose index another one had before, once. */
export function keepShared(world: World, { data, device }: Desk, record: CounterRecord): void {
	if (world.planted("shared_paper_not_kept")) return;
	const { key, attestation } = record;
	const { delegation, index } = readPaper(attestation);
	const paper = paperOf(delegation, index);
	const kept = sharedOf(data, device, paper);
	const known = ofAttestation(kept, attestation);
	if (known === undefined) {
		kept.papers.set(key, { attestation, seenAt: world.sim.seconds(), revokedAt: undefined, isWithdrawn: false });
	} else if (known.paper.isWithdrawn && !data.links.has(linkOf(attestation).token)) {
		kept.papers.delete(known.key);
		kept.papers.set(key, known.paper);
	}
	keepLink(data, record, true);
}

function sharedOf({ shared }: PortalData, { pharmacy }: PortalDevice, paper: string): SharedPapers {
	const kept = shared.get(paper) ?? { pharmacy, papers: new Map() };
	shared.set(paper, kept);
	return kept;
}

type SharedPapers = Parameters<PortalData["shared"]["set"]>[1];

function ofAttestation({ papers }: SharedPapers, attestation: string) {
	for (const [key, paper] of papers) if (paper.attestation === attestation) return { key, paper };
	return undefined;
}

/** By lib/server/services/shared-paper/take-shared-paper-back.ts: its outcomes. */
export function takeSharedBack(world: World, { data, device }: Desk, attestation: string) {
	const { delegation, index } = readPaper(attestation);
	const paper = paperOf(delegation, index);
	const first = recordOf(data, attestation)?.record;
	const isFirst = first?.record.attestation === attestation;
	const known = data.shared.get(paper);
	const own = known && ofAttestation(known, attestation);
	if (own !== undefined) own.paper.isWithdrawn = true;
	else if (first !== undefined && !isFirst) {
		const seenAt = world.sim.seconds();
		const kept = { attestation, seenAt, revokedAt: undefined, isWithdrawn: true };
		sharedOf(data, device, paper).papers.set(`taken back ${attestation}`, kept);
	}
	const open = [...(data.shared.get(paper)?.papers.values() ?? [])].filter(({ revokedAt }) => revokedAt === undefined);
	if (open.length === 0) return "alone";
	if (isFirst && first.refused === undefined) first.withdrawn ??= "index_reused";
	return settle(world, data, paper) ? "settled" : "waits";
}

/** This record is stored, and stands in the place of another one. */
export function noteReplaced(
	{ replaced }: PortalData,
	{ key, corrects, reason }: CounterRecord,
	at: NumericDate,
): void {
	if (corrects === undefined) return;
	const by = { by: key, reason: reason ?? "entry_error", at };
	replaced.set(corrects, [...(replaced.get(corrects) ?? []), by]);
}

/** This record was registered: which index is settled by it. */
export function settleReplaced(world: World, data: PortalData, { corrects }: CounterRecord): void {
	if (corrects === undefined) return;
	for (const [paper, { papers }] of data.shared) {
		const isOfIt = papers.has(corrects) || data.papers.get(paper) === corrects;
		if (isOfIt && [...papers.values()].some((one) => one.revokedAt === undefined)) {
			settle(world, data, paper);
		}
	}
}

/** Whether it was revoked now. */
function settle(world: World, data: PortalData, paper: string): boolean {
	const papers = data.shared.get(paper)?.papers ?? new Map();
	const first = data.papers.get(paper);
	const isFirstOpen = first !== undefined && isStanding(data, first) && !data.replaced.has(first);
	const isOpen = isFirstOpen || [...papers].some(([key, { isWithdrawn }]) => !isWithdrawn && !data.replaced.has(key));
	if (isOpen && !world.planted("shared_index_revoked_at_once")) return false;
	const now = world.sim.seconds();
	for (const each of papers.values()) each.revokedAt ??= now;
	const record = data.records.get(first ?? "");
	if (record?.refused === undefined && record !== undefined) record.withdrawn ??= "index_reused";
	revokePaper(world, data, paper, { reason: "index_reused", attestation: record?.record.attestation });
	world.ledger.settled(paper);
	world.sim.note("portal", `revokes the shared index ${paper}`);
	return true;
}

function isStanding({ records }: PortalData, key: string): boolean {
	const { refused, withdrawn } = records.get(key) ?? {};
	return refused === undefined && withdrawn === undefined;
}

function* ofLate({ shared }: PortalData, { pharmacy, now }: { readonly pharmacy: string; readonly now: NumericDate }) {
	for (const [paper, kept] of shared) {
		if (kept.pharmacy !== pharmacy) continue;
		const open = [...kept.papers.values()].filter(
			({ revokedAt, seenAt }) => revokedAt === undefined && seenAt > now - LOOK_BACK,
		);
		if (open.length > 0) yield { paper, seenAt: Math.min(...open.map(({ seenAt }) => seenAt)) };
	}
}

export function countShared(data: PortalData, pharmacy: string, now: NumericDate): number {
	return [...ofLate(data, { pharmacy, now })].length;
}

export function answerShared(world: World, { data, device }: Desk): SharedPapersAnswer {
	const now = world.sim.seconds();
	const open = [...ofLate(data, { pharmacy: device.pharmacy, now })].sort((a, b) => a.seenAt - b.seenAt);
	const shared = open.map(({ paper, seenAt }) => {
		const [delegation = "", index] = paper.split(".");
		return { delegation, index: Number(index), seenAt, papers: papersOf(data, paper, now) };
	});
	return { shared: shared.filter(({ papers }) => papers.some(({ state }) => state === "needs")).slice(0, 50) };
}

function papersOf(data: PortalData, paper: string, now: NumericDate): SharedPaper[] {
	const first = data.papers.get(paper);
	const others = [...(data.shared.get(paper)?.papers ?? [])];
	const stateOf = (key: string, attestation: string, isGone: boolean): SharedPaper["state"] => {
		if (data.replaced.has(key)) return "replaced";
		if (isGone) return "withdrawn";
		return paperEnds(attestation) <= now ? "expired" : "needs";
	};
	const named = others.map(([key, { attestation, isWithdrawn }]) =>
		wordsOf(key, attestation, stateOf(key, attestation, isWithdrawn)),
	);
	if (first === undefined) return named;
	const attestation = data.records.get(first)?.record.attestation ?? "";
	return [wordsOf(first, attestation, stateOf(first, attestation, !isStanding(data, first))), ...named];
}

function wordsOf(key: string, attestation: string, state: SharedPaper["state"]): SharedPaper {
	const { issuedAt } = readPaper(attestation);
	const identity = { family: "ESSAI", given: "Camille", birth: "1990-02-03", sex: "X" } as const;
	return { key, state, identity, signed: { k: "A", t: issuedAt - HOUR, exp: paperEnds(attestation) }, locale: "fr" };
}
