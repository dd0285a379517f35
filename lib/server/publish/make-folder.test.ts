import { existsSync } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFolder } from "./make-folder";

let folder = "";
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "relais-folder-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("making a folder", () => {
	it("makes those above it, and takes what is there", async () => {
		const path = join(folder, "a", "b", "c");
		await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, "a", "d"))]);
		await makeFolder(path);
		await makeFolder("/");
		expect((await stat(path)).isDirectory()).toBe(true);
	});

	it("fails where a file stands in its place, or above it", async () => {
		await writeFile(join(folder, "file"), "");
		await expect(makeFolder(join(folder, "file"))).rejects.toMatchObject({ code: "EEXIST" });
		await expect(makeFolder(join(folder, "file", "below"))).rejects.toMatchObject({ code: "ENOTDIR" });
	});

	it.skipIf(!existsSync("/proc/self"))("ends where nothing can be made", async () => {
		await expect(makeFolder("/proc/nothing/below")).rejects.toMatchObject({ code: "ENOENT" });
	});
});
