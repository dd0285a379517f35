import * as crypto from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { trustFolder } from "../publish/trust-files";
import { trustFileResponse } from "./trust-file-response";

vi.mock("node:crypto", { spy: true });

const LIST = "list.jwt";
const ASKERS = 20;

let dataDir: string;
beforeEach(async () => {
	dataDir = await mkdtemp(join(tmpdir(), "relais-published-"));
	await mkdir(trustFolder(dataDir), { recursive: true });
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it("[AB-7] many who ask for one file at once have it hashed once, and another one after it was replaced", async () => {
	const ask = async () => {
		const request = new Request(`https://portal.example/trust/${LIST}`);
		const response = await trustFileResponse(request, { dataDir, path: LIST });
		return { etag: response.headers.get("etag"), text: await response.text() };
	};
	const tags = new Set<string | null>();
	for (const text of ["one".repeat(50_000), "another".repeat(50_000)]) {
		vi.mocked(crypto.createHash).mockClear();
		await rm(join(trustFolder(dataDir), LIST), { force: true });
		await writeFile(join(trustFolder(dataDir), LIST), text);
		const answers = await Promise.all(Array.from({ length: ASKERS }, ask));
		const etag = `"${crypto.hash("sha256", text, "base64url")}"`;
		expect(answers).toEqual(Array.from({ length: ASKERS }, () => ({ etag, text })));
		expect(crypto.createHash).toHaveBeenCalledTimes(1);
		tags.add(etag);
	}
	expect(tags.size).toBe(2);
});
