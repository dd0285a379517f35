/** What every device has, whatever it is for: a name, chance of its own, locks, a clock, a key and a way to the portal. */
import type { Link } from "@/lib/outbox/backoff";
import type { PortalPorts } from "@/lib/portal/portal-client";
import type { Random } from "@/tests/fuzz/random";
import { spacing } from "../engine/draw";
import type { Waiting } from "../oracle/watch-wait";
import type { World } from "../world";
import type { DeviceClock } from "./device-clock";
import type { Locks } from "./locks";
import type { PageFaults } from "./page";

export type Profile = {
	readonly name: string;
	readonly world: World;
	readonly random: Random;
	readonly locks: Locks;
	readonly clock: DeviceClock;
	readonly way: PortalPorts["fetch"];
	/** What the portal told it to wait. */
	readonly waiting: Waiting;
	/** Thumbprint of its key. */
	readonly key: () => string;
	readonly link: () => Link | undefined;
	/** The disk takes no more. */
	full: boolean;
};

/** What the disk does to a page of this profile. */
export function faultsOf(profile: Profile, onDeath: PageFaults["onDeath"]): PageFaults {
	const { world, random } = profile;
	return {
		dies: () => {
			const dies = world.happens("crash", random, 0.03);
			if (dies) world.count("crash");
			return dies;
		},
		isFull: () => {
			if (profile.full) world.count("quota");
			return profile.full;
		},
		slowness: () => (world.happens("slow_disk", random, 0.2) ? spacing(random, 800) : 0),
		sleep: world.sim.sleep,
		onDeath,
	};
}
