/** A hall on its evenings: people come, go, come twice, and staff make mistakes and take them back. */

import type { Passage } from "@/lib/checkin/checkin-event";
import { correctCount, type Gate, type Presented, recordPassage, undoPassage } from "@/lib/checkin/record-passage";
import { HOUR } from "@/lib/shared/numeric-date";
import type { Random } from "@/tests/fuzz/random";
import { onDisk } from "../device/page";
import { between, spacing, uuidOf } from "../engine/draw";
import { type HallTruth, hallTruth } from "../oracle/hall-truth";
import { watchHall } from "../oracle/watch-halls";
import type { World } from "../world";
import { closeDoor, newDoor, openDoor, type Services } from "./door";
import { type Door, gateOf, type Hall } from "./door-parts";
import type { Evening } from "./evening";
import { saltsOf } from "./event-salts";
import { gateFaults } from "./gate-faults";
import { pair } from "./gate-wire";
import { type PaperShow, paperShow } from "./paper-show";

/** Of an evening, milliseconds. */
const LAST_MINUTES = 600_000;
const ROLES = ["both", "entry", "exit"] as const;

export function newHall(world: World, services: Services, number: number): Hall {
	const { sim, scenario } = world;
	const name = `hall ${number}`;
	const isTrain = number % 3 === 0;
	const random = sim.random(name);
	const isLone = sim.random(`gates of ${name}`).chance(scenario.faults.lone_gate);
	const gates = isTrain ? [""] : isLone ? ["A"] : ["A", "B"];
	const doors = gates.map((gate, n) => {
		const role = n === 0 ? "both" : random.pick(ROLES);
		return newDoor(world, services, {
			name: `${isTrain ? "train" : "gate"} ${number}${gate}`,
			gate,
			role,
			venue: name,
		});
	});
	const [first, second] = doors;
	if (first !== undefined && second !== undefined && (scenario.faults.unpaired === 0 || random.chance(0.5))) {
		pair(world, [first, second]);
	}
	const hall: Hall = { name, doors, evenings: eveningsOf(world, name, { gates, isTrain }), truth: hallTruth() };
	const look = watchHall(world, hall);
	for (const door of doors) {
		door.onRecorded = (event) => {
			hall.truth.recorded(event);
			look(event);
		};
	}
	for (const evening of hall.evenings) {
		world.shadow?.place(name, evening);
		services.portal.data.places.set(evening.assignment, { events: [], ids: new Set(), posts: new Map() });
		play(world, hall, { evening, services });
	}
	gateFaults(world, hall, services.portal.data);
	return hall;
}

/** From seven to ten each evening, and in the last hours before the calm. */
function eveningsOf(
	{ sim, scenario }: World,
	name: string,
	{ gates, isTrain }: { readonly gates: readonly string[]; readonly isTrain: boolean },
): readonly Evening[] {
	const begin = sim.time();
	const evenings: Evening[] = [];
	const add = (from: number, until: number) => {
		const assignment = `${name} ${evenings.length + 1}`;
		const mode = isTrain ? "train" : "event";
		evenings.push({ assignment, gates, mode, from: begin + from * HOUR * 1000, until: begin + until * HOUR * 1000 });
	};
	for (let hour = 19; hour + 4 < scenario.hours; hour += 24) add(hour, hour + 3);
	add(scenario.hours - 2, scenario.hours);
	return evenings;
}

type Playing = { readonly evening: Evening; readonly services: Services };

function play(world: World, hall: Hall, { evening, services }: Playing): void {
	const { sim, scenario } = world;
	const papers = paperShow(world, services, evening);
	const random = sim.random(evening.assignment);
	sim.at(evening.from - 600_000, () => {
		for (const door of hall.doors) {
			door.evening = evening;
			if (!door.away) openDoor(door);
		}
	});
	const each = (evening.until - evening.from) / (scenario.visitors * 1.8);
	const next = () => {
		if (sim.time() >= evening.until || world.calm()) return;
		sim.start(hall.name, visit(hall, { evening, random, papers }));
		sim.after(2_000 + spacing(random, each), next);
	};
	sim.at(evening.from, next);
	sim.at(evening.until - LAST_MINUTES, () => sim.start(hall.name, leaving(world, hall, { evening, random })));
	if (evening !== hall.evenings.at(-1)) {
		sim.at(evening.until + between(random, 60_000, 1_800_000), () => {
			for (const door of hall.doors) closeDoor(door);
		});
	}
}

/** The film is over: most leave within minutes. */
async function leaving(
	world: World,
	{ truth, doors }: Hall,
	{ evening, random }: { readonly evening: Evening; readonly random: Random },
): Promise<void> {
	const exits = doors.filter(({ role }) => role !== "entry");
	if (evening.mode === "train" || exits.length === 0) return;
	for (const person of truth.inside(evening.assignment)) {
		await world.sim.sleep(between(random, 1_500, 8_000));
		if (world.calm()) return;
		const door = random.pick(exits);
		if (random.chance(0.8)) {
			const asked = { evening, gate: gateOf(evening, door), person, direction: "out", again: false, truth } as const;
			world.sim.start(door.name, present(door, asked));
		}
	}
}

