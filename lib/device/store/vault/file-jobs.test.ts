import { describe, expect, it } from "vitest";
import { fileJobs } from "./file-jobs";
import type { OpenFile } from "./slot-file";

const FILE = {} as OpenFile;

/** A file that is opened when the test says so. */
function openings({ file }: { file: OpenFile | undefined } = { file: FILE }) {
	let count = 0;
	const turns: (() => void)[] = [];
	const inFile = fileJobs(async (work) => {
		await new Promise<void>((resolve) => turns.push(resolve));
		count++;
		work(file);
	});
	const turn = async () => {
		while (turns.length === 0) await Promise.resolve();
		turns.shift()?.();
	};
	return { inFile, count: () => count, turn };
}

describe("[VA-15] the file of secrets", () => {
	it("is opened once for whatever is asked for until it is open, in order", async () => {
		const { inFile, count, turn } = openings();
		const done: number[] = [];
		const asked = Array.from({ length: 100 }, (_, i) => inFile(() => done.push(i)));
		await turn();
		expect(await Promise.all(asked)).toEqual(asked.map((_, i) => ({ value: i + 1 })));
		expect([count(), done]).toEqual([1, Array.from({ length: 100 }, (_, i) => i)]);
	});

	it("is opened again for what is asked for later", async () => {
		const { inFile, count, turn } = openings();
		const first = inFile(() => "first");
		await turn();
		expect(await first).toEqual({ value: "first" });
		const second = inFile(() => "second");
		await turn();
		expect(await second).toEqual({ value: "second" });
		expect(count()).toBe(2);
	});

	it("fails for each alone, and all of them where it does not open", async () => {
		const { inFile, turn } = openings();
		const full = inFile(() => {
			throw new DOMException("disk full", "QuotaExceededError");
		});
		const other = inFile(() => "read");
		await turn();
		await expect(full).rejects.toMatchObject({ name: "QuotaExceededError" });
		expect(await other).toEqual({ value: "read" });

		let broken = true;
		const failing = fileJobs(async (work) => {
			if (broken) throw new DOMException("another has it", "NoModificationAllowedError");
			work(FILE);
		});
		const asked = [failing(() => 1), failing(() => 2)];
		for (const one of asked) await expect(one).rejects.toMatchObject({ name: "NoModificationAllowedError" });
		broken = false;
		expect(await failing(() => 3)).toEqual({ value: 3 });
	});

	it("answers undefined where there are no files", async () => {
		const { inFile, turn } = openings({ file: undefined });
		const asked = inFile(() => "never");
		await turn();
		expect(await asked).toBeUndefined();
	});
});
