import { chmod, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTrust } from "@/lib/trust/open-trust";
import { keyFileName } from "./key-file";
import { initKeys, loadKeys } from "./key-store";
import { makeSigningKey } from "./make-key";

const AT = { issuer: "https://relais.example", now: 1_628_868_600 };
let dir: string;

beforeEach(async () => {
	dir = await mkdtemp(join(tmpdir(), "relais-keys-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe("key store", () => {
	it.each([0, 0o022, 0o077, 0o277])("makes every key, readable by its owner only, under umask %o", async (umask) => {
		const before = process.umask(umask);
		try {
			expect((await initKeys(dir, AT)).ok).toBe(true);
		} finally {
			process.umask(before);
		}
		const names = await readdir(join(dir, "keys"));
		expect(names.map((name) => name.replace(/-[^-]{11}\.json$|-.{11}\.json$/, "")).sort()).toEqual(
			["code-master", "dcc", "delegation", "field", "keyset.jwt", "list", "root", "status"].sort(),
		);
		expect((await stat(join(dir, "keys"))).mode & 0o777).toBe(0o700);
		for (const name of names) expect((await stat(join(dir, "keys", name))).mode & 0o777).toBe(0o600);
	});

	it("publishes a keyset that the printed root opens", async () => {
		const made = await initKeys(dir, AT);
		const keyset = await readFile(join(dir, "public", "trust", "keyset.jwt"), "utf8");
		const root = made.ok ? made.value.rootThumbprint : "";
		const trust = await openTrust({ root, keyset }, { subtle: crypto.subtle });
		expect(trust.ok && trust.value.keyset?.keys.map((key) => key.use)).toEqual([["list"], ["delegation"], ["status"]]);
	});

	it("never replaces keys, and leaves no draft behind", async () => {
		await initKeys(dir, AT);
		const before = await loadKeys(dir);
		expect(await initKeys(dir, AT)).toMatchObject({ ok: false, error: { code: "keys_exist" } });
		const after = await loadKeys(dir);
		expect(after.ok && after.value.keyset).toBe(before.ok && before.value.keyset);
		expect((await readdir(dir)).sort()).toEqual(["keys", "public"]);
	});

	it("two starts at once make one set of keys", async () => {
		const results = await Promise.all([initKeys(dir, AT), initKeys(dir, AT), initKeys(dir, AT)]);
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect((await loadKeys(dir)).ok).toBe(true);
	});

	it("works without the root, which is kept offline", async () => {
		await initKeys(dir, AT);
		const root = (await readdir(join(dir, "keys"))).find((name) => name.startsWith("root-")) ?? "";
		await unlink(join(dir, "keys", root));
		const loaded = await loadKeys(dir);
		expect(loaded.ok && loaded.value.root).toBe(undefined);
		expect(loaded.ok && loaded.value.list[0].privateKey.extractable).toBe(false);
	});

	it("signs with the newest generation and keeps the older ones", async () => {
		await initKeys(dir, AT);
		const younger = await makeSigningKey("list", AT.now + 10);
		await writeFile(join(dir, "keys", keyFileName(younger)), JSON.stringify(younger));
		const loaded = await loadKeys(dir);
		expect(loaded.ok && loaded.value.list.map((key) => key.createdAt)).toEqual([AT.now + 10, AT.now]);
		expect(loaded.ok && loaded.value.list[0].kid).toBe(younger.kid);
	});

	it("names the file that is no key, and the folder that has none", async () => {
		expect(await loadKeys(dir)).toMatchObject({ ok: false, error: { code: "keys_missing" } });
		await initKeys(dir, AT);
		const path = join(dir, "keys", "list-broken.json");
		await writeFile(path, "{");
		await chmod(path, 0o600);
		expect(await loadKeys(dir)).toMatchObject({ ok: false, error: { code: "keys_unreadable", path } });
	});
});
