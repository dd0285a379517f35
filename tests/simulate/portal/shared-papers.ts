/** Papers that share an index, by lib/server/services/shared-paper: kept, listed, and revoked once nobody needs another. */
import type { SharedPaper, SharedPapersAnswer } from "@/lib/protocol/shared-papers";
import { DAY, HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { type CounterRecord, paperEnds, paperOf, readPaper } from "../counter/counter-record";
import type { World } from "../world";
import type { PortalData, PortalDevice } from "./portal-data";

/** [OL-5] No paper lasts longer. */
const LOOK_BACK = 3 * DAY;

type Desk = { readonly data: PortalData; readonly device: PortalDevice };

/** A paper whose index another one had before, once. */
export function keepShared(world: World, { data, device }: Desk, { key, attestation }: CounterRecord): void {
	if (world.planted("shared_paper_not_kept")) return;
	const { delegation, index } = readPaper(attestation);
	const paper = paperOf(delegation, index);
	const kept = data.shared.get(paper) ?? { pharmacy: device.pharmacy, papers: new Map() };
	data.shared.set(paper, kept);
	if (kept.papers.has(key)) return;
	kept.papers.set(key, { attestation, seenAt: world.sim.seconds(), revokedAt: undefined });
}

/** This record was registered: which index is settled by it. */
export function settleReplaced(world: World, data: PortalData, { corrects }: CounterRecord): void {
	if (corrects === undefined) return;
	data.replaced.add(corrects);
	for (const [paper, { papers }] of data.shared) {
		const isOfIt = papers.has(corrects) || data.papers.get(paper) === corrects;
		if (isOfIt && [...papers.values()].some((one) => one.revokedAt === undefined)) {
			settle(world, data, paper);
		}
	}
}

function settle(world: World, data: PortalData, paper: string): void {
	const papers = data.shared.get(paper)?.papers ?? new Map();
	const first = data.papers.get(paper);
	const isFirstOpen = first !== undefined && isStanding(data, first) && !data.replaced.has(first);
	const isOpen = isFirstOpen || [...papers.keys()].some((key) => !data.replaced.has(key));
	if (isOpen && !world.planted("shared_index_revoked_at_once")) return;
	const now = world.sim.seconds();
	for (const each of papers.values()) each.revokedAt ??= now;
	data.revoked.add(paper);
	world.ledger.settled(paper);
	world.sim.note("portal", `revokes the shared index ${paper}`);
}

const isStanding = ({ records }: PortalData, key: string) => records.get(key)?.refused === undefined;

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
	const named = others.map(([key, { attestation }]) => wordsOf(key, attestation, stateOf(key, attestation, false)));
	if (first === undefined) return named;
	const { attestation } = JSON.parse(data.records.get(first)?.content ?? "") as CounterRecord;
	return [wordsOf(first, attestation, stateOf(first, attestation, !isStanding(data, first))), ...named];
}

function wordsOf(key: string, attestation: string, state: SharedPaper["state"]): SharedPaper {
	const { issuedAt } = readPaper(attestation);
	const identity = { family: "ESSAI", given: "Camille", birth: "1990-02-03", sex: "X" } as const;
	return { key, state, identity, signed: { k: "A", t: issuedAt - HOUR, exp: paperEnds(attestation) }, locale: "fr" };
}
