import { describe, expect, it } from "vitest";
import {
	type CameraCommand,
	type CameraEvent,
	type CameraMachine,
	newCamera,
	patienceOf,
	RETRY_MS,
	stepCamera,
} from "./camera-machine";

/** What the screen and the browser see of a course of events: the last phase, all that was asked of the browser. */
function play(lens: string | undefined, ...events: CameraEvent[]) {
	let machine: CameraMachine = newCamera(lens);
	const commands: CameraCommand[] = [];
	for (const event of events) {
		const step = stepCamera(machine, event);
		machine = step.next;
		commands.push(...step.commands);
	}
	const asked = commands.flatMap((command) => (command.do === "ask" ? [command.lens ?? "any"] : []));
	const remembered = commands.flatMap((command) => (command.do === "remember" ? [command.lens ?? "none"] : []));
	return { machine, phase: machine.phase, commands, asked, remembered };
}

const shown: CameraEvent = { type: "shown" };
const hidden: CameraEvent = { type: "hidden" };
const granted: CameraEvent = { type: "granted" };
const moving: CameraEvent = { type: "moving" };
const frozen: CameraEvent = { type: "frozen" };
const timeUp: CameraEvent = { type: "timeUp" };
const touched: CameraEvent = { type: "touched" };
const retried: CameraEvent = { type: "retried" };
const playRefused: CameraEvent = { type: "playRefused" };
const allowed: CameraEvent = { type: "permission", granted: true };
const refused = (failure: Extract<CameraEvent, { type: "refused" }>["failure"]): CameraEvent => ({
	type: "refused",
	failure,
});
const busy = refused("camera_in_use");
const denied = refused("camera_denied");

describe("the question", () => {
	it("[SC-20] unanswered says so and still stands: the answer opens the camera", () => {
		const overdue = play(undefined, shown, timeUp);
		expect(overdue.phase).toEqual({ state: "asking", overdue: true });
		expect(overdue.asked).toEqual(["any"]);
		expect(patienceOf(overdue.phase)).toBeUndefined();
		expect(play(undefined, shown, timeUp, granted, moving).phase).toEqual({ state: "live" });
	});

	it("[SC-21] is not put a second time when the page was away meanwhile", () => {
		const back = play(undefined, shown, hidden, shown);
		expect(back.asked).toEqual(["any"]);
		expect(back.phase).toEqual({ state: "asking", overdue: false });
	});

	it("[SC-21] answered while the page is away gives the camera back, and it is asked for again on return", () => {
		const away = play(undefined, shown, hidden, granted);
		expect(away.commands.at(-1)).toEqual({ do: "drop" });
		expect(away.phase).toEqual({ state: "away" });
		expect(play(undefined, shown, hidden, granted, shown).asked).toEqual(["any", "any"]);
	});

	it("[SC-21] after a no is put again only by a touch, or when the settings say yes", () => {
		const no = play(undefined, shown, denied, hidden, shown, timeUp, frozen, touched);
		expect(no.phase).toEqual({ state: "failed", failure: "camera_denied" });
		expect(no.asked).toEqual(["any"]);
		expect(no.commands.at(-1)).toEqual({ do: "askPermission" });
		expect(play(undefined, shown, denied, retried).asked).toEqual(["any", "any"]);
		expect(play(undefined, shown, denied, allowed).asked).toEqual(["any", "any"]);
		expect(play(undefined, shown, hidden, denied, shown).asked).toEqual(["any"]);
	});

	it("[SC-21] put twice by hand keeps the first answer and gives back the second camera", () => {
		const twice = play(undefined, shown, timeUp, retried, granted, moving, granted);
		expect(twice.phase).toEqual({ state: "live" });
		expect(twice.commands.filter((command) => command.do === "take")).toHaveLength(1);
		expect(twice.commands.at(-1)).toEqual({ do: "drop" });
	});
});

describe("a picture", () => {
	it("[SC-22] that moves is live, whatever play() says or never says", () => {
		expect(play(undefined, shown, granted, moving).phase).toEqual({ state: "live" });
		expect(play(undefined, shown, granted, playRefused, moving).phase).toEqual({ state: "live" });
	});

	it("[SC-22] that may not play waits for a touch, which plays it", () => {
		const waiting = play(undefined, shown, granted, playRefused);
		expect(waiting.phase).toMatchObject({ state: "starting", touch: true });
		expect(patienceOf(waiting.phase)).toBeUndefined();
		const touch = play(undefined, shown, granted, playRefused, touched);
		expect(touch.commands.at(-1)).toEqual({ do: "play" });
		expect(touch.asked).toEqual(["any"]);
	});

	it("[SC-22] that does not begin to move asks for a touch, then is opened anew, and not for ever", () => {
		expect(play(undefined, shown, granted, timeUp).phase).toMatchObject({ state: "starting", touch: true });
		const still = [granted, timeUp, timeUp];
		const end = play(undefined, shown, ...still, ...still, ...still);
		expect(end.asked).toEqual(["any", "any", "any"]);
		expect(end.phase).toMatchObject({ state: "starting", touch: true });
		expect(patienceOf(end.phase)).toBeUndefined();
	});

	it("[SC-22] that freezes is played again before it is opened again", () => {
		const froze = play(undefined, shown, granted, moving, frozen);
		expect(froze.commands.at(-1)).toEqual({ do: "play" });
		expect(froze.asked).toEqual(["any"]);
		expect(play(undefined, shown, granted, moving, frozen, timeUp, timeUp).asked).toEqual(["any", "any"]);
	});

	it("that the system took away is opened again with the same lens", () => {
		expect(play("tele", shown, granted, moving, { type: "ended" }).asked).toEqual(["tele", "tele"]);
	});
});

