import { describe, expect, it } from "vitest";
import type { Assignment } from "@/lib/protocol/device-kit";
import { gateOf, OTHER, startDraft } from "./gate-draft";

const NOW = 1_628_868_600;
const TODAY = "2021-08-13";
const TRAIN: Assignment = {
	reentry: "allowed",
	autoClose: false,
	...{ id: "t8715", kind: "train", name: "Train 8715", gates: [], capacity: null },
	...{ from: NOW - 3600, to: NOW + 3600 },
};

describe("[TR-1] the run of a train", () => {
	const start = startDraft("train", { assignments: [TRAIN], today: TODAY });
	const at = { chosen: TRAIN, now: NOW, id: "1" };

	it("has its day, its places and its coach; no seats are counted", () => {
		const draft = { ...start, gate: " Voiture 4 ", run: { from: " Rennes", to: "Paris ", date: TODAY } };
		expect(gateOf(draft, at)).toMatchObject({
			...{ assignment: "t8715", name: "Train 8715", gate: "Voiture 4", mode: "train", capacity: null },
			...{ ends: TRAIN.to, direction: "in", run: { from: "Rennes", to: "Paris", date: TODAY } },
		});
	});

	it("may be that of a train that staff named, and needs a number only", () => {
		const own = startDraft("train", { assignments: [], today: TODAY });
		expect(own.assignment).toBe(OTHER);
		const without = { ...at, chosen: undefined };
		expect(gateOf(own, without)).toBeUndefined();
		expect(gateOf({ ...own, name: "8715" }, without)).toMatchObject({
			...{ name: "8715", gate: "", mode: "train", capacity: null },
			run: { from: "", to: "", date: TODAY },
		});
	});

	it("is no business of a venue", () => {
		const venue = { ...startDraft("door", { assignments: [], today: TODAY }), name: "Bal" };
		expect(gateOf(venue, { ...at, chosen: undefined })).not.toHaveProperty("run");
	});
});
