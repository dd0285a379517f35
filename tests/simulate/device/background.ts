/** When a page works by itself, as lib/device/background/background.ts has it. */
import { noteHint, type RunPorts, restUntil, runTasks, type Task } from "@/lib/outbox/run-tasks";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { fraction } from "../engine/draw";
import { onDisk, type Page } from "./page";
import type { Profile } from "./profile";

export type Background = {
	/** There is something new to send. */
	readonly wake: () => void;
	/** Somebody looks. */
	readonly hint: () => void;
};

/** `isIdle`: nothing waits to be sent. */
export type Work = {
	readonly page: Page;
	readonly tasks: readonly Task[];
	readonly run: RunPorts;
	readonly isIdle: () => boolean;
	/** Seconds between two of its rounds that are played while it is idle and the portal answers. */
	readonly idleWait: number;
};

export function startBackground(profile: Profile, { page, tasks, run: ports, isIdle, idleWait }: Work): Background {
	const { world, name, clock, random, locks } = profile;
	const { sim } = world;
	const { now } = clock;
	let timer = 0;
	let running = false;
	let wanted = false;

	const schedule = (at: NumericDate, atLeast: number) => {
		const mine = ++timer;
		const wait = restUntil(at, { now, random: () => fraction(random) });
		sim.after(Math.max(wait, atLeast) * 1000, () => {
			if (mine === timer && page.alive()) start();
		});
	};
	const rests = () => isIdle() && (profile.link()?.failures ?? 0) === 0;
	const run = async () => {
		if (running) {
			wanted = true;
			return;
		}
		running = true;
		wanted = false;
		let next = now() + MINUTE;
		try {
			next = (await locks.ifFree(page, "relais-outbox", () => onDisk(runTasks(tasks, ports)))) ?? next;
		} finally {
			running = false;
			if (page.alive()) schedule(wanted ? now() : next, !wanted && rests() ? idleWait : 0);
		}
	};
	const start = () => sim.start(name, run());
	const hint = async () => {
		await onDisk(noteHint(ports));
		await run();
	};
	start();
	return { wake: start, hint: () => sim.start(name, hint()) };
}
