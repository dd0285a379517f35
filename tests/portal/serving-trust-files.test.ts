import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET, HEAD, OPTIONS } from "@/app/trust/[...path]/route";
import { fetchTrustFile } from "@/tests/support/fetch-trust-file";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";

let portal: TestServer;
const before = process.env["RELAIS_DATA"];

beforeAll(async () => {
	portal = await openTestServer();
	process.env["RELAIS_DATA"] = portal.dataDir;
});
afterAll(async () => {
	if (before === undefined) delete process.env["RELAIS_DATA"];
	else process.env["RELAIS_DATA"] = before;
	await portal.close();
});

const text = async (path: string) => (await fetchTrustFile(path)).text();

/** Files of the trust folder that this process holds open. */
async function openTrustFiles(): Promise<number> {
	const links = (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ""));
	return (await Promise.all(links)).filter((target) => target.includes("/public/trust/")).length;
}

describe("serving the files", () => {
	it("answers 304 to who has them, with a strong tag, and lets caches keep them", async () => {
		const first = await fetchTrustFile("list.jwt");
		const etag = first.headers.get("etag") ?? "";
		expect(etag).toMatch(/^"[A-Za-z0-9_-]{43}"$/);
		expect(first.headers.get("cache-control")).toMatch(/^public, max-age=\d+/);
		for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
			const again = await fetchTrustFile("list.jwt", { "if-none-match": tag });
			expect(again.status).toBe(304);
			expect(await again.text()).toBe("");
		}
		expect(await first.text()).toBe(await (await fetchTrustFile("list.jwt", { "if-none-match": '"other"' })).text());
		const path = { params: Promise.resolve({ path: ["list.jwt"] }) };
		const head = await HEAD(new Request(`${ORIGIN}/trust/list.jwt`, { method: "HEAD" }), path);
		expect(head.headers.get("etag")).toBe(etag);
		expect(await head.text()).toBe("");
	});

	it("sends a large file in pieces, whole", async () => {
		const path = `deny/${"a".repeat(64)}.bin`;
		const content = randomBytes(300_000);
		await mkdir(join(portal.dataDir, "public/trust/deny"), { recursive: true });
		await writeFile(join(portal.dataDir, "public/trust", path), content);
		const whole = await fetchTrustFile(path);
		expect(whole.headers.get("content-length")).toBe("300000");
		expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
		await rm(join(portal.dataDir, "public/trust", path));
	});

	it.runIf(process.platform === "linux")("lets go of a file when its reader does, or has it already", async () => {
		const first = await fetchTrustFile("list.jwt");
		const etag = first.headers.get("etag") ?? "";
		expect(await openTrustFiles()).toBe(1);
		await first.body?.cancel();
		expect((await fetchTrustFile("list.jwt", { "if-none-match": etag })).status).toBe(304);
		await text("list.jwt");
		expect(await openTrustFiles()).toBe(0);
	});

	it("lets pages of other sites ask for what is new, and see the tag", async () => {
		const preflight = OPTIONS();
		expect(preflight.status).toBe(204);
		expect(preflight.headers.get("access-control-allow-headers")).toBe("if-none-match");
		const answer = await fetchTrustFile("list.jwt");
		expect(answer.headers.get("access-control-allow-origin")).toBe("*");
		expect(answer.headers.get("access-control-expose-headers")).toBe("etag");
		await answer.body?.cancel();
	});

	it("serves nothing but published files, however the path is written", async () => {
		const secret = (await readdir(join(portal.dataDir, "keys")))[0] ?? "";
		const paths = [
			["..", "..", "keys", secret],
			["..%2f..%2fkeys", secret],
			["status", "..", "..", "..", "keys", secret],
			["status/../../../keys", secret],
			["keys", secret],
			["list.jwt\0"],
			["LIST.JWT"],
			[".list.jwt.1.draft"],
			["status", "1.jwt", ""],
			["codes", "2021-08-13.jwt", "x"],
			["codes", "2021-99-99.jwt"],
			["..\\..\\keys", secret],
			["deny", `${"0".repeat(64)}.bin`],
		];
		for (const path of paths) {
			const answer = await GET(new Request(`${ORIGIN}/trust/x`), { params: Promise.resolve({ path }) });
			expect(answer.status).toBe(404);
			expect(await answer.text()).toBe("not found\n");
		}
	});

	it("works with the database gone", async () => {
		const expected = await readFile(join(portal.dataDir, "public", "trust", "list.jwt"), "utf8");
		await portal.database.query(
			"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
		);
		expect(await text("list.jwt")).toBe(expected);
	});
});
