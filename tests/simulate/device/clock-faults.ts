/** What happens to a device now and then, and among it what people and batteries do to its clock. */
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { between, spacing } from "../engine/draw";
import type { Waiting } from "../oracle/watch-wait";
import type { Fault } from "../scenario";
import type { DeviceClock } from "./device-clock";
import type { Profile } from "./profile";

/** `perDay`: how often at a rate of 1. */
export function nowAndThen(
	profile: Profile,
	fault: Fault,
	plan: { readonly perDay: number; readonly strike: () => void },
): void {
	const { world } = profile;
	const rate = world.scenario.faults[fault];
	if (rate === 0) return;
	const random = world.sim.random(`${fault} of ${profile.name}`);
	const wait = spacing(random, (DAY * 1000) / (rate * plan.perDay));
	const again = () => {
		if (world.calm()) return;
		world.count(fault);
		world.sim.note(profile.name, fault);
		plan.strike();
		world.sim.after(spacing(random, (DAY * 1000) / (rate * plan.perDay)), again);
	};
	world.sim.after(wait, again);
}

/** From the beginning: a clock that nobody set, or one that was set in another zone. */
export function wrongClock({ world, clock, random }: Profile): void {
	const { faults } = world.scenario;
	if (faults.skew > 0) clock.set(between(random, -600, 600) * 1000 * (random.chance(0.2) ? 30 : 1));
	if (faults.wrong_zone > 0 && random.chance(0.5)) clock.set((random.int(5) - 2) * HOUR * 1000);
}

/** Under way: it is set to and fro, or stands still for a while. */
export function movedClock(profile: Profile, faults: { readonly set: Fault; readonly frozen: Fault }): void {
	const { world, clock, random } = profile;
	nowAndThen(profile, faults.set, {
		perDay: 3,
		strike: () => clock.set(random.chance(0.5) ? -spacing(random, 6 * HOUR) * 1000 : spacing(random, 30 * HOUR) * 1000),
	});
	nowAndThen(profile, faults.frozen, {
		perDay: 2,
		strike() {
			clock.freeze();
			world.sim.after(spacing(random, HOUR * 1000), () => clock.set(0));
		},
	});
}

/** As the calm begins. What was counted by a clock that is set is over (OB-5). */
export function rightClock({ clock, waiting }: { readonly clock: DeviceClock; readonly waiting: Waiting }): void {
	if (clock.ahead() !== 0) waiting.forgiven();
	clock.set(0);
}
