import { describe, expect, test } from "vitest";
import { assignmentInput } from "@/lib/protocol/console";
import { type AssignmentDraft, localToNumericDate, numericDateToLocal, readAssignment } from "./assignment-draft";

const named = { id: "6f1cf0a6-6a67-4c0b-9f0e-5a2b7a0f9f11", venue: "v1", onlyGate: "Entrée" };
const event: AssignmentDraft = {
	kind: "event",
	name: " Séance de 21 h ",
	gates: "Entrée A\n\n Entrée B \n",
	capacity: "300",
	from: "2026-08-13T20:30",
	to: "2026-08-13T23:30",
};
const slipsOf = (change: Partial<AssignmentDraft>) => {
	const read = readAssignment({ ...event, ...change }, named);
	return "slips" in read ? [...read.slips] : [];
};

describe("a new event or train", () => {
	test("becomes a message that the portal's schema takes", () => {
		const read = readAssignment(event, named);
		if (!("input" in read)) throw new Error("refused");
		expect(assignmentInput.parse(read.input)).toEqual(read.input);
		expect(read.input).toMatchObject({ name: "Séance de 21 h", gates: ["Entrée A", "Entrée B"], capacity: 300 });
		expect(read.input.to - read.input.from).toBe(3 * 3600);
	});

	test("counts nobody on a train, whatever was typed before the kind was changed", () => {
		const read = readAssignment({ ...event, kind: "train" }, named);
		expect(read).toMatchObject({ input: { kind: "train", gates: [], capacity: null } });
	});

	test("gives an event the one gate that nobody named", () => {
		expect(readAssignment({ ...event, gates: " \n" }, named)).toMatchObject({ input: { gates: ["Entrée"] } });
	});

	test("has no capacity when none was typed", () => {
		expect(readAssignment({ ...event, capacity: " " }, named)).toMatchObject({ input: { capacity: null } });
	});

	test.each([
		[{ name: "  " }, ["name"]],
		[{ gates: "A\nA" }, ["gates"]],
		[{ gates: "x".repeat(41) }, ["gates"]],
		[{ capacity: "0" }, ["capacity"]],
		[{ capacity: "12.5" }, ["capacity"]],
		[{ capacity: "many" }, ["capacity"]],
		[{ from: "" }, ["from"]],
		[{ to: "tomorrow" }, ["to"]],
		[{ to: event.from }, ["order"]],
	] as const)("names what is wrong: %j", (change, slips) => {
		expect(slipsOf(change)).toEqual(slips);
	});

	test("local times survive the way there and back", () => {
		const at = localToNumericDate("2026-01-31T08:05");
		expect(at).toBeDefined();
		expect(numericDateToLocal(at ?? 0)).toBe("2026-01-31T08:05");
	});
});
