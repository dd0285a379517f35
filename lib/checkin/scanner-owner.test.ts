import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pass, presented, showing, stepThrough } from "@/tests/support/owner-steps";
import {
	FREE_OWNER,
	type Manner,
	type OwnerEvent,
	ownerAfter,
	ownerDue,
	type ScannerOwner,
	SEEN_MS,
	WAIT_MS,
} from "./scanner-owner";

const MANNERS: readonly Manner[] = ["passing", "neutral", "asking", "explaining"];

describe("one more", () => {
	it("[SC-6] has its turn when the admission was visible for 700 ms, and is marked as the next person", () => {
		const { owner } = ownerAfter(showing("passing"), presented(pass("B")), 100);
		expect(ownerDue(owner)).toBe(SEEN_MS);
		expect(ownerAfter(owner, { type: "tick" }, SEEN_MS - 1).turn).toBeUndefined();
		const step = ownerAfter(owner, { type: "tick" }, SEEN_MS);
		expect(step.turn).toMatchObject({ text: "B" });
		expect(step.owner.screen).toMatchObject({ state: "judging", waited: true });
		expect(step.owner.waiting).toBeUndefined();
	});

	it("[SC-6] time under a dialog, or before the screen is painted, is not time seen", () => {
		const unpainted = stepThrough([
			[0, presented(pass("A"))],
			[10, { type: "judged", id: 1, manner: "passing" }],
			[5000, presented(pass("B"))],
		]);
		expect(unpainted.turn).toBeUndefined();
		const covered = stepThrough(
			[
				[600, { type: "paused", by: "dialog" }],
				[5000, { type: "resumed", by: "dialog" }],
				[5100, presented(pass("B"))],
			],
			showing("passing"),
		);
		expect(covered.turn).toBeUndefined();
		expect(ownerDue(covered.owner)).toBe(5000 + SEEN_MS);
	});

	it("[SC-7] a verdict that asks or explains keeps the screen until staff act; then the next has its turn", () => {
		for (const manner of ["asking", "explaining"] as const) {
			const { owner } = ownerAfter(showing(manner), presented(pass("B")), 900);
			expect(ownerAfter(owner, { type: "tick" }, 19_000).turn).toBeUndefined();
			expect(ownerAfter(owner, { type: "left" }, 19_000).turn).toMatchObject({ text: "B" });
		}
	});

	it("[SC-7] an admission that staff hold stays, whoever is scanned", () => {
		const { owner } = ownerAfter(showing("passing"), { type: "held" }, 300);
		expect(ownerAfter(owner, presented(pass("B")), 60_000)).toMatchObject({ owner: { waiting: { text: "B" } } });
	});

	it("[SC-8] is forgotten after 20 s, unless it is still in view", () => {
		const { owner } = ownerAfter(showing("asking"), presented(pass("B")), 100);
		expect(ownerDue(owner)).toBe(100 + WAIT_MS);
		expect(ownerAfter(owner, { type: "tick" }, 100 + WAIT_MS).owner.waiting).toBeUndefined();
		expect(ownerAfter(owner, { type: "left" }, 100 + WAIT_MS).turn).toBeUndefined();
		const inView = ownerAfter(owner, presented(pass("B")), 15_000).owner;
		expect(ownerAfter(inView, { type: "left" }, 30_000).turn).toMatchObject({ text: "B" });
	});

	it("[SC-8] keeps its place: a second one is not taken, which the screen says of a hand scanner", () => {
		const { owner } = ownerAfter(showing("asking"), presented(pass("B", "wedge")), 100);
		const second = ownerAfter(owner, presented(pass("C", "wedge")), 200);
		expect(second).toMatchObject({ answer: "later", owner: { waiting: { text: "B" }, missed: true } });
		expect(ownerAfter(owner, presented(pass("C")), 200).owner.missed).toBe(false);
	});

	it("[SC-8] is forgotten when the page is hidden or something covers the door", () => {
		const { owner } = ownerAfter(showing("asking"), presented(pass("B")), 100);
		for (const event of [{ type: "paused", by: "dialog" }, { type: "dropped" }] as const) {
			expect(JSON.stringify(ownerAfter(owner, event, 200).owner)).not.toContain('"B"');
		}
		expect(JSON.stringify(ownerAfter(owner, { type: "dropped" }, 200).owner)).not.toContain('"A"');
	});

	it("[SC-9] two passes in one view are two people, one after the other", () => {
		const first = ownerAfter(FREE_OWNER, presented(pass("A")), 0);
		const second = ownerAfter(first.owner, presented(pass("B")), 5);
		expect([first.turn?.text, second.turn, second.answer]).toEqual(["A", undefined, "later"]);
		const shown = stepThrough(
			[
				[40, { type: "judged", id: 1, manner: "passing" }],
				[60, { type: "painted", id: 1 }],
				[61, presented(pass("B"))],
			],
			second.owner,
		);
		expect(ownerAfter(shown.owner, { type: "tick" }, 60 + SEEN_MS).turn).toMatchObject({ text: "B" });
	});

	it("whoever waits goes before whoever comes when its time is up", () => {
		const { owner } = ownerAfter(showing("passing"), presented(pass("B")), 100);
		const step = ownerAfter(owner, presented(pass("C")), SEEN_MS);
		expect(step).toMatchObject({ turn: { text: "B" }, answer: "later", owner: { waiting: { text: "C" } } });
	});
});

