/**
 * Exchanging events with the portal: what this gate holds goes out, each stored there once, and what all gates of the
 * assignment recorded comes in, this one's earlier self included: its disk may have been deleted or put back (CI-17). Losing an answer, the page or the network at any point sends or reads again what is
 * there already, which changes nothing. Nothing here calls anybody.
 */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { ok, type Result } from "@/lib/shared/result";
import type { RunClock } from "@/lib/shared/run-clock";
import type { ValueStore } from "@/lib/shared/value-store";
import type { CheckinEvent } from "./checkin-event";
import { type CheckinStore, OWN_POST, type Post, type Settled } from "./checkin-store";
import type { GateRole } from "./gate-rules";

/** The post that exchanges; one of an assignment that the portal knows. */
export type ExchangingGate = { readonly assignment: string; readonly gate: string; readonly role: GateRole };

/** The message (lib/protocol/checkins.ts, `checkinExchange`). */
export type ExchangeRequest = {
	readonly events: readonly CheckinEvent[];
	readonly post: (ExchangingGate & { readonly after: number; readonly completeAt: NumericDate | null }) | null;
};

/** Its answer (`checkinExchangeAnswer`). */
export type ExchangeAnswer = {
	readonly stored: readonly string[];
	readonly refused?: Settled["refused"] | undefined;
	readonly others?: OthersEvents | null | undefined;
	readonly serverTime?: NumericDate | undefined;
};

type OthersEvents = {
	readonly events: readonly CheckinEvent[];
	readonly next: number;
	readonly more: boolean;
	readonly posts: readonly (Omit<Post, "heard"> & { readonly age: number | null })[];
};

/** How far this device has read, and what time it was at the portal when. */
export type ExchangeMemory = {
	readonly assignment: string;
	readonly after: number;
	readonly serverTime: NumericDate;
	/** Seconds of the run in which that was. */
	readonly lived: number;
	readonly run: string;
};

export type ExchangePorts<Problem> = {
	readonly store: CheckinStore;
	readonly memory: ValueStore<ExchangeMemory>;
	/** Undefined: nothing is read; what waits is sent all the same. */
	readonly gate: ExchangingGate | undefined;
	/** This device's id at the portal. */
	readonly device: string;
	readonly call: (request: ExchangeRequest) => Promise<Result<ExchangeAnswer, Problem>>;
	readonly clock: RunClock;
	/** Events in one message. */
	readonly limit: number;
};

/** `left`: an earlier portal did not answer for all of them; offered again later. `others`: other posts heard of. */
export type ExchangeRound = { readonly asked: boolean; readonly left: boolean; readonly others: number };

/** Offers everything that waits, once each, and reads all there is, until both are done or the link fails. */
export async function exchangeCheckins<Problem>(
	ports: ExchangePorts<Problem>,
): Promise<Result<ExchangeRound, Problem>> {
	const { store, gate, limit } = ports;
	const offered = new Set<string>();
	let answeredFor = 0;
	let asked = false;
	let others = 0;
	let more = gate !== undefined;
	for (;;) {
		const events = await store.unsent(limit, offered);
		if (events.length === 0 && !more) return ok({ asked, left: answeredFor < offered.size, others });
		const isAll = events.length < limit && answeredFor === offered.size;
		const sentAt = ports.clock.now();
		const answered = await ports.call({ events, post: await postOf(ports, isAll) });
		if (!answered.ok) return answered;
		asked = true;
		for (const { id } of events) offered.add(id);
		const settled = settledOf(answered.value, offered);
		answeredFor += settled.stored.length + settled.refused.length;
		await store.settle(settled);
		more = await takeOthers(ports, answered.value, sentAt);
		others = answered.value.others?.posts.filter(({ post }) => post !== ports.device).length ?? 0;
	}
}

/**
 * [CI-9] Complete is what this device knew when it wrote the message: never later than it says, whatever the way takes. A
 * run's first message says nothing of it, by which the portal knows that a run began (CI-17).
 */
async function postOf<Problem>(
	{ gate, memory, clock }: ExchangePorts<Problem>,
	isAll: boolean,
): Promise<ExchangeRequest["post"]> {
	if (gate === undefined) return null;
	const { assignment, gate: name, role } = gate;
	const stored = await memory.read();
	const known = stored?.assignment === assignment ? stored : undefined;
	const isOfThisRun = known !== undefined && known.run === clock.run;
	const completeAt = isOfThisRun && isAll ? known.serverTime + Math.floor(clock.lived() - known.lived) : null;
	return { assignment, gate: name, role, after: known?.after ?? 0, completeAt };
}

/** Only what was offered in this round: an answer for anything else is a fault of the portal. */
function settledOf({ stored, refused = [] }: ExchangeAnswer, offered: ReadonlySet<string>): Settled {
	return { stored: stored.filter((id) => offered.has(id)), refused: refused.filter(({ id }) => offered.has(id)) };
}

/** Whether there is more to read. */
async function takeOthers<Problem>(
	{ store, memory, gate, device, clock }: ExchangePorts<Problem>,
	{ others, serverTime }: ExchangeAnswer,
	sentAt: NumericDate,
): Promise<boolean> {
	if (gate === undefined || others === undefined || others === null || serverTime === undefined) return false;
	const { assignment } = gate;
	const { events, next, more, posts } = others;
	// Of a post that the portal never had whole, nothing is known until any time.
	const heardOf = posts.map(({ age, ...post }): Post => {
		return { ...post, post: post.post === device ? OWN_POST : post.post, heard: age === null ? 0 : sentAt - age };
	});
	await store.merge(assignment, { events, posts: more ? [] : heardOf, atPortal: true });
	const { run } = clock;
	await memory.change(() => ({ assignment, after: next, serverTime, lived: clock.lived(), run }));
	return more;
}