describe("a camera that is busy", () => {
	it("[SC-23] is asked for again in silence, within a few seconds", () => {
		const twice = play(undefined, shown, busy, timeUp, busy, timeUp, granted, moving);
		expect(twice.phase).toEqual({ state: "live" });
		expect(twice.asked).toEqual(["any", "any", "any"]);
		expect(RETRY_MS.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(5000);
		expect(patienceOf(play(undefined, shown, busy).phase)).toBe(RETRY_MS[0]);
	});

	it("[SC-23] and stays so is told, and asked for again by hand with as much patience", () => {
		const end = [busy, timeUp, busy, timeUp, busy, timeUp, busy];
		const told = play(undefined, shown, ...end);
		expect(told.phase).toEqual({ state: "failed", failure: "camera_in_use" });
		expect(told.asked).toHaveLength(4);
		expect(play(undefined, shown, ...end, retried, ...end).asked).toHaveLength(8);
	});
});

describe("a lens that is remembered", () => {
	const starts = [granted, moving];

	it("[SC-24] and does not start gives way to the next, and is forgotten once that one runs", () => {
		for (const [course, asked] of [
			[
				[busy, timeUp, busy, timeUp, ...starts],
				["tele", "tele", "any"],
			],
			[
				[refused("camera_failed"), ...starts],
				["tele", "any"],
			],
			[
				[refused("camera_missing"), ...starts],
				["tele", "any"],
			],
			[
				[timeUp, allowed, ...starts],
				["tele", "any"],
			],
			[
				[granted, timeUp, timeUp, ...starts],
				["tele", "any"],
			],
		] as const) {
			const end = play("tele", shown, ...course);
			expect(end.asked).toEqual(asked);
			expect(end.phase).toEqual({ state: "live" });
			expect(end.remembered).toEqual(["none"]);
			expect(end.machine.lens).toBeUndefined();
		}
	});

	it("[SC-24] is not forgotten while every lens is busy", () => {
		const end = play("tele", shown, busy, timeUp, busy, timeUp, busy, timeUp, busy);
		expect(end.phase).toEqual({ state: "failed", failure: "camera_in_use" });
		expect(end.remembered).toEqual([]);
		expect(stepCamera(end.machine, retried).commands.at(-1)).toEqual({ do: "ask", lens: "tele" });
	});

	it("[SC-24] unanswered without leave is not asked for by another prompt", () => {
		const overdue = play("tele", shown, timeUp, { type: "permission", granted: false });
		expect(overdue.asked).toEqual(["tele"]);
	});

	it("[SC-24] is the one that was chosen, from when it runs", () => {
		const chosen = play(undefined, shown, granted, moving, { type: "chose", lens: "wide" });
		expect(chosen.asked).toEqual(["any", "wide"]);
		expect(chosen.remembered).toEqual([]);
		expect(play(undefined, shown, ...starts, { type: "chose", lens: "wide" }, ...starts).remembered).toEqual(["wide"]);
	});
});

it("[SC-20] whatever comes in whatever order, a phase either has an end or can be left by hand", () => {
	const events: CameraEvent[] = [
		...[shown, hidden, granted, moving, frozen, timeUp, touched, retried, playRefused, allowed, busy, denied],
		...[{ type: "ended" } as const, { type: "chose", lens: "wide" } as const, refused("camera_missing")],
	];
	let seed = 1;
	let machine = newCamera("tele");
	const phases = new Set<string>();
	for (let i = 0; i < 20_000; i++) {
		seed = (seed * 48_271) % 2_147_483_647;
		const event = events[seed % events.length];
		if (event === undefined) throw new Error("no event");
		machine = stepCamera(machine, event).next;
		phases.add(machine.phase.state);
		expect(machine.pending).toBeGreaterThanOrEqual(0);
		if (machine.phase.state === "away" || machine.phase.state === "live") continue;
		const { next, commands } = stepCamera(machine, retried);
		expect(next.phase).toEqual({ state: "asking", overdue: false });
		expect(commands.map((command) => command.do)).toContain("ask");
	}
	expect([...phases].sort()).toEqual(["asking", "away", "failed", "live", "retrying", "starting"]);
});
