import { describe, expect, it } from "vitest";
import type { VerdictView } from "../verdict/verdict-view";
import { type DoorAction, type DoorState, doorReducer, FIRST_STATE, leavesByItself } from "./stage";

const refusal: VerdictView = { outcome: "refused", class: "expired", spoken: "T-EXP", person: undefined, warnings: [] };
const admitted: VerdictView = {
	outcome: "admitted",
	person: { family: "ESSAI", given: "Camille Aimée", latin: undefined, birth: "1990-02-03", pharmacy: undefined },
	event: undefined,
	before: undefined,
	warnings: [],
};
const stateAfter = (...actions: DoorAction[]): DoorState => actions.reduce(doorReducer, FIRST_STATE);

describe("the stage", () => {
	it("the next scan always wins, over a refusal, a held acceptance and the form", () => {
		for (const before of [
			stateAfter({ type: "judged", id: 1, view: refusal }),
			stateAfter({ type: "judged", id: 1, view: admitted }, { type: "hold" }),
			stateAfter({ type: "openForm" }),
		]) {
			const shown = doorReducer(before, { type: "judged", id: 2, view: refusal });
			expect(shown.stage).toMatchObject({ state: "verdict", id: 2, held: false });
		}
	});

	it("an answer that comes after a newer presentation is not shown", () => {
		const state = stateAfter({ type: "presented", id: 1 }, { type: "presented", id: 2 });
		expect(doorReducer(state, { type: "judged", id: 1, view: refusal }).stage.state).toBe("camera");
		expect(doorReducer(state, { type: "judged", id: 2, view: refusal }).stage.state).toBe("verdict");
	});

	it("an acceptance leaves when its time is up, unless it is held; a newer one keeps its own time", () => {
		const shown = stateAfter({ type: "judged", id: 1, view: admitted });
		expect(doorReducer(shown, { type: "timeUp", id: 1 }).stage.state).toBe("camera");
		expect(doorReducer(doorReducer(shown, { type: "hold" }), { type: "timeUp", id: 1 }).stage.state).toBe("verdict");
		const newer = doorReducer(shown, { type: "judged", id: 2, view: admitted });
		expect(doorReducer(newer, { type: "timeUp", id: 1 }).stage.state).toBe("verdict");
	});

	it("only acceptances and exits leave by themselves", () => {
		expect(leavesByItself(admitted)).toBe(true);
		expect(leavesByItself({ ...admitted, outcome: "out" })).toBe(true);
		expect(leavesByItself(refusal)).toBe(false);
	});

	it("nothing of a person stays in the state once the verdict is closed", () => {
		const draft = { number: "40123-3", code: "K7QF", birth: "03/02/1990", initials: "EC" };
		const state = stateAfter({ type: "judged", id: 1, view: admitted, draft }, { type: "next" });
		expect(JSON.stringify(state)).not.toMatch(/ESSAI|1990|K7QF/);
	});
});
