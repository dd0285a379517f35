/** Now and then a disk takes no more, for minutes or hours: photographs, another site, an update. */
import { HOUR } from "@/lib/shared/numeric-date";
import { between } from "../engine/draw";
import type { Fault } from "../scenario";
import { nowAndThen } from "./clock-faults";
import type { Profile } from "./profile";

export function diskFills(profile: Profile, fault: Fault): void {
	const { world, random } = profile;
	nowAndThen(profile, fault, {
		perDay: 4,
		strike() {
			profile.full = true;
			world.sim.after(between(random, 0.05, 2) * HOUR * 1000, () => {
				profile.full = false;
			});
		},
	});
}
