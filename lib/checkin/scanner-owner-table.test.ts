import { describe, expect, it } from "vitest";
import { other, pass, presented, showing, stepThrough } from "@/tests/support/owner-steps";
import {
	FREE_OWNER,
	type Manner,
	ownerAfter,
	type Presentation,
	SAME_MS,
	type ScannerOwner,
	SEEN_MS,
} from "./scanner-owner";

const MANNERS: readonly Manner[] = ["passing", "neutral", "asking", "explaining"];

type Row = {
	readonly what: string;
	readonly owner: ScannerOwner;
	readonly at: number;
	readonly presentation: Presentation;
	readonly expected: "judged" | "waits" | "left alone";
};

const paused = stepThrough([[0, { type: "paused", by: "dialog" }]]).owner;
const judging = stepThrough([[0, presented(pass("A"))]]).owner;

const TABLE: readonly Row[] = [
	{ what: "nothing is shown", owner: FREE_OWNER, at: 0, presentation: pass("A"), expected: "judged" },
	{ what: "nothing is shown", owner: FREE_OWNER, at: 0, presentation: other("menu"), expected: "judged" },
	{ what: "a dialog is open", owner: paused, at: 9, presentation: pass("A"), expected: "left alone" },
	{ what: "another is being judged", owner: judging, at: 9, presentation: pass("B"), expected: "waits" },
	{ what: "it is being judged", owner: judging, at: 9, presentation: pass("A"), expected: "left alone" },
	{ what: "a pass is being judged", owner: judging, at: 9, presentation: other("link"), expected: "left alone" },
	...(["asking", "explaining"] as const).flatMap((manner): Row[] => [
		{ what: `${manner}, just seen`, owner: showing(manner), at: 9, presentation: pass("B"), expected: "waits" },
		{ what: `${manner}, for long`, owner: showing(manner), at: 60_000, presentation: pass("B"), expected: "waits" },
	]),
	{ what: "passing, unseen", owner: showing("passing"), at: SEEN_MS - 1, presentation: pass("B"), expected: "waits" },
	{ what: "passing, seen", owner: showing("passing"), at: SEEN_MS, presentation: pass("B"), expected: "judged" },
	{
		what: "no pass, unseen",
		owner: showing("neutral", other("menu")),
		at: SEEN_MS - 1,
		presentation: pass("B"),
		expected: "waits",
	},
	{
		what: "no pass, seen",
		owner: showing("neutral", other("menu")),
		at: SEEN_MS,
		presentation: pass("B"),
		expected: "judged",
	},
	{
		what: "no pass, seen",
		owner: showing("neutral", other("menu")),
		at: SEEN_MS,
		presentation: other("other menu"),
		expected: "judged",
	},
	...(["passing", "asking", "explaining"] as const).map(
		(manner): Row => ({
			what: `${manner}, for long`,
			owner: showing(manner),
			at: 60_000,
			presentation: other("holder's address"),
			expected: "left alone",
		}),
	),
	...MANNERS.map(
		(manner): Row => ({
			what: `its own verdict, ${manner}, just now`,
			owner: showing(manner),
			at: SAME_MS - 100,
			presentation: pass("A"),
			expected: "left alone",
		}),
	),
	{
		what: "its own admission, again",
		owner: showing("passing"),
		at: SAME_MS,
		presentation: pass("A"),
		expected: "judged",
	},
	{
		what: "its own refusal, again",
		owner: showing("explaining"),
		at: SAME_MS,
		presentation: pass("A"),
		expected: "judged",
	},
	{
		what: "its own question, again",
		owner: showing("asking"),
		at: 60_000,
		presentation: pass("A"),
		expected: "left alone",
	},
];

describe("what becomes of a text that is presented", () => {
	it.each(TABLE)("[SC-5] $what: $presentation.text is $expected", ({ owner, at, presentation, expected }) => {
		const step = ownerAfter(owner, presented(presentation), at);
		const became =
			step.turn?.text === presentation.text
				? "judged"
				: step.owner.waiting?.text === presentation.text
					? "waits"
					: "left alone";
		expect(became).toBe(expected);
	});
});
