/**
 * One virtual country: a clock that only events move, and everything that happens at its moment. Nothing here waits for
 * real time; the same seed gives the same events in the same order, in any process.
 */
import type { Random } from "@/tests/fuzz/random";
import { streamOf } from "./draw";
import { eventQueue } from "./event-queue";
import { type Trace, trace } from "./trace";

/** A promise that was broken. `about`: actors, records and events that it concerns. */
export type Finding = {
	readonly rule: string;
	readonly text: string;
	readonly about: readonly string[];
	readonly at: number;
};

export type Simulation = {
	readonly seed: number;
	/** Milliseconds since 1970, true time. */
	readonly time: () => number;
	/** True time, whole seconds. */
	readonly seconds: () => number;
	readonly at: (time: number, run: () => void) => void;
	readonly after: (wait: number, run: () => void) => void;
	readonly sleep: (wait: number) => Promise<void>;
	readonly random: (actor: string) => Random;
	readonly trace: Trace;
	/** What somebody saw or did, for the trace. */
	readonly note: (actor: string, event: string) => void;
	/** Work that goes on by itself. What it throws is a finding. */
	readonly start: (actor: string, work: Promise<unknown>) => void;
	readonly broken: (rule: string, text: string, about: readonly string[]) => void;
	readonly finding: () => Finding | undefined;
	/** Work of the platform (cryptography) that takes real time and no virtual one: nothing else happens until it is done. */
	readonly outside: <Value>(work: Promise<Value>) => Promise<Value>;
	/** The same of work that calls what takes virtual time in between: each such call goes through `between`. */
	readonly outsideBetween: <Value>(
		work: (between: <Part>(part: Promise<Part>) => Promise<Part>) => Promise<Value>,
	) => Promise<Value>;
	/** Until then, or until something is broken. */
	readonly run: (until: number) => Promise<void>;
};

/** Everything that waits for a promise has gone on: Node looks at its ticks again once no promise has anything to do. */
const settled = () => new Promise<void>((resolve) => process.nextTick(resolve));
/** Whoever runs this process (a test runner, a parent) is heard now and then too. */
const breath = () => new Promise<void>((resolve) => setImmediate(resolve));
const EVENTS_OF_A_BREATH = 8192;

export function simulation(seed: number, begin: number, options: { readonly keepTrace: boolean }): Simulation {
	const queue = eventQueue();
	const told = trace(options.keepTrace);
	let now = begin;
	let found: Finding | undefined;
	const broken = (rule: string, text: string, about: readonly string[]) => {
		found ??= { rule, text, about, at: now };
	};
	let outside = 0;
	let onNoneOutside = () => {};
	const leave = () => {
		if (--outside === 0) onNoneOutside();
	};
	const noneOutside = () =>
		new Promise<void>((resolve) => {
			onNoneOutside = resolve;
		});
	const held = async <Value>(work: Promise<Value>) => {
		outside++;
		try {
			return await work;
		} finally {
			leave();
		}
	};
	const at = (time: number, run: () => void) => queue.add(Math.max(now, Math.round(time)), run);
	return {
		seed,
		time: () => now,
		seconds: () => Math.floor(now / 1000),
		at,
		after: (wait, run) => at(now + wait, run),
		sleep: (wait) => new Promise((resolve) => at(now + wait, resolve)),
		random: (actor) => streamOf(seed, actor),
		trace: told,
		note: (actor, event) => told.note(now, actor, event),
		start(actor, work) {
			work.catch((fault: unknown) => {
				broken("threw", `${actor}: ${fault instanceof Error ? (fault.stack ?? fault.message) : fault}`, [actor]);
			});
		},
		outside: held,
		outsideBetween(work) {
			let within = 0;
			// While parts are within, which may be several at once, nothing is held up.
			const between = async <Part>(part: Promise<Part>) => {
				if (within++ === 0) leave();
				try {
					return await part;
				} finally {
					if (--within === 0) outside++;
				}
			};
			return held(work(between));
		},
		broken,
		finding: () => found,
		async run(until) {
			let events = 0;
			for (let next = queue.peek(); next !== undefined && next.time <= until; next = queue.peek()) {
				queue.take();
				now = next.time;
				next.run();
				await (++events % EVENTS_OF_A_BREATH === 0 ? breath() : settled());
				while (outside > 0) {
					await noneOutside();
					await settled();
				}
				if (found !== undefined) return;
			}
			now = Math.max(now, until);
		},
	};
}
