import "client-only";
import { z } from "zod";
import type { Link } from "@/lib/outbox/backoff";
import { noteHint, type RunPorts, restUntil, runTasks, type Task } from "@/lib/outbox/run-tasks";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { probeFromDevice } from "../portal/call-from-device";
import { factStore } from "../store/facts";
import { ifFree } from "../store/locks";
import { storageFailure } from "../store/storage-failure";
import { deviceNow } from "../trust/clock";

/**
 * When the work of a device runs (lib/outbox/run-tasks.ts says what a round does): while a page is open, in one tab at
 * a time, at the time that the last round named, and when the browser says that something changed.
 */

export type Background = {
	/** There is something new to send. */
	readonly wake: () => void;
	/** Somebody asks to try again at once: within seconds, unless the portal itself named a later time. */
	readonly tryNow: () => Promise<void>;
	readonly stop: () => void;
};

const parseLink = (value: unknown): Link | undefined =>
	z
		.object({ failures: z.number(), notBefore: z.number(), named: z.boolean(), at: z.number().optional() })
		.safeParse(value).data;

function runPorts(): RunPorts {
	return { link: factStore("portal-link", parseLink), probe: probeFromDevice, now: deviceNow, random: Math.random };
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

	const ports = runPorts();
	const schedule = (at: NumericDate) => {
		clearTimeout(timer);
		if (!stopped) timer = setTimeout(run, restUntil(at, ports) * 1000);
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
			next = (await ifFree("relais-outbox", () => onDisk(runTasks(tasks, ports)))) ?? next;
		} finally {
			running = false;
			schedule(wanted ? deviceNow() : next);
		}
	};
	const hint = async () => {
		await onDisk(noteHint(ports));
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
