/** A door's page: the exchange with the portal as lib/device/door wires it, over this country's disk and network. */
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import type { CheckinStore } from "@/lib/checkin/checkin-store";
import { type ExchangeMemory, exchangeCheckins } from "@/lib/checkin/exchange";
import type { Link } from "@/lib/outbox/backoff";
import type { RunPorts, TaskOutcome } from "@/lib/outbox/run-tasks";
import { probePortal } from "@/lib/portal/portal-client";
import { CHECKIN_BATCH_LIMIT, checkinExchangeAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import { MINUTE } from "@/lib/shared/numeric-date";
import { runClock } from "@/lib/shared/run-clock";
import type { ValueStore } from "@/lib/shared/value-store";
import type { ClockMemory } from "@/lib/trust/device-clock";
import { heldPosts, memoryCheckinStore } from "@/tests/support/memory-checkin-store";
import type { Authority } from "../authority/authority";
import { factStore } from "../counter/counter-disk";
import { startBackground } from "../device/background";
import { movedClock, wrongClock } from "../device/clock-faults";
import { deviceClock } from "../device/device-clock";
import { diskFills } from "../device/full-disk";
import { locks } from "../device/locks";
import { onDisk, openPage, type Page, through } from "../device/page";
import { portalOf } from "../device/portal-of";
import { faultsOf } from "../device/profile";
import { fraction, spacing } from "../engine/draw";
import { plantInCheckins, plantInClock, plantInPosts, plantInRequest } from "../mutants/door-mutants";
import { wayToFiles } from "../network/published";
import { wayToPortal } from "../network/way";
import { trustWatch } from "../oracle/watch-trust";
import { waiting } from "../oracle/watch-wait";
import { enrol } from "../portal/kits";
import type { PortalModel } from "../portal/portal-model";
import type { World } from "../world";
import { doorLists } from "./door-lists";
import { type Door, type DoorDisk, type DoorPage, emptyDoor } from "./door-parts";
import { eventEnds, settledClock } from "./event-ends";

/**
 * Gates ask each other through the portal every ten seconds. Of these questions one in six is played: it finds the same
 * events, later. Of one in twelve `heard_on_arrival` was found by no seed of 200.
 */
const EXCHANGE_EVERY = MINUTE;

/** What a country's devices are offered. */
export type Services = { readonly portal: PortalModel; readonly authority: Authority };

export function newDoor(
	world: World,
	{ portal, authority }: Services,
	given: Pick<Door, "name" | "gate" | "role"> & { venue: string },
): Door {
	const random = world.sim.random(given.name);
	const clock = deviceClock(world.sim);
	const told = waiting(world, given.name, ["gate_clock_set", "gate_clock_frozen", "wrong_zone"]);
	const trust = trustWatch(world, given.name);
	const door: Door = {
		name: given.name,
		gate: given.gate,
		role: given.role,
		world,
		random,
		locks: locks(),
		clock,
		waiting: told,
		way: wayToPortal(world, { actor: given.name, end: portal, waiting: told }),
		key: () => door.device.key,
		link: () => door.disk.facts.get("portal-link") as Link | undefined,
		full: false,
		disk: emptyDoor(authority.root),
		device: enrol(world, portal.data, { pharmacy: "", venue: given.venue, random }),
		evening: undefined,
		opened: undefined,
		away: false,
		paired: "",
		runs: 0,
		authority,
		files: wayToFiles(world, given.name, authority),
		watchTrust: trust.saw,
		forgotTrust: trust.forgiven,
		onRecorded: () => {},
		onHeard: () => {},
		onEvents: new Set(),
	};
	wrongClock(door);
	diskFills(door, "gate_quota");
	movedClock(door, { set: "gate_clock_set", frozen: "gate_clock_frozen" });
	return door;
}

/** Opens the app where it is not open. A page that dies is opened again within a minute or two. */
export function openDoor(door: Door): DoorPage {
	if (door.opened !== undefined) return door.opened;
	const { world, name } = door;
	const page = openPage(
		name,
		faultsOf(door, (gone) => {
			door.locks.free(gone);
			door.waiting.forgiven();
			door.opened = undefined;
			world.sim.note(name, "page gone");
			world.sim.after(spacing(door.random, 40_000), () => {
				if (door.evening !== undefined && !door.away) openDoor(door);
			});
		}),
	);
	const parts = partsOf(door, page);
	const isIdle = () => isAllSent(door.disk);
	const background = startBackground(door, { page, ...parts, isIdle, idleWait: EXCHANGE_EVERY });
	const opened = { page, ...parts, background };
	door.opened = opened;
	world.sim.start(name, parts.lists.seen().then(door.watchTrust));
	world.sim.start(name, onDisk(parts.ends()));
	return opened;
}

export function closeDoor(door: Door): void {
	door.evening = undefined;
	door.opened?.page.kill();
}

function isAllSent({ checkins }: DoorDisk): boolean {
	for (const { sent } of checkins.rows.values()) if (!sent) return false;
	return true;
}

function partsOf(
	door: Door,
	page: Page,
): Pick<DoorPage, "store" | "posts" | "run" | "runs" | "settled" | "tasks" | "lists" | "ends"> {
	const { disk, clock, random, world } = door;
	const { now } = clock;
	const fact = <Value>(name: string) =>
		through<ValueStore<Value>>(page, factStore<Value>(disk.facts, name), ["change"]);
	const runs = plantInClock(runClock(`${door.name} ${++door.runs}`, clock.moment), now, world.planted);
	const checkins = plantInCheckins(heardBy(door, memoryCheckinStore(disk.checkins, runs.run)), world.planted);
	const store = through(page, checkins, ["record", "merge", "settle", "endAllBut"]);
	const memory = fact<ClockMemory>("clock");
	const { ports, call } = portalOf(door, page, memory);
	const lists = doorLists(door, page, memory);
	const settled = settledClock(door);
	const ends = eventEnds(door, { page, store, settled });
	const exchange = async (): Promise<TaskOutcome> => {
		const exchanged = await exchangeCheckins({
			store,
			memory: fact<ExchangeMemory>("exchange"),
			device: door.device.id,
			gate: door.evening && { assignment: door.evening.assignment, gate: door.gate, role: door.role },
			call: (request) =>
				call(
					PATHS.checkins,
					plantInRequest(
						request,
						[...disk.salts.values()].flatMap(({ salts }) => salts),
						world.planted,
					),
					{
						answer: checkinExchangeAnswer,
					},
				),
			clock: runs,
			limit: CHECKIN_BATCH_LIMIT,
		});
		await ends();
		for (const tell of door.onEvents) tell();
		door.onHeard();
		if (!exchanged.ok) return { state: "failed", error: exchanged.error };
		const again = now() + EXCHANGE_EVERY;
		return exchanged.value.asked ? { state: "done", again } : { state: "idle", again };
	};
	const run: RunPorts = {
		link: fact("portal-link"),
		probe: () => probePortal(ports),
		now,
		random: () => fraction(random),
	};
	const posts = (assignment: string) =>
		plantInPosts(heldPosts(disk.checkins, { assignment, run: runs.run }), runs, world.planted);
	return { store, posts, run, runs, settled, lists, ends, tasks: [lists.task, exchange] };
}

/** What is on the disk happened, whoever is told of it. */
function heardBy(door: Door, store: CheckinStore): CheckinStore {
	return {
		...store,
		record(assignment, names, decide) {
			let recorded: CheckinEvent | undefined;
			// Decided and written by the time that this answers: nobody looks on between the disk and the truth.
			const answer = store.record(assignment, names, (known) => {
				const decided = decide(known);
				recorded = decided.event;
				return decided;
			});
			if (recorded !== undefined) door.onRecorded(recorded);
			return answer;
		},
	};
}
