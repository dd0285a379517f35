/** When a page works by itself, as lib/device/background/background.ts has it. */
import { noteHint, runTasks } from "@/lib/outbox/run-tasks";
import { HOUR, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { fraction } from "../engine/draw";
import { onDisk } from "./counter-page";
import type { Background, Counter, CounterPage } from "./counter-parts";

/**
 * A page with nothing to do asks every minute whether the portal is there, for its screen. Of these questions, which
 * change nothing on the disk, one in so many seconds is played: an idle counter costs nothing.
 */
const IDLE_PROBE = 3 * HOUR;

export function startBackground(counter: Counter, shown: CounterPage): Background {
	const { world, name, clock, random, locks } = counter;
	const { page, tasks, run: ports } = shown;
	const { sim } = world;
	const { now } = clock;
	let timer = 0;
	let running = false;
	let wanted = false;

	const schedule = (at: NumericDate) => {
		const mine = ++timer;
		const wait = Math.max(1, at - now()) + fraction(random);
		sim.after(wait * 1000, () => {
			if (mine === timer && page.alive()) start();
		});
	};
	const isIdle = () => counter.disk.outbox.size === counter.settled() && (counter.link()?.failures ?? 0) === 0;
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
			if (page.alive()) schedule(wanted ? now() : isIdle() ? Math.max(next, now() + IDLE_PROBE) : next);
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
