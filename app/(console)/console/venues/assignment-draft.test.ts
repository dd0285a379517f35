import { describe, expect, it } from "vitest";
import { assignmentInput } from "@/lib/protocol/console";
import { type AssignmentDraft, localToNumericDate, numericDateToLocal, readAssignment } from "./assignment-draft";

const named = { id: "6f1cf0a6-6a67-4c0b-9f0e-5a2b7a0f9f11", venue: "v1", onlyGate: "Entrée" };
const event: AssignmentDraft = {
	kind: "event",
	name: " Séance de 21 h ",
	gates: "Entrée A\n\n Entrée B \n",
	capacity: "300",
	reentry: "once",
	autoClose: true,
	from: "2026-08-13T20:30",
	to: "2026-08-13T23:30",
};
const problemsOf = (change: Partial<AssignmentDraft>) => {
	const read = readAssignment({ ...event, ...change }, named);
	return read.ok ? [] : [...read.error];
};

describe("a new event or train", () => {
	it("becomes a message that the portal's schema takes", () => {
		const read = readAssignment(event, named);
		if (!read.ok) throw new Error("refused");
		expect(assignmentInput.parse(read.value)).toEqual(read.value);
		expect(read.value).toMatchObject({ name: "Séance de 21 h", gates: ["Entrée A", "Entrée B"], capacity: 300 });
		expect(read.value.to - read.value.from).toBe(3 * 3600);
	});

	it("counts nobody on a train, whatever was typed before the kind was changed", () => {
		const read = readAssignment({ ...event, kind: "train" }, named);
		expect(read).toMatchObject({ value: { kind: "train", gates: [], capacity: null } });
	});

	it("gives an event the one gate that nobody named", () => {
		expect(readAssignment({ ...event, gates: " \n" }, named)).toMatchObject({ value: { gates: ["Entrée"] } });
	});

	it("has no capacity when none was typed", () => {
		expect(readAssignment({ ...event, capacity: " " }, named)).toMatchObject({ value: { capacity: null } });
	});

	it.each([
		[{ name: "  " }, ["name"]],
		[{ gates: "A\nA" }, ["gates"]],
		[{ gates: "x".repeat(41) }, ["gates"]],
		[{ capacity: "0" }, ["capacity"]],
		[{ capacity: "12.5" }, ["capacity"]],
		[{ capacity: "many" }, ["capacity"]],
		[{ from: "" }, ["from"]],
		[{ to: "tomorrow" }, ["to"]],
		[{ to: event.from }, ["order"]],
	] as const)("names what is wrong: %j", (change, problems) => {
		expect(problemsOf(change)).toEqual(problems);
	});

	it("local times survive the way there and back", () => {
		const at = localToNumericDate("2026-01-31T08:05");
		expect(at).toBeDefined();
		expect(numericDateToLocal(at ?? 0)).toBe("2026-01-31T08:05");
	});
});
