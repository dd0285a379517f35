/**
 * One round of the work that a device does by itself: send what waits, renew the kit, refresh the key lists. All of it
 * shares one memory of how the way to the portal is (backoff.ts): one failure holds everything back. The caller makes
 * sure that one round runs at a time, and comes again at the time answered.
 */
import { assertNever } from "@/lib/shared/assert-never";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { Failure, Result } from "@/lib/shared/result";
import type { ValueStore } from "@/lib/shared/value-store";
import { FRESH_LINK, type Link, linkAfterFailure, linkAfterHint, usableLink } from "./backoff";

/** `done`: the portal was asked and answered; `again`: wanted sooner than usual. `idle`: nothing to do before `again`. `failed`: the link is the cause. */
export type TaskOutcome =
	| { readonly state: "done"; readonly again?: NumericDate | undefined }
	| { readonly state: "idle"; readonly again?: NumericDate | undefined }
	| { readonly state: "failed"; readonly error: Failure };

/** One round of one kind of work; bounded, and safe to lose at any moment. */
export type Task = () => Promise<TaskOutcome>;

export type RunPorts = {
	readonly link: ValueStore<Link>;
	/** Asks whether the portal is there, in a round in which nothing else was sent. */
	readonly probe: () => Promise<Result<unknown>>;
	readonly now: () => NumericDate;
	/** In [0, 1). */
	readonly random: () => number;
};

/**
 * Seconds. A round that comes early asks nobody (see `runTasks`); a time that was counted before a clock was set back lies
 * hours ahead.
 */
const LONGEST_REST = 5 * MINUTE;

/**
 * Seconds until the next round, which the last one wants at `at`. With jitter: tabs and devices that began together do not
 * call together.
 */
export function restUntil(at: NumericDate, { now, random }: Pick<RunPorts, "now" | "random">): number {
	return Math.max(1, Math.min(at - now(), LONGEST_REST)) + random();
}

/** With nothing to do the portal is still asked once in a while, so that the screen knows how it is. */
const PROBE_EVERY = MINUTE;
/** A device that the portal refuses asks seldom. */
const REFUSED_WAIT = 5 * MINUTE;
/** [OB-6] Somebody locked the counter under a task's hands: the portal has said nothing, and the next round has another key. */
const KEYS_GONE = "counter_locked";

/** One pass over all tasks, in their order, until one fails. Answers when to come again. */
export async function runTasks(tasks: readonly Task[], ports: RunPorts): Promise<NumericDate> {
	const { link, now } = ports;
	const before = usableLink(await link.read(), now());
	if (now() < before.notBefore) return before.notBefore;
	let asked = false;
	let again = now() + PROBE_EVERY;
	for (const task of [...tasks, () => probeUnless(asked, ports)]) {
		const outcome = await task();
		switch (outcome.state) {
			case "failed":
				return outcome.error.code === KEYS_GONE ? now() : holdBack(outcome.error, ports);
			case "done":
				asked = true;
				again = Math.min(again, outcome.again ?? again);
				break;
			case "idle":
				again = Math.min(again, outcome.again ?? again);
				break;
			default:
				assertNever(outcome);
		}
	}
	if (before.failures > 0) await link.change(() => FRESH_LINK);
	return again;
}

async function holdBack(error: Failure, { link, now, random }: RunPorts): Promise<NumericDate> {
	const wait = error.retryable ? { retryAfter: error.retryAfter } : { atLeast: REFUSED_WAIT };
	const at = { now: now(), random: random(), ...wait };
	const next = await link.change((stored) => linkAfterFailure(usableLink(stored, at.now), at));
	return next.notBefore;
}

async function probeUnless(asked: boolean, { probe }: RunPorts): Promise<TaskOutcome> {
	if (asked) return { state: "idle" };
	const probed = await probe();
	return probed.ok ? { state: "done" } : { state: "failed", error: probed.error };
}

/** There may be a network again, or somebody looks: within seconds, unless the portal itself named a later time. */
export async function noteHint({ link, now, random }: Pick<RunPorts, "link" | "now" | "random">): Promise<void> {
	const at = { now: now(), random: random() };
	await link.change((stored) => linkAfterHint(usableLink(stored, at.now), at));
}
