import fc from "fast-check";
import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import { addEvents, NO_EVENTS } from "@/lib/checkin/event-set";
import { type ChainContent, countsOf, lastPassages, packChainContent, unpackChainContent } from "./chain-content";
import { type ChainPart, readGateCode, writeChainPart } from "./pairing-code";
import { type Collected, collectPart, LARGEST_CHAIN, PART_BYTES, splitChain } from "./qr-chain";

const NOW = 1_628_868_600;

/** Reads parts one after the other until the chain is whole. */
function collect(parts: Iterable<ChainPart>) {
	let collected: Collected | undefined;
	for (const part of parts) {
		const step = collectPart(collected, part);
		if (step.state !== "partial") return step;
		({ collected } = step);
	}
	return { state: "partial" as const, have: collected?.parts.size ?? 0 };
}

describe("[GG-7] a chain of QR codes", () => {
	it("is whole after all of its parts, in any order, any number of times", () => {
		const chain = fc
			.uint8Array({ minLength: 1, maxLength: 3000 })
			.map((bytes) => ({ bytes, parts: splitChain(bytes) ?? [] }));
		const shown = chain.chain(({ bytes, parts }) =>
			fc.record({
				bytes: fc.constant(bytes),
				parts: fc.constant(parts),
				before: fc.array(fc.constantFrom(...parts), { maxLength: 8 }),
				all: fc.shuffledSubarray([...parts], { minLength: parts.length }),
			}),
		);
		fc.assert(
			fc.property(shown, ({ bytes, parts, before, all }) => {
				expect(collect([...before, ...all])).toEqual({ state: "whole", bytes: Uint8Array.from(bytes) });
				expect(collect([...all.slice(1), ...all.slice(1)])).toMatchObject({ state: "partial", have: parts.length - 1 });
			}),
		);
	});

	it("that another one interrupts is begun anew, and each is read for itself", () => {
		const [one = [], other = []] = [splitChain(new Uint8Array(900).fill(1)), splitChain(new Uint8Array(700).fill(2))];
		const [first, ...rest] = one;
		if (first === undefined) throw new Error("no parts");
		expect(collect([first, ...other])).toMatchObject({ state: "whole", bytes: new Uint8Array(700).fill(2) });
		expect(collect([...other.slice(1), ...rest])).toMatchObject({ state: "partial", have: rest.length });
	});

	it("with a part of another content is noticed", () => {
		const [first, ...rest] = splitChain(new Uint8Array(900).fill(1)) ?? [];
		if (first === undefined) throw new Error("no parts");
		expect(collect([{ ...first, data: new Uint8Array(PART_BYTES) }, ...rest])).toEqual({ state: "damaged" });
	});

	it("has parts that fit a QR code which a telephone reads from another one's screen", () => {
		for (const part of splitChain(Uint8Array.from({ length: 2000 }, (_, i) => (i * 7919) % 256)) ?? []) {
			const text = writeChainPart(part);
			expect(readGateCode(text)).toEqual(part);
			expect(encode(text, { ecc: "M", border: 0 }).version).toBeLessThanOrEqual(14);
		}
	});

	it("holds neither nothing nor more than it can", () => {
		expect(splitChain(new Uint8Array())).toBeUndefined();
		expect(splitChain(new Uint8Array(LARGEST_CHAIN + 1))).toBeUndefined();
		expect(splitChain(new Uint8Array(LARGEST_CHAIN))).toHaveLength(256);
	});
});

const random = (length: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(length))).toString("base64url");
const passage = (over: Partial<CheckinEvent> = {}): CheckinEvent =>
	({
		...{
			type: "passage",
			salt: "AAAAAAAAAAA",
			id: crypto.randomUUID(),
			assignment: "hall",
			gate: "A",
			at: NOW,
			direction: "in",
			outcome: "accepted",
		},
		...{ format: "relais", pseudonym: random(16), ...over },
	}) as CheckinEvent;

const content = (events: readonly CheckinEvent[]): ChainContent => ({
	...{ version: 1, assignment: "hall", gate: "A", counts: { entries: 1204, exits: 3, at: NOW } },
	...{ set: { events: events.length, sum: "0".repeat(12) }, posts: [], events: [...events] },
	salts: [{ made: NOW, secret: random(32) }],
});

describe("[GG-7] what a chain carries", () => {
	it("is read as it was packed, and nothing else is", () => {
		const carried = content([passage()]);
		const packed = packChainContent(carried);
		expect(unpackChainContent(packed)).toEqual(carried);
		expect(unpackChainContent(packed.subarray(0, -4))).toBeUndefined();
		expect(unpackChainContent(packChainContent({ ...carried, version: 2 } as unknown as ChainContent))).toBeUndefined();
		const named = { ...carried, names: ["x"] } as ChainContent;
		expect(unpackChainContent(packChainContent(named))).toBeUndefined();
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
				expect(unpackChainContent(bytes)).toBeUndefined();
			}),
		);
	});

	it("are the passages of the last quarter of an hour, the newest where there are too many, and all in the counts", () => {
		const old = passage({ at: NOW - 901 });
		const recent = Array.from({ length: 310 }, (_, i) => passage({ at: NOW - 900 + i }));
		const events = addEvents(NO_EVENTS, [...recent, old]);
		expect(lastPassages(events, NOW)).toEqual(recent.slice(-300));
		expect(countsOf(events, { assignment: "hall", now: NOW })).toEqual({ entries: 311, exits: 0, at: NOW });
	});

	it("fits, full, into the codes that a camera reads within a minute", () => {
		const full = Array.from({ length: 300 }, (_, i) => passage({ at: NOW - i }));
		const parts = splitChain(packChainContent(content(full))) ?? [];
		expect(parts.length).toBeGreaterThan(0);
		expect(parts.length).toBeLessThanOrEqual(90);
	});
});
