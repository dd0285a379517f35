/** What happens to a gate's disk as a whole, in the middle of an evening: it is deleted, or put back from a copy. */
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { between } from "../engine/draw";
import { enrol } from "../portal/kits";
import type { PortalData } from "../portal/portal-data";
import type { World } from "../world";
import { openDoor } from "./door";
import { copyOfDoor, type Door, type DoorDisk, emptyDoor, type Hall } from "./door-parts";
import type { Evening } from "./evening";

/** Milliseconds until the device stands there again: longer than anything that its page sent is on its way. */
const AWAY = [4 * MINUTE * 1000, 9 * MINUTE * 1000] as const;
/** Before an evening its copy may be so old. */
const BEFORE = HOUR * 1000;

export function gateFaults(world: World, hall: Hall, data: PortalData): void {
	for (const evening of hall.evenings) {
		for (const door of hall.doors) {
			const random = world.sim.random(`disk of ${door.name} on ${evening.assignment}`);
			const within = (from: number) => between(random, from, evening.until - AWAY[1] - MINUTE * 1000);
			if (random.chance(world.scenario.faults.gate_evicted)) {
				world.sim.at(within(evening.from), () => {
					lose(door, { hall, data, evening, fault: "gate_evicted", disk: () => enrolAnew(door, data) });
				});
			}
			if (random.chance(world.scenario.faults.gate_backup)) {
				const copiedAt = within(evening.from - BEFORE);
				world.sim.at(copiedAt, () => {
					const copy = copyOfDoor(door.disk);
					const { device } = door;
					world.sim.at(within(Math.max(copiedAt, evening.from)), () => {
						if (door.device !== device) return;
						lose(door, { hall, data, evening, fault: "gate_backup", disk: () => copy });
					});
				});
			}
		}
	}
}

type Loss = {
	readonly hall: Hall;
	readonly data: PortalData;
	readonly evening: Evening;
	readonly fault: "gate_evicted" | "gate_backup";
	/** What is there afterwards. */
	readonly disk: () => DoorDisk;
};

function lose(door: Door, { hall, data, evening, fault, disk }: Loss): void {
	const { world, name, random } = door;
	if (door.away || door.evening !== evening) return;
	world.count(fault);
	world.sim.note(name, fault);
	door.away = true;
	door.opened?.page.kill();
	world.sim.after(between(random, ...AWAY), () => {
		const before = door.disk;
		door.disk = disk();
		door.paired = "";
		door.forgotTrust();
		goneWith(before, { world, hall, data });
		door.away = false;
		world.sim.note(name, "has another disk");
		openDoor(door);
	});
}

/** The browser deleted everything, or the telephone is another one. Somebody enrols it again. */
function enrolAnew(door: Door, data: PortalData): DoorDisk {
	const { world, random, device, authority } = door;
	const { venue } = device;
	door.device = enrol(world, data, { pharmacy: "", random, ...(venue === undefined ? {} : { venue }) });
	return emptyDoor(authority.root);
}

/** What no disk and no portal has was never heard of by anybody: nobody can count it. */
function goneWith(
	{ checkins }: DoorDisk,
	{ world, hall, data }: { readonly world: World; readonly hall: Hall; readonly data: PortalData },
): void {
	const isAnywhere = (id: string, assignment: string) =>
		data.places.get(assignment)?.ids.has(id) === true || hall.doors.some(({ disk }) => disk.checkins.rows.has(id));
	for (const { event } of checkins.rows.values()) {
		if (isAnywhere(event.id, event.assignment)) continue;
		if (!hall.truth.gone(event)) continue;
		world.count("passage gone with its disk");
		world.sim.note(hall.name, `nobody has ${event.id} any more`);
	}
}
