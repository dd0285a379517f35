import { describe, expect, it } from "vitest";
import { type OpenFile, readSlot, takeSlots, usedSlots, wipeSlots } from "./slot-file";

function memoryFile(room = Number.POSITIVE_INFINITY): OpenFile & { bytes: () => Uint8Array } {
	let bytes = new Uint8Array();
	return {
		bytes: () => bytes,
		getSize: () => bytes.length,
		read: (into, { at }) => {
			const part = bytes.subarray(at, at + into.length);
			into.set(part);
			return part.length;
		},
		write: (from, { at }) => {
			const fits = Math.max(0, Math.min(from.length, room - at));
			const longer = new Uint8Array(Math.max(bytes.length, at + fits));
			longer.set(bytes);
			longer.set(from.subarray(0, fits), at);
			bytes = longer;
			return fits;
		},
		flush: () => undefined,
	};
}

const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
const holds = (file: Uint8Array, secret: Uint8Array) => Buffer.from(file).includes(Buffer.from(secret));

describe("the file of secrets", () => {
	it("[VA-9] a secret that is destroyed is in the file no more, and its place is used again", () => {
		const file = memoryFile();
		const [first, second] = takeSlots(file, 2, random);
		if (first === undefined || second === undefined) throw new Error("none taken");
		expect(holds(file.bytes(), first.secret)).toBe(true);
		wipeSlots(file, [first.slot]);
		expect(holds(file.bytes(), first.secret)).toBe(false);
		expect(readSlot(file, first.slot)).toBeUndefined();
		expect(readSlot(file, second.slot)).toEqual(second);
		const size = file.getSize();
		expect(takeSlots(file, 1, random)[0]?.slot).toBe(first.slot);
		expect(file.getSize()).toBe(size);
	});

	it("[VA-9] grows when every place is taken, and nothing that lies in it changes", () => {
		const file = memoryFile();
		const taken = takeSlots(file, 2_049, random);
		expect(new Set(taken.map(({ slot }) => slot)).size).toBe(2_049);
		expect(taken.map(({ slot }) => readSlot(file, slot))).toEqual(taken);
	});

	it("says which places are taken", () => {
		const file = memoryFile();
		const [kept, lost] = takeSlots(file, 2, random);
		wipeSlots(file, [lost?.slot ?? -1]);
		expect(usedSlots(file)).toEqual([kept?.slot]);
	});

	it("a full disk is an error, not a place that holds nothing", () => {
		expect(() => takeSlots(memoryFile(0), 1, random)).toThrow("disk full");
		expect(() => takeSlots(memoryFile(100), 1, random)).toThrow("disk full");
	});
});
