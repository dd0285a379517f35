/** What happens to a counter's profile and clock as a whole. */
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { movedClock, nowAndThen, rightClock, wrongClock } from "../device/clock-faults";
import { diskFills } from "../device/full-disk";
import { spacing } from "../engine/draw";
import { enrol } from "../portal/kits";
import type { PortalModel } from "../portal/portal-model";
import { copyCounter, open, takeKit } from "./counter";
import { copyOf, emptyDisk } from "./counter-disk";
import type { Counter } from "./counter-parts";
import { staff, workOff } from "./staff";

/** `join`: hears of another counter that is there from now on. */
type Around = { readonly portal: PortalModel; readonly join: (counter: Counter) => void };

export function profileFaults(counter: Counter, { portal, join }: Around): void {
	diskFills(counter, "quota");
	nowAndThen(counter, "backup", { perDay: 1.5, strike: () => backUp(counter) });
	nowAndThen(counter, "evicted", { perDay: 0.7, strike: () => evict(counter, portal) });
	copies(counter, { portal, join });
	nowAndThen(counter, "upgrade", {
		perDay: 2,
		strike: () =>
			restart(counter, () => {
				const { outbox } = counter.disk;
				for (const [key, row] of outbox) outbox.set(key, JSON.parse(JSON.stringify(row)));
			}),
	});
	clockFaults(counter);
}

function restart(counter: Counter, between: () => void): void {
	counter.away = true;
	for (const page of [...counter.pages.keys()]) page.kill();
	between();
	open(counter);
}

/** A copy is made; hours later the profile is that copy again. What was made since is gone, the papers are not. */
function backUp(counter: Counter): void {
	const { world, random, name } = counter;
	const copy = copyOf(counter.disk);
	const { device } = counter;
	world.sim.after(spacing(random, 8 * HOUR * 1000), () => {
		if (world.calm() || counter.device !== device) return;
		world.sim.note(name, "is what it was when the copy was made");
		restart(counter, () => {
			const lost = [...counter.disk.outbox.keys()].filter((key) => !copy.outbox.has(key));
			world.ledger.excuse(lost, "restored from a backup");
			world.ledger.forgot(name);
			counter.disk = copyOf(copy);
		});
	});
}

function clockFaults(counter: Counter): void {
	wrongClock(counter);
	movedClock(counter, { set: "set_back", frozen: "frozen" });
}

/** Somebody copies the profile to a second computer, and both go on: once for a counter, and copies are not copied. */
function copies(counter: Counter, { portal, join }: Around): void {
	const { world, name } = counter;
	if (world.scenario.faults.copied === 0) return;
	const random = world.sim.random(`copied of ${name}`);
	world.sim.after(spacing(random, (DAY * 1000) / (world.scenario.faults.copied * 2)), () => {
		if (world.calm()) return;
		world.count("copied");
		world.sim.note(name, "is copied to a second computer");
		const copy = copyCounter(counter, portal);
		world.ledger.copied(name, copy.name);
		staff(copy);
		clockFaults(copy);
		join(copy);
	});
}

/** The browser deleted everything. Somebody enrols the counter again. */
function evict(counter: Counter, portal: PortalModel): void {
	const { world } = counter;
	restart(counter, () => {
		world.ledger.excuse(counter.disk.outbox.keys(), "deleted by the browser");
		counter.disk = emptyDisk();
		counter.device = enrol(world, portal.data, { pharmacy: counter.device.pharmacy, random: counter.random });
		takeKit(counter);
	});
}

/** The second phase begins: the clock is right, the disk has room, and somebody looks. */
export function comeRight(counter: Counter): void {
	rightClock(counter);
	counter.full = false;
	const [opened = open(counter)] = counter.pages.values();
	opened.background.hint();
	workOff(counter);
}
