import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { delegationJwt, NOW } from "@/tests/support/authority";
import { memoryIndexStore, memoryWitness } from "@/tests/support/memory-index-store";
import {
	giveUpForeseen,
	giveUpOlderThan,
	type IndexMemory,
	indicesLeft,
	type Reserving,
	reserveIndex,
} from "./index-reservation";
import { type BlockMemory, STRETCH } from "./index-stretch";
import { readDelegations } from "./own-delegation";

const delegations = readDelegations([delegationJwt({ jti: "one", sl: ["s1", 100, 40] })]);

type Counter = IndexMemory & Reserving;
const counter = (over: Partial<Counter> = {}): Counter => ({
	...{ store: memoryIndexStore(), witness: memoryWitness(), seen: { highestIndex: null } },
	...{ start: "AAAAAAAA", random: () => 0 },
	...over,
});
async function take(at: Counter): Promise<number | "exhausted"> {
	const reserved = await reserveIndex(delegations, at);
	return reserved.ok ? reserved.value.index : "exhausted";
}
async function takeMany(at: Counter, count: number) {
	const taken = [];
	for (let i = 0; i < count; i++) taken.push(await take(at));
	return taken;
}

describe("[DL-3] an index is given away once", () => {
	it("until the block is spent, whatever is drawn", async () => {
		const all = Array.from({ length: 40 }, (_, i) => 100 + i);
		for (const random of [() => 0, () => 0.999, Math.random]) {
			const at = counter({ random });
			const taken = await takeMany(at, 41);
			expect(taken.slice(0, 40).sort()).toEqual(all);
			expect(taken[40]).toBe("exhausted");
		}
	});

	it("a database that was rolled back or lost is corrected by the second witness", async () => {
		const at = counter();
		await takeMany(at, 5);
		expect(await take(counter({ witness: at.witness }))).toBe(116);
	});

	it("a witness that was lost is corrected by the database", async () => {
		const at = counter();
		await takeMany(at, 5);
		expect(await take({ ...at, witness: memoryWitness() })).toBe(105);
	});

	it("whatever is lost in between, one witness at a time, and however often it starts, no index comes twice", async () => {
		const step = fc.constantFrom("take", "lose database", "lose witness", "start");
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 40 }), fc.infiniteStream(fc.nat(999)), async (steps, draws) => {
				const random = () => (draws.next().value ?? 0) / 1_000;
				let at = counter({ random });
				let starts = 0;
				const taken: (number | "exhausted")[] = [];
				for (const each of steps) {
					if (each === "start") at = { ...at, start: `start ${starts++}` };
					// Losing one while the other is whole; a take in between makes both whole again.
					else if (each === "lose database" && taken.length > 0) at = { ...at, store: memoryIndexStore() };
					else if (each === "lose witness" && taken.length > 0) at = { ...at, witness: memoryWitness() };
					if (each !== "start") taken.push(await take(at));
				}
				const indices = taken.filter((index) => index !== "exhausted");
				expect(new Set(indices).size).toBe(indices.length);
			}),
			{ numRuns: 60 },
		);
	});

	it("goes on after what an earlier version gave away in order, in either memory", async () => {
		const store = memoryIndexStore(new Map([["one", { below: 121, spent: "" }]]));
		expect(await indicesLeft(delegations, { ...counter({ store }), now: NOW })).toBe(19);
		const taken = await takeMany(counter({ store }), 20);
		expect(Math.min(...taken.slice(0, 19).map(Number))).toBe(121);
		expect(taken[19]).toBe("exhausted");
		const witness = memoryWitness();
		expect(await take(counter({ witness: { ...witness, read: () => ({ below: 139, spent: "" }) } }))).toBe(139);
	});
});

