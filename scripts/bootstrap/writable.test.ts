import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireWritable } from "./writable.mjs";

let folder = "";
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), "relais-writable-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("a folder that has to be written to", () => {
	it("is made where it is missing", async () => {
		await requireWritable({ folder: path.join(folder, "a/b"), remedy: "none" });
		await writeFile(path.join(folder, "a/b/file"), "");
	});

	it("is named with the remedy where it cannot be made", async () => {
		await writeFile(path.join(folder, "file"), "");
		await expect(requireWritable({ folder: path.join(folder, "file/below"), remedy: "move it" })).rejects.toThrow(
			`cannot write to ${path.join(folder, "file/below")}: move it`,
		);
	});

	it.skipIf(!existsSync("/proc/self"))("is named where nothing can be made", async () => {
		await expect(requireWritable({ folder: "/proc/nothing/below", remedy: "move it" })).rejects.toThrow(
			"cannot write to /proc/nothing/below: move it",
		);
	});

	it.skipIf(process.platform === "win32" || process.getuid?.() === 0)("is named where another owns it", async () => {
		await expect(requireWritable({ folder: "/", remedy: "move it" })).rejects.toThrow("cannot write to /: move it");
	});
});
