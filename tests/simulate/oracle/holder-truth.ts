/**
 * What a holder may be told, and what not, by what the portal was asked to do: kept apart from how it finds its answers.
 * [SH-2] [SH-3] [OL-7]
 */
import type { OpenPassAnswer, OpenPassRequest } from "@/lib/protocol/holder";
import { staysWithPerson } from "@/lib/protocol/revocations";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type CounterRecord, paperEnds, paperOf, readPaper } from "../counter/counter-record";
import type { Simulation } from "../engine/simulation";
import { birthOf, type HolderAnswer, keyOfPass, linkOf } from "../holder/sheet-link";
import { countedTries } from "./counted-tries";
import { REGISTERED } from "./known-paper";

/** Final words after which the portal knows the link. */
const KNOWN = new Set([REGISTERED, "identity_mismatch", "index_reused", "revoked"]);

export type HolderTruth = {
	/** The portal's final word on a record: the first one counts. */
	readonly answered: (record: CounterRecord, word: string) => void;
	/** A counter's wish to take this paper back has reached the portal. */
	readonly tookBack: (attestation: string) => void;
	readonly isTakenBack: (attestation: string) => boolean;
	/** An index is revoked, with whatever papers bear it. */
	readonly revoked: (paper: string) => void;
	readonly opened: (request: OpenPassRequest, answer: OpenPassAnswer) => void;
};

type Known = { readonly record: CounterRecord; readonly word: string; readonly at: NumericDate };
/** `isOthers`: what stands in its place is another person's. */
type Last = { readonly known: Known; readonly isOthers: boolean };

export function holderTruth(sim: Pick<Simulation, "broken" | "seconds">): HolderTruth {
	const byToken = new Map<string, Known>();
	const chains = correctionChains();
	const takenBack = new Set<string>();
	const revoked = new Set<string>();
	const tries = countedTries();
	const stands = ({ record: { attestation } }: Known) => {
		const { delegation, index } = readPaper(attestation);
		return !takenBack.has(attestation) && !revoked.has(paperOf(delegation, index));
	};
	const breachOf = ({ token, ...given }: OpenPassRequest, answer: OpenPassAnswer): string | undefined => {
		const own = byToken.get(token);
		const isUnknown = answer.state === "not_registered";
		if (own === undefined) return isUnknown ? undefined : "a link that nobody brought opens nothing";
		if (isUnknown) return "a link that the portal knows is never unknown";
		const now = sim.seconds();
		const last = chains.lastOf(own);
		const right = isRight(given, own, last);
		const miscounted = tries({ token, isRight: right, now }, answer);
		if (miscounted !== undefined || !right || answer.state === "locked") return miscounted;
		if (answer.state === "ready") return passBreach(keyOfPass(answer.hc1), { own, last, chains, stands });
		return noPassBreach(answer, { last, stands, now });
	};
	return {
		answered(record, word) {
			const { token } = linkOf(record.attestation);
			if (!KNOWN.has(word) || byToken.has(token)) return;
			const known = { record, word, at: sim.seconds() };
			byToken.set(token, known);
			chains.add(known);
		},
		tookBack: (attestation) => void takenBack.add(attestation),
		isTakenBack: (attestation) => takenBack.has(attestation),
		revoked: (paper) => void revoked.add(paper),
		opened(request, answer) {
			const breach = breachOf(request, answer);
			if (breach === undefined) return;
			const key = byToken.get(request.token)?.record.key ?? request.token;
			sim.broken(breach, `${key}: ${JSON.stringify(answer)}`, [key]);
		},
	};
}

type Chains = ReturnType<typeof correctionChains>;

/** Which records stand in the place of which. */
function correctionChains() {
	/** Of records that count, by the keys that they correct. */
	const corrections = new Map<string, Known[]>();
	const staying = (known: Known) => staysWithPerson(known.record.reason ?? "entry_error");
	const chains = {
		add(known: Known) {
			const { corrects } = known.record;
			if (corrects === undefined || (known.word !== REGISTERED && known.word !== "revoked")) return;
			corrections.set(corrects, [...(corrections.get(corrects) ?? []), known]);
		},
		lastOf(known: Known): Last {
			const [next] = (corrections.get(known.record.key) ?? []).toSorted(newestFirst);
			if (next === undefined) return { known, isOthers: false };
			return staying(next) ? chains.lastOf(next) : { known, isOthers: true };
		},
		/** Whether this record is the link's own, or was ever put in its place for the same person. */
		has({ record }: Known, key: string): boolean {
			if (record.key === key) return true;
			return (corrections.get(record.key) ?? []).some((next) => staying(next) && chains.has(next, key));
		},
	};
	return chains;
}

function newestFirst(a: Known, b: Known): number {
	return b.at - a.at || (a.record.key < b.record.key ? 1 : -1);
}

function isRight(given: HolderAnswer, { record }: Known, { known, isOthers }: Last): boolean {
	const { stripNumber } = linkOf(record.attestation);
	if (stripNumber !== undefined) return given.stripNumber === stripNumber;
	// Whose birth date was mistyped knows only the right one.
	const taken = isOthers ? [record] : [record, known.record];
	return taken.some(({ attestation }) => birthOf(attestation) === given.birth);
}

type Judged = {
	readonly own: Known;
	readonly last: Last;
	readonly chains: Chains;
	readonly stands: (known: Known) => boolean;
	readonly now: NumericDate;
};

/** It opened the pass of this record. */
function passBreach(key: string, { own, last, chains, stands }: Omit<Judged, "now">): string | undefined {
	if (last.isOthers || !chains.has(own, key)) return "a link opens nobody else's pass";
	if (key !== last.known.record.key) return "a link leads to the last pass";
	const isGood = last.known.word === REGISTERED && stands(last.known);
	return isGood ? undefined : "what was taken back or refused opens no pass";
}

function noPassBreach(
	{ state }: OpenPassAnswer,
	{ last: { known, isOthers }, stands, now }: Pick<Judged, "last" | "stands" | "now">,
): string | undefined {
	const isStanding = !isOthers && stands(known);
	if (isStanding && known.word === REGISTERED) return "whoever is registered gets the pass";
	const isShared = isStanding && known.word === "index_reused" && paperEnds(known.record.attestation) > now;
	return isShared === (state === "number_shared") ? undefined : "a shared number is said while its paper stands";
}
