import { describe, expect, it } from "vitest";
import { SEEN_MS } from "@/lib/checkin/scanner-owner";
import type { VerdictView } from "../verdict/verdict-view";
import { DoorDesk } from "./door-desk";
import { type DoorAction, leavesByItself } from "./stage";

const refusal: VerdictView = { outcome: "refused", class: "expired", spoken: "T-EXP", person: undefined, warnings: [] };
const admitted: VerdictView = {
	outcome: "admitted",
	person: { family: "ESSAI", given: "Camille Aimée", latin: undefined, birth: "1990-02-03", pharmacy: undefined },
	event: undefined,
	before: undefined,
	warnings: [],
};

/** A desk whose time a test tells, and what it had judged. */
function deskOf() {
	let now = 0;
	let timer: { readonly at: number; readonly callback: () => void } | undefined;
	const turns: string[] = [];
	const after = (milliseconds: number, callback: () => void) => {
		const set = { at: now + milliseconds, callback };
		timer = set;
		return () => {
			if (timer === set) timer = undefined;
		};
	};
	const desk = new DoorDesk({ now: () => now, after });
	desk.onTurn = ({ text }) => turns.push(text);
	const pass = (milliseconds: number) => {
		now += milliseconds;
		if (timer !== undefined && timer.at <= now) timer.callback();
	};
	const act = (...actions: DoorAction[]) => {
		for (const action of actions) desk.dispatch(action);
	};
	/** Presents a pass, judges it so, and shows it. */
	const show = (text: string, view: VerdictView, draft?: Extract<DoorAction, { type: "judged" }>["draft"]) => {
		desk.present(text, "wedge");
		const id = desk.read().owner.newest;
		act({ type: "judged", id, view, ...(draft === undefined ? {} : { draft }) }, { type: "painted", id });
		return id;
	};
	return { desk, turns, pass, act, show, stage: () => desk.read().stage };
}

describe("the stage", () => {
	it("[SC-6] a second pass is judged when the first one's admission was seen, and says that it is the next person", () => {
		const { desk, turns, pass, act, show, stage } = deskOf();
		show("RP1:A", admitted);
		expect(desk.present("RP1:B", "wedge")).toBe("later");
		pass(SEEN_MS - 1);
		expect(turns).toEqual(["RP1:A"]);
		pass(1);
		expect(turns).toEqual(["RP1:A", "RP1:B"]);
		act({ type: "judged", id: 2, view: refusal });
		expect(stage()).toMatchObject({ state: "verdict", id: 2, waited: true });
	});

	it("[SC-7] a refusal stays until staff act; then whoever waits is judged", () => {
		const { desk, turns, pass, act, show, stage } = deskOf();
		show("RP1:A", refusal);
		desk.present("RP1:B", "camera");
		pass(15_000);
		expect(stage()).toMatchObject({ state: "verdict", id: 1 });
		act({ type: "next" });
		expect(turns).toEqual(["RP1:A", "RP1:B"]);
	});

	it("[SC-5] the code form pauses the scanner; a pass scanned over it is not read, and what is typed is judged", () => {
		const { desk, turns, act, stage } = deskOf();
		act({ type: "openForm" });
		expect(desk.present("RP1:A", "wedge")).toBe("later");
		expect(desk.read().owner).toMatchObject({ pauses: ["form"], missed: true });
		const id = desk.begin() ?? 0;
		act({ type: "judged", id, view: refusal });
		expect(stage()).toMatchObject({ state: "verdict", id });
		expect(desk.read().owner.pauses).toEqual([]);
		expect(turns).toEqual([]);
	});

	it("staff decide once, however often they press", () => {
		const { desk, show } = deskOf();
		show("RP1:A", refusal);
		expect([desk.begin(), desk.begin()]).toEqual([2, undefined]);
	});

	it("an acceptance leaves when its time is up, unless it is held or covered; a newer one keeps its own time", () => {
		const { desk, act, show, stage, pass } = deskOf();
		show("RP1:A", admitted);
		act({ type: "paused", by: "dialog" }, { type: "timeUp", id: 1 });
		expect(stage()).toMatchObject({ state: "verdict", id: 1 });
		act({ type: "resumed", by: "dialog" }, { type: "timeUp", id: 1 });
		expect(stage().state).toBe("camera");
		show("RP1:B", admitted);
		act({ type: "hold" }, { type: "timeUp", id: 2 });
		expect(stage()).toMatchObject({ state: "verdict", id: 2, held: true });
		act({ type: "next" });
		show("RP1:C", admitted);
		pass(SEEN_MS);
		desk.present("RP1:D", "wedge");
		act({ type: "judged", id: 4, view: admitted }, { type: "timeUp", id: 3 });
		expect(stage()).toMatchObject({ state: "verdict", id: 4 });
	});

	it("only acceptances and exits leave by themselves", () => {
		expect(leavesByItself(admitted)).toBe(true);
		expect(leavesByItself({ ...admitted, outcome: "out" })).toBe(true);
		expect(leavesByItself(refusal)).toBe(false);
	});

	it("nothing of a person stays in the state once the verdict is closed, or the page was put away", () => {
		const draft = { number: "40123-3", code: "K7QF", birth: "03/02/1990", initials: "EC" };
		for (const type of ["next", "dropped"] as const) {
			const { desk, act, show } = deskOf();
			show("RP1:A", admitted, draft);
			if (type === "dropped") desk.present("RP1:B", "wedge");
			act({ type });
			expect(JSON.stringify(desk.read())).not.toMatch(/ESSAI|1990|K7QF|RP1/);
		}
	});
});