/** The telephone is handed back over the fence: the same pass, at another gate if there is one. */
async function passBack(
	evening: Evening,
	by: { recorded: Passage; person: string; truth: HallTruth; doors: readonly Door[]; random: Random },
): Promise<void> {
	const { recorded, person, truth, doors, random } = by;
	const [door] = doors.filter(({ gate }) => gate !== recorded.gate);
	if (door === undefined) return;
	await door.world.sim.sleep(between(random, 3_000, 60_000));
	if (door.evening !== evening || door.world.calm()) return;
	await present(door, { evening, gate: gateOf(evening, door), person, direction: "in", again: false, truth });
}

/** Somebody stands before a gate: new, or to leave, or once more. */
async function visit(
	{ truth, doors: all }: Hall,
	{ evening, random, papers }: { readonly evening: Evening; readonly random: Random; readonly papers: PaperShow },
): Promise<void> {
	const inside = truth.inside(evening.assignment);
	const leaves = evening.mode === "event" && inside.length > 0 && random.chance(0.35);
	const doors = all.filter(({ role }) => role === "both" || role === (leaves ? "exit" : "entry"));
	if (doors.length === 0) return;
	const door = random.pick(doors);
	const known = leaves || (inside.length > 0 && random.chance(0.08));
	const person = known ? random.pick(inside) : `pass ${uuidOf(random)}`;
	const gate = gateOf(evening, door);
	const direction = leaves ? "out" : "in";
	if (!known && !(await papers.isLetIn(door))) return;
	const recorded = await present(door, { evening, gate, person, direction, again: false, truth });
	if (recorded === undefined) return;
	if (direction === "in" && random.chance(0.12)) await passBack(evening, { recorded, person, truth, doors, random });
	if (random.chance(0.05)) await takeBack(door, recorded);
	if (random.chance(0.03)) await correct(door, gate);
}

type Presenting = {
	readonly evening: Evening;
	readonly gate: Gate;
	readonly person: string;
	readonly direction: "in" | "out";
	readonly again: boolean;
	readonly truth: HallTruth;
};

/** Undefined where the page died or the disk refused before anything was recorded, or staff sent the person away. */
async function present(door: Door, asked: Presenting): Promise<Passage | undefined> {
	const { evening, gate, person, direction, again, truth } = asked;
	if (door.away) return undefined;
	const { store } = openDoor(door);
	const salts = saltsOf(door, evening);
	const names = salts.map(({ id, secret }) => ({ salt: id, pseudonym: pseudonymOf(person, secret), alias: undefined }));
	const presented: Presented = {
		names: names as unknown as Presented["names"],
		direction,
		again,
		outcome: "accepted",
		format: "relais",
	};
	const id = uuidOf(door.random);
	for (const name of names) truth.names(person, name);
	if (again) truth.confirmed(id);
	const recorded = await onDisk(recordPassage(store, { gate, presented }, { id, now: door.clock.now() }));
	if (recorded === undefined) return undefined;
	if (recorded.outcome === "recorded") {
		door.world.sim.note(door.name, `${recorded.event.direction} ${id}`);
		for (const tell of door.onEvents) tell();
		return recorded.event;
	}
	return !again && door.random.chance(0.5) ? present(door, { ...asked, again: true }) : undefined;
}

async function takeBack(door: Door, recorded: Passage): Promise<void> {
	await door.world.sim.sleep(1_100);
	if (door.away) return;
	const { store } = openDoor(door);
	const event = await onDisk(undoPassage(store, recorded, { id: uuidOf(door.random), now: door.clock.now() }));
	if (event === undefined) return;
	door.world.sim.note(door.name, `takes back ${recorded.id}`);
	for (const tell of door.onEvents) tell();
}

async function correct(door: Door, gate: Gate): Promise<void> {
	await door.world.sim.sleep(1_100);
	if (door.away) return;
	const { store } = openDoor(door);
	const direction = door.random.chance(0.7) ? "in" : "out";
	const event = await onDisk(
		correctCount(store, { ...gate, direction }, { id: uuidOf(door.random), now: door.clock.now() }),
	);
	if (event === undefined) return;
	for (const tell of door.onEvents) tell();
}

/** As an HMAC would make it: nothing of the person in it, and the same under the same salt only. */
function pseudonymOf(person: string, secret: string): string {
	let [a, b] = [0x811c_9dc5, 0x1b87_3593];
	for (const unit of `${secret} ${person}`) {
		a = Math.imul(a ^ (unit.codePointAt(0) ?? 0), 0x0100_0193);
		b = Math.imul(b ^ a ^ (unit.codePointAt(0) ?? 0), 0x85eb_ca6b);
	}
	return [a, b, a ^ (b >>> 7)]
		.map((part) => (part >>> 0).toString(36).padStart(7, "0"))
		.join("")
		.padEnd(22, "A")
		.slice(0, 22);
}
