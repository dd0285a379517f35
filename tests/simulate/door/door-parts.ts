/** A door: a gate of a hall on some evenings, or a control on a train. */
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import type { CheckinStore, Post } from "@/lib/checkin/checkin-store";
import type { GateRole } from "@/lib/checkin/gate-rules";
import type { Gate } from "@/lib/checkin/record-passage";
import type { RunPorts, Task } from "@/lib/outbox/run-tasks";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { RunClock } from "@/lib/shared/run-clock";
import type { FetchPort } from "@/lib/trust/fetch-file";
import type { Trust } from "@/lib/trust/trust";
import { type HeldCheckins, noCheckins } from "@/tests/support/memory-checkin-store";
import type { HeldLists } from "@/tests/support/memory-list-store";
import type { Authority } from "../authority/authority";
import type { Background } from "../device/background";
import type { Page } from "../device/page";
import type { Profile } from "../device/profile";
import type { HallTruth } from "../oracle/hall-truth";
import type { SeenTrust, TrustWatch } from "../oracle/seen-trust";
import type { PortalDevice } from "../portal/portal-data";
import type { Evening } from "./evening";

export type Salt = { readonly id: string; readonly made: NumericDate; readonly secret: string };

/** `salts`: the one that passages are recorded under first. */
export type EventSalts = { readonly ends: NumericDate; readonly salts: readonly Salt[] };

export type DoorDisk = {
	readonly checkins: HeldCheckins;
	readonly facts: Map<string, unknown>;
	readonly lists: HeldLists;
	/** By assignment. */
	readonly salts: Map<string, EventSalts>;
};

/** As it is enrolled: with the root that it was told. */
export const emptyDoor = (root: string): DoorDisk => ({
	checkins: noCheckins(),
	facts: new Map(),
	lists: { files: new Map(), root, confirmed: undefined, refusal: undefined },
	salts: new Map(),
});

/** As a backup has it: what was written until now, and nothing of later. */
export function copyOfDoor({ checkins, facts, lists, salts }: DoorDisk): DoorDisk {
	const { rows, posts } = checkins;
	return {
		checkins: { rows: new Map(rows), posts: new Map(posts), sets: new Map() },
		facts: new Map(facts),
		lists: { ...lists, files: new Map(lists.files) },
		salts: new Map(salts),
	};
}

export type DoorLists = {
	readonly task: Task;
	/** What this page would judge passes by. */
	readonly seen: () => Promise<SeenTrust>;
	/** What it judges passes by. */
	readonly trust: () => Promise<Trust | undefined>;
};

export type Door = Profile & {
	readonly gate: string;
	readonly role: GateRole;
	disk: DoorDisk;
	device: PortalDevice;
	evening: Evening | undefined;
	opened: DoorPage | undefined;
	/** Nobody can open it: its disk is being lost. */
	away: boolean;
	/** The evening for which it was given salts: once, while pairing is open behind the PIN. */
	paired: string;
	/** Pages that were opened so far. */
	runs: number;
	readonly authority: Authority;
	readonly files: FetchPort;
	readonly watchTrust: TrustWatch["saw"];
	readonly forgotTrust: TrustWatch["forgiven"];
	/** Hears of every event that this gate wrote. */
	onRecorded: (event: CheckinEvent) => void;
	/** Learned until when another post was heard. */
	onHeard: () => void;
	/** Calls when events were written here. */
	readonly onEvents: Set<() => void>;
};

export type DoorPage = {
	readonly page: Page;
	readonly store: CheckinStore;
	/** What it heard of posts. */
	readonly posts: (assignment: string) => readonly Post[];
	readonly run: RunPorts;
	/** By which it knows how long ago it heard another post. */
	readonly runs: RunClock;
	readonly tasks: readonly Task[];
	readonly lists: DoorLists;
	/** The time by which it forgets. */
	readonly settled: () => NumericDate;
	/** Forgets evenings that are over. */
	readonly ends: () => Promise<void>;
	readonly background: Background;
};

export type Hall = {
	readonly name: string;
	readonly doors: readonly Door[];
	readonly evenings: readonly Evening[];
	readonly truth: HallTruth;
};

export function gateOf(evening: Evening, door: Door): Gate {
	const { assignment, gates, mode, until } = evening;
	const rules = { reentry: "allowed", closed: [], capacity: null, warnAt: 90 } as const;
	return { assignment, gate: door.gate, mode, ends: Math.floor(until / 1000), gates, ...rules };
}