describe("pauses", () => {
	it("[SC-5] last until the last of them ends", () => {
		const { owner } = stepThrough([
			[0, { type: "paused", by: "dialog" }],
			[1, { type: "paused", by: "form" }],
			[2, { type: "resumed", by: "dialog" }],
		]);
		expect(ownerAfter(owner, presented(pass("A")), 3)).toMatchObject({ answer: "later", owner: { missed: true } });
		const open = stepThrough(
			[
				[4, { type: "resumed", by: "form" }],
				[5, { type: "resumed", by: "never begun" }],
			],
			owner,
		).owner;
		expect(open.missed).toBe(false);
		expect(ownerAfter(open, presented(pass("A")), 6).turn).toMatchObject({ text: "A" });
	});

	it("[SC-5] what staff typed is judged though the form pauses the scanner", () => {
		const step = stepThrough([
			[0, { type: "paused", by: "form" }],
			[1, { type: "began" }],
			[2, { type: "judged", id: 1, manner: "asking" }],
			[3, { type: "resumed", by: "form" }],
		]);
		expect(step.owner.screen).toMatchObject({ state: "shown", manner: "asking", visible: 3 });
	});
});

describe("what is being judged", () => {
	it("is shown once, and not after the page was hidden", () => {
		const { owner } = stepThrough([
			[0, presented(pass("A"))],
			[1, { type: "dropped" }],
			[2, { type: "judged", id: 1, manner: "passing" }],
		]);
		expect(owner.screen.state).toBe("free");
	});

	it("goes on when staff close the verdict under it; what came to nothing leaves that verdict standing", () => {
		const over = ownerAfter(showing("passing"), presented(pass("B")), SEEN_MS).owner;
		const closed = ownerAfter(over, { type: "left" }, SEEN_MS + 1).owner;
		expect(closed.screen).toMatchObject({ state: "judging", text: "B" });
		expect(ownerAfter(over, { type: "abandoned", id: 2 }, SEEN_MS + 1).owner).toEqual({
			...showing("passing"),
			newest: 2,
		});
		expect(ownerAfter(over, { type: "left", id: 2 }, SEEN_MS + 1).owner.screen.state).toBe("free");
	});

	it("after an update of the keys the code in view is judged at once", () => {
		const owner = showing("explaining");
		expect(ownerAfter(owner, presented(pass("A")), 500).turn).toBeUndefined();
		const told = ownerAfter(owner, { type: "forget" }, 500).owner;
		expect(ownerAfter(told, presented(pass("A")), 501).turn).toMatchObject({ text: "A" });
	});
});

describe("whatever happens", () => {
	const presentation = fc.record({
		text: fc.constantFrom("A", "B", "C", "menu"),
		from: fc.constantFrom("camera" as const, "wedge" as const, "image" as const),
	});
	const event = (owner: ScannerOwner): fc.Arbitrary<OwnerEvent> => {
		const id = owner.newest;
		return fc.oneof(
			presentation.map((one) => presented({ ...one, pass: one.text !== "menu" })),
			fc.constantFrom(...MANNERS).map((manner): OwnerEvent => ({ type: "judged", id, manner })),
			fc.constantFrom<OwnerEvent>(
				{ type: "painted", id },
				{ type: "abandoned", id },
				...(["began", "held", "left", "dropped", "forget", "tick"] as const).map((type) => ({ type })),
				{ type: "paused", by: "dialog" },
				{ type: "resumed", by: "dialog" },
			),
		);
	};

	it("[SC-6] no verdict of another person is replaced before it was seen for 700 ms, and none that staff must answer", () => {
		fc.assert(
			fc.property(fc.infiniteStream(fc.nat(1500)), fc.gen(), (gaps, generate) => {
				let owner = FREE_OWNER;
				let now = 0;
				for (let i = 0; i < 40; i++) {
					now += gaps.next().value ?? 0;
					const happened = generate(event, owner);
					const before = owner;
					const step = ownerAfter(owner, happened, now);
					owner = step.owner;
					if (step.turn === undefined) continue;
					expect(owner.pauses).toEqual([]);
					const { screen } = before;
					// Staff closed it, or it was never there.
					if (screen.state !== "shown" || happened.type === "left" || happened.type === "dropped") continue;
					if (screen.text === step.turn.text) continue;
					expect(["passing", "neutral"]).toContain(screen.manner);
					expect(now - (screen.visible ?? now)).toBeGreaterThanOrEqual(SEEN_MS);
				}
			}),
		);
	});
});
