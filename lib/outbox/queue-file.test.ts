import { describe, expect, it } from "vitest";
import { readQueueFile, writeQueueFile } from "./queue-file";

const ENTRY = { key: "00000000-0000-4000-8000-000000000001", queuedAt: 1628841720, envelope: "a.b.c.d.e" };
const QUEUE = { pharmacy: "40123", device: "device-1", made: 1628841999, records: [ENTRY], results: [] };

describe("[QM-1] the file of a queue", () => {
	it("gives back what was written", () => {
		expect(readQueueFile(writeQueueFile(QUEUE))).toEqual(QUEUE);
	});

	it("is taken whole or not at all", () => {
		const text = writeQueueFile(QUEUE);
		for (const other of [
			text.slice(0, -1),
			"",
			"{}",
			text.replace('"version":1', '"version":2'),
			text.replace('"relais":"queue"', '"relais":"sheets"'),
			text.replace(ENTRY.key, "1"),
		]) {
			expect(readQueueFile(other)).toBeUndefined();
		}
	});
});
