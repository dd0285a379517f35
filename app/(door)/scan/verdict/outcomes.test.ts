import { describe, expect, it } from "vitest";
import { messages } from "@/lib/i18n/messages";
import { LOOKS, type Look, type Outcome } from "./outcomes";

const rows = Object.entries(LOOKS) as [Outcome, Look][];
const distinct = (of: (look: Look) => unknown) => new Set(rows.map(([, look]) => JSON.stringify(of(look)))).size;

describe("how an outcome looks, sounds and feels", () => {
	it("[VS-1] no two outcomes share a word, a shape, a sound or a vibration", () => {
		expect(distinct(({ shape }) => shape)).toBe(rows.length);
		expect(distinct(({ sound }) => sound)).toBe(rows.length);
		expect(distinct(({ buzz }) => buzz)).toBe(rows.length);
		for (const { door } of Object.values(messages)) {
			expect(new Set(rows.map(([outcome]) => door.verdict[outcome])).size).toBe(rows.length);
		}
	});

	it("[VS-1] tones of one kind are told apart by more than loudness: other notes, or another rhythm", () => {
		const melody = ({ sound }: Look) => sound.map(({ frequency, start, length }) => [frequency, start, length]);
		expect(distinct(melody)).toBe(rows.length);
	});

	it("[VS-1] an exit has a colour of its own; what is no pass is soft and grey, and nothing else is", () => {
		const having = (tone: Look["tone"]) => rows.filter(([, look]) => look.tone === tone).map(([outcome]) => outcome);
		expect(having("out")).toEqual(["out"]);
		expect(having("neutral")).toEqual(["notAPass"]);
		expect(having("no")).toEqual(["refused"]);
		expect(having("ok")).toEqual(["admitted"]);
		const loudest = (outcome: Outcome) => Math.max(...LOOKS[outcome].sound.map(({ loudness }) => loudness));
		expect(loudest("notAPass")).toBeLessThan(loudest("refused"));
	});

	it("[VS-2] what is decided about a person is not under a key that is pressed by habit", () => {
		for (const outcome of ["compare", "alreadyIn", "full"] as const) expect(LOOKS[outcome].focus).toBe("screen");
	});

	it("[VS-3] every outcome says why; a refusal says its code and what comes next", () => {
		for (const [outcome, { said }] of rows) expect(said, outcome).toContain("why");
		for (const outcome of ["refused", "unverifiable"] as const) {
			expect(LOOKS[outcome].said.slice(-2)).toEqual(["code", "next"]);
		}
	});

	it("a sound is over within a second, and a vibration within one and a half", () => {
		for (const [outcome, { sound, buzz }] of rows) {
			for (const { start, length } of sound) expect(start + length, outcome).toBeLessThanOrEqual(1);
			expect(
				buzz.reduce((sum, time) => sum + time, 0),
				outcome,
			).toBeLessThanOrEqual(1500);
		}
	});
});
