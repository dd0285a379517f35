import "client-only";
import { z } from "zod";
import { FRESH_LINK, type Link, linkAfterFailure, linkAfterHint } from "@/lib/outbox/backoff";
import { probePortal } from "@/lib/portal/portal-client";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { Failure } from "@/lib/shared/result";
import { readFact, writeFact } from "../store/facts";
import { ifFree } from "../store/locks";
import { storageFailure } from "../store/storage-failure";
import { deviceNow } from "../trust/clock";

/**
 * The work that a device does by itself while a page is open: send what waits, renew the kit, refresh the key lists.
 * One tab at a time, one thing at a time, with one common memory of how the portal is: a failure holds everything
 * back, with backoff and jitter (lib/outbox/backoff.ts).
 */

/** `done`: the portal was asked and answered. `idle`: nothing to do before `again`. `failed`: the link is the cause. */
export type TaskOutcome =
	| { readonly state: "done" }
	| { readonly state: "idle"; readonly again?: NumericDate | undefined }
	| { readonly state: "failed"; readonly error: Failure };

/** One round of one kind of work; bounded, and safe to lose at any moment. */
export type Task = () => Promise<TaskOutcome>;

export type Background = {
	/** There is something new to send. */
	readonly wake: () => void;
	/** Somebody asks to try again at once: within seconds, unless the portal itself named a later time. */
	readonly tryNow: () => Promise<void>;
	readonly stop: () => void;
};

const LINK_FACT = "portal-link";
const parseLink = (value: unknown): Link | undefined =>
	z.object({ failures: z.number(), notBefore: z.number(), named: z.boolean() }).safeParse(value).data;

/** With nothing to do the portal is still asked once in a while, so that the screen knows how it is. */
const PROBE_EVERY = MINUTE;
/** A device that the portal refuses asks seldom. */
const REFUSED_WAIT = 5 * MINUTE;

async function loadLink(): Promise<Link> {
	const link = (await readFact(LINK_FACT, parseLink)) ?? FRESH_LINK;
	// A clock that was set back must not hold the queue for days.
	return link.notBefore > deviceNow() + 2 * 3600 ? FRESH_LINK : link;
}

/** One pass over all tasks. Answers when to come again. */
export async function runTasks(tasks: readonly Task[]): Promise<NumericDate> {
	const link = await loadLink();
	if (deviceNow() < link.notBefore) return link.notBefore;
	let asked = false;
	let again = deviceNow() + PROBE_EVERY;
	for (const task of [...tasks, () => probeUnless(asked)]) {
		const outcome = await task();
		if (outcome.state === "failed") {
			const retryAfter = outcome.error.retryable ? outcome.error.retryAfter : REFUSED_WAIT;
			const next = linkAfterFailure(link, { now: deviceNow(), random: Math.random(), retryAfter });
			await writeFact(LINK_FACT, next);
			return next.notBefore;
		}
		if (outcome.state === "done") asked = true;
		else if (outcome.again !== undefined) again = Math.min(again, outcome.again);
	}
	if (link.failures > 0) await writeFact(LINK_FACT, FRESH_LINK);
	return again;
}

async function probeUnless(asked: boolean): Promise<TaskOutcome> {
	if (asked) return { state: "idle" };
	const probed = await probePortal();
	return probed.ok ? { state: "done" } : { state: "failed", error: probed.error };
}

/**
 * Undefined when the disk refuses what this work notes down: the screens say that by themselves, and the work is tried
 * again in a minute.
 */
async function onDisk<Value>(work: Promise<Value>): Promise<Value | undefined> {
	try {
		return await work;
	} catch (error) {
		if (storageFailure(error) === undefined) throw error;
		return undefined;
	}
}

/** Starts the work of this page. Whoever starts it stops it when the page goes. */
export function startBackground(tasks: readonly Task[]): Background {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let running = false;
	let wanted = false;
	let stopped = false;

	const schedule = (at: NumericDate) => {
		clearTimeout(timer);
		// Jitter: tabs and devices that woke together part again.
		const wait = Math.max(1, at - deviceNow()) + Math.random();
		if (!stopped) timer = setTimeout(run, wait * 1000);
	};
	const run = async () => {
		if (stopped || running) {
			wanted = true;
			return;
		}
		running = true;
		wanted = false;
		let next = deviceNow() + MINUTE;
		try {
			next = (await ifFree("relais-outbox", () => onDisk(runTasks(tasks)))) ?? next;
		} finally {
			running = false;
			schedule(wanted ? deviceNow() : next);
		}
	};
	const hint = async () => {
		const link = await loadLink();
		await onDisk(writeFact(LINK_FACT, linkAfterHint(link, { now: deviceNow(), random: Math.random() })));
		await run();
	};
	// Hints only: neither event proves anything about the portal.
	const onOnline = () => void hint();
	const onVisible = () => {
		if (document.visibilityState === "visible") void hint();
	};
	window.addEventListener("online", onOnline);
	document.addEventListener("visibilitychange", onVisible);
	void run();
	return {
		wake: () => void run(),
		tryNow: hint,
		stop: () => {
			stopped = true;
			clearTimeout(timer);
			window.removeEventListener("online", onOnline);
			document.removeEventListener("visibilitychange", onVisible);
		},
	};
}