describe("[OL-1] stretches drawn at random", () => {
	it("a start counts through one, and draws the next when it is spent", async () => {
		const at = counter({ random: () => 0.5 });
		const taken = await takeMany(at, STRETCH + 2);
		expect(taken).toEqual([...Array.from({ length: STRETCH }, (_, i) => 116 + i), 132, 133]);
	});

	it("another start draws another one, and leaves the rest of the first for the end", async () => {
		const first = counter();
		expect(await takeMany(first, 3)).toEqual([100, 101, 102]);
		const second = { ...first, start: "BBBBBBBB" };
		expect(await take(second)).toBe(116);
		const rest = await takeMany(second, 36);
		expect(rest.at(-1)).toBe(115);
		expect(rest).not.toContain("exhausted");
		expect(await take(second)).toBe("exhausted");
	});

	it("two copies that are both offline meet only where they draw the same stretch", async () => {
		const block = readDelegations([delegationJwt({ jti: "big", sl: ["s1", 0, 2_000] })]);
		const before = new Map<string, BlockMemory>();
		const draw = async (start: string, random: () => number) => {
			const at = counter({ store: memoryIndexStore(new Map(before)), start, random });
			const indices = new Set<number>();
			for (let i = 0; i < 2 * STRETCH; i++) {
				const reserved = await reserveIndex(block, at);
				if (reserved.ok) indices.add(reserved.value.index);
			}
			return indices;
		};
		const original = await draw("AAAAAAAA", () => 0.1);
		const apart = await draw("BBBBBBBB", () => 0.7);
		const same = await draw("CCCCCCCC", () => 0.1);
		expect([...original].filter((index) => apart.has(index))).toEqual([]);
		expect([...original].filter((index) => same.has(index))).toHaveLength(2 * STRETCH);
	});
});

describe("[OL-2] what the authority has seen", () => {
	it("is not given away again by a profile that forgot everything", async () => {
		const seen = { highestIndex: 120, seen: [{ jti: "one", spent: "0g4" }] };
		const taken = await takeMany(counter({ seen }), 21);
		expect(
			taken
				.slice(0, 20)
				.map(Number)
				.filter((index) => index >= 116 && index < 136),
		).toEqual([]);
		expect(taken[20]).toBe("exhausted");
	});

	it("of a portal that tells of the highest index only, nothing below it is", async () => {
		expect(await take(counter({ seen: { highestIndex: 120 } }))).toBe(132);
		expect(await indicesLeft(delegations, { ...counter({ seen: { highestIndex: 120 } }), now: NOW })).toBe(19);
		expect(await take(counter({ seen: { highestIndex: 139 } }))).toBe("exhausted");
		expect(await take(counter({ seen: { highestIndex: 7 } }))).toBe(100);
	});

	it("a block of which the authority has seen more than this device remembers is given up", async () => {
		const at = counter();
		await takeMany(at, 3);
		const told = (spent: string) => ({ ...at, seen: { highestIndex: null, seen: [{ jti: "one", spent }] } });
		expect(await giveUpForeseen(delegations, told("3"))).toBe(false);
		expect(await giveUpForeseen(delegations, told("21"))).toBe(true);
		expect(await giveUpForeseen(delegations, told("21"))).toBe(false);
		expect(await take(at)).toBe("exhausted");
		expect(await indicesLeft(delegations, { ...at, now: NOW })).toBe(0);
	});
});

describe("[OL-3] another life of the device", () => {
	it("makes it give up the blocks that both may hold, and no other", async () => {
		const at = counter();
		const nbf = delegations[0]?.nbf ?? 0;
		expect(await giveUpOlderThan(nbf, delegations, at)).toBe(false);
		expect(await giveUpOlderThan(0, delegations, at)).toBe(false);
		expect(await take(at)).toBe(100);
		expect(await giveUpOlderThan(nbf + 1, delegations, at)).toBe(true);
		expect(await take(at)).toBe("exhausted");
		expect(await take({ ...at, store: memoryIndexStore() })).toBe("exhausted");
	});
});

it("indices of an ended delegation do not count", async () => {
	expect(await indicesLeft(delegations, { ...counter(), now: NOW + 60 * DAY })).toBe(0);
});
