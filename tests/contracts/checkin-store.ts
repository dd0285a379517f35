import { beforeEach, describe, expect, it } from "vitest";
import type { CheckinEvent, Passage } from "@/lib/checkin/checkin-event";
import type { CheckinStore } from "@/lib/checkin/checkin-store";

const uuid = (n: number) => `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`;
const passage = (n: number, over: Partial<Passage> = {}): Passage => ({
	type: "passage",
	id: uuid(n),
	assignment: "hall",
	gate: "A",
	at: 1_000 + n,
	direction: "in",
	outcome: "accepted",
	format: "relais",
	pseudonym: `p${n}`.padEnd(22, "A"),
	salt: "saltsaltsal",
	...over,
});

/** The store of one run, and of any other run over the same disk. */
export type OpenStore = { readonly store: CheckinStore; readonly inRun: (run: string) => CheckinStore };

/** What every check-in store promises. `openDisk` gives an empty one. */
export function checkinStoreContract(name: string, openDisk: () => Promise<OpenStore>): void {
	const open = async () => (await openDisk()).store;
	describe(`[CI-7] ${name} keeps the contract of a check-in store`, () => {
		let store: CheckinStore;
		let inRun: OpenStore["inRun"];
		const add = (event: CheckinEvent) => store.record(event.assignment, [], () => ({ event, answer: undefined }));
		const merge = (events: readonly CheckinEvent[], posts: Parameters<CheckinStore["merge"]>[1]["posts"] = []) =>
			store.merge("hall", { events, posts, atPortal: true });
		const ids = async () => [...(await store.events("hall")).keys()].sort();
		beforeEach(async () => {
			({ store, inRun } = await openDisk());
		});

		it("gives a decision the events that bear a name, and the newest time", async () => {
			const linked = passage(2, { alias: passage(1).pseudonym });
			for (const event of [passage(1), linked, passage(3)]) await add(event);
			await add(passage(9, { assignment: "other" }));
			const known = await store.record("hall", [passage(1).pseudonym], (given) => ({ answer: given }));
			expect([...known.events.keys()].sort()).toEqual([uuid(1), uuid(2)]);
			expect(known.newest).toBe(1_003);
			expect(await store.record("nowhere", ["x"], ({ newest }) => ({ answer: newest }))).toBe(0);
		});

		it("decides once for one name, also when several ask at once", async () => {
			const enter = (n: number) =>
				store.record("hall", [passage(1).pseudonym], ({ events }) =>
					events.size > 0 ? { answer: "known" } : { event: passage(n, passage(1)), answer: "new" },
				);
			expect((await Promise.all([enter(1), enter(1), enter(1)])).sort()).toEqual(["known", "known", "new"]);
		});

		it("[CI-1] merges by id: twice is once, and of two under one id both sides keep the same", async () => {
			const mine = passage(1);
			const theirs = passage(1, { gate: "B" });
			await add(mine);
			await merge([passage(2), theirs, passage(2)]);
			await merge([passage(2)]);
			expect(await ids()).toEqual([uuid(1), uuid(2)]);
			expect(await store.count("hall")).toBe(2);
			expect(await store.count("other")).toBe(0);
			const kept = (await store.events("hall")).get(uuid(1));
			const other = await open();
			await other.merge("hall", { events: [theirs, mine], posts: [] });
			expect((await other.events("hall")).get(uuid(1))).toEqual(kept);
			expect(await store.ownIds("hall")).toEqual([uuid(1)]);
		});

		it("takes over nothing of another assignment", async () => {
			await merge([passage(1, { assignment: "other" })]);
			expect(await ids()).toEqual([]);
			expect((await store.events("other")).size).toBe(0);
		});

		it("keeps the newest word of each post", async () => {
			const post = (heard: number, gate = "B") => ({ post: uuid(70), gate, role: "entry" as const, heard });
			await merge([], [post(100)]);
			await merge([], [post(90, "C")]);
			expect(await store.posts("hall")).toEqual([post(100)]);
			await merge([], [post(110, "C"), { ...post(5), post: uuid(71) }]);
			expect(await store.posts("hall")).toEqual([post(110, "C"), { ...post(5), post: uuid(71) }]);
			expect(await store.posts("other")).toEqual([]);
		});

		it("[CI-13] does not know how long ago it was that another run heard a post", async () => {
			const post = (heard: number, gate = "B") => ({ post: uuid(70), gate, role: "entry" as const, heard });
			await merge([], [post(100)]);
			const next = inRun("the next one");
			expect(await next.posts("hall")).toEqual([post(0)]);
			await next.merge("hall", { events: [], posts: [post(30, "C")] });
			expect(await next.posts("hall")).toEqual([post(30, "C")]);
			// Two pages at once: neither takes the other's word away.
			expect(await store.posts("hall")).toEqual([post(100, "C")]);
			for (const run of ["3", "4", "5", "6"]) await inRun(run).merge("hall", { events: [], posts: [post(40)] });
			expect(await store.posts("hall")).toEqual([post(0)]);
		});

		it("[CI-6] offers own events until they are answered for, and never those of others or of a local place", async () => {
			for (const n of [1, 2, 3]) await add(passage(n));
			await add(passage(4, { assignment: "local-1" }));
			await merge([passage(5)]);
			const waiting = async () => (await store.unsent(9, new Set())).map(({ id }) => id).sort();
			expect(await waiting()).toEqual([1, 2, 3].map(uuid));
			expect((await store.unsent(1, new Set([uuid(1), uuid(2)]))).map(({ id }) => id)).toEqual([uuid(3)]);
			await store.settle({ stored: [uuid(1)], refused: [{ id: uuid(2), reason: "assignment_unknown" }] });
			expect(await waiting()).toEqual([uuid(3)]);
			expect(await ids()).toEqual([1, 2, 3, 5].map(uuid));
		});

		it("[CI-18] offers what another gate told of until the portal has it, by whomever", async () => {
			await store.merge("hall", { events: [passage(1), passage(2), passage(3)], posts: [] });
			await store.merge("local-1", { events: [passage(4, { assignment: "local-1" })], posts: [] });
			await add(passage(5));
			const waiting = async () => (await store.unsent(9, new Set())).map(({ id }) => id).sort();
			expect(await waiting()).toEqual([1, 2, 3, 5].map(uuid));
			await merge([passage(2), passage(5)]);
			expect(await waiting()).toEqual([1, 3].map(uuid));
			// Told once more by a gate, it is where it was.
			await store.merge("hall", { events: [passage(2)], posts: [] });
			await store.settle({ stored: [uuid(1)], refused: [] });
			expect(await waiting()).toEqual([uuid(3)]);
			expect(await store.ownIds("hall")).toEqual([uuid(5)]);
		});

		it("[CI-5] ends every other assignment, but for what the portal has not answered for", async () => {
			const post = { post: uuid(70), gate: "B", role: "entry" as const, heard: 100 };
			for (const n of [1, 2]) await add(passage(n));
			await merge([passage(3)], [post]);
			await store.settle({ stored: [uuid(1)], refused: [] });
			await store.endAllBut(new Set(["hall"]));
			expect(await ids()).toEqual([1, 2, 3].map(uuid));
			expect(await store.posts("hall")).toEqual([post]);
			await store.endAllBut(new Set(["other"]));
			expect(await ids()).toEqual([uuid(2)]);
			expect(await store.count("hall")).toBe(1);
			expect(await store.posts("hall")).toEqual([]);
			await store.settle({ stored: [uuid(2)], refused: [] });
			await store.endAllBut(new Set());
			expect(await ids()).toEqual([]);
		});
	});
}
