import { chmod, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import { draftKeyset } from "./draft-keyset";
import { initKeys } from "./init-keys";
import { installKeyset } from "./install-keyset";
import type { SigningKeyFile } from "./key-file";
import { writeKeyFile } from "./key-folder";
import { keysAt, loadKeys, masterOfDay } from "./key-store";
import { makeSecretKey, makeSigningKey } from "./make-key";
import { missingKeyFile } from "./missing-key";
import { signKeyset } from "./sign-keyset";

const AT = { issuer: "https://relais.example", now: 1_628_868_600 };
let dir: string;

beforeEach(async () => {
	dir = await mkdtemp(join(tmpdir(), "relais-keys-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function keysOf(now: number) {
	const loaded = await loadKeys(dir);
	if (!loaded.ok) throw new Error(loaded.error.code);
	return keysAt(loaded.value, now);
}

async function renewKeyset(now: number): Promise<void> {
	const loaded = await loadKeys(dir);
	if (!loaded.ok) throw new Error(loaded.error.code);
	const files = loaded.value.folder.files.filter((file): file is SigningKeyFile => "jwk" in file);
	const root = files.find((file) => file.use === "root") as SigningKeyFile;
	const keyset = await signKeyset(draftKeyset(loaded.value.claims, files), { root, now });
	expect(await installKeyset(dir, { keyset, now })).toMatchObject({ ok: true });
}

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
			[
				"code-master",
				"dcc",
				"delegation",
				"field",
				"index.json",
				"keyset-1.jwt",
				"keyset.jwt",
				"list",
				"record",
				"root",
				"status",
			].sort(),
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
		expect(after).toEqual(before);
		expect((await readdir(dir)).sort()).toEqual(["keys", "public"]);
	});

	it("two starts at once make one set of keys", async () => {
		const results = await Promise.all([initKeys(dir, AT), initKeys(dir, AT), initKeys(dir, AT)]);
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect((await loadKeys(dir)).ok).toBe(true);
	});

	it("works without the root, which is kept offline, and never takes it in", async () => {
		const made = await initKeys(dir, AT);
		const before = await keysOf(AT.now);
		const root = (await readdir(join(dir, "keys"))).find((name) => name.startsWith("root-")) ?? "";
		await unlink(join(dir, "keys", root));
		const keys = await keysOf(AT.now);
		expect(keys.root).toBe(made.ok && made.value.rootThumbprint);
		expect(keys.list[0].privateKey.extractable).toBe(false);
		expect(JSON.stringify(keys)).toBe(JSON.stringify(before));
	});

	it("lets a pass signer take over when its time has come, and keeps the older one", async () => {
		await initKeys(dir, AT);
		const younger = await makeSigningKey("dcc", AT.now + 10, AT.now + 1000);
		await writeKeyFile(join(dir, "keys"), younger);
		const kids = async (now: number) => (await keysOf(now)).dcc.map(({ kid }) => kid);
		const [older] = await kids(AT.now);
		expect(await kids(AT.now + 999)).toEqual([older, younger.kid]);
		expect(await kids(AT.now + 1000)).toEqual([younger.kid, older]);
		expect(await kids(AT.now - 1000)).toEqual([older, younger.kid]);
	});

	it.each(["list", "delegation", "status"] as const)("signs no %s with a key that no keyset names", async (use) => {
		await initKeys(dir, AT);
		await writeKeyFile(join(dir, "keys"), await makeSigningKey(use, AT.now + 10));
		expect((await keysOf(AT.now + 100))[use].map(({ createdAt }) => createdAt)).toEqual([AT.now]);
	});

	it("[CC-1] gives a day the master in force at its start, for the keys of a day must not change within it", async () => {
		await initKeys(dir, AT);
		const first = (await keysOf(AT.now)).codeMaster[0].secret;
		const second = makeSecretKey("code-master", AT.now, Date.parse("2021-09-20T00:00:00Z") / 1000);
		await writeKeyFile(join(dir, "keys"), second);
		for (const now of [AT.now, AT.now + 90 * DAY]) {
			const keys = await keysOf(now);
			for (const day of ["2021-08-01", "2021-08-13", "2021-09-19"]) expect(masterOfDay(keys, day)).toEqual(first);
			for (const day of ["2021-09-20", "2022-01-01"]) {
				expect(Buffer.from(masterOfDay(keys, day)).toString("base64url")).toBe(second.secret);
			}
		}
	});

	it.each(["list", "delegation", "status", "dcc", "code-master"] as const)(
		"names the lost file of the %s key in use, though its successor waits",
		async (use) => {
			await initKeys(dir, AT);
			const later = AT.now + 30 * DAY;
			const successor =
				use === "code-master" ? makeSecretKey(use, AT.now, later) : await makeSigningKey(use, AT.now, later);
			const [name = ""] = (await readdir(join(dir, "keys"))).filter((each) => each.startsWith(use));
			await writeKeyFile(join(dir, "keys"), successor);
			if (use === "list" || use === "delegation" || use === "status") await renewKeyset(AT.now);
			const missing = async (now: number) => {
				const loaded = await loadKeys(dir);
				return loaded.ok ? missingKeyFile(dir, loaded.value, now) : loaded.error.path;
			};
			expect(await missing(AT.now)).toBeUndefined();
			await unlink(join(dir, "keys", name));
			expect(await missing(AT.now)).toBe(join(dir, "keys", name));
			expect(await missing(later)).toBeUndefined();
		},
	);

	it("names the file that is no key, and the folder that has none", async () => {
		expect(await loadKeys(dir)).toMatchObject({ ok: false, error: { code: "keys_missing" } });
		await initKeys(dir, AT);
		const path = join(dir, "keys", "list-broken.json");
		await writeFile(path, "{");
		await chmod(path, 0o600);
		expect(await loadKeys(dir)).toMatchObject({ ok: false, error: { code: "keys_unreadable", path } });
		await unlink(path);
		await writeFile(join(dir, "keys", "keyset.jwt"), "eyJ.eyJ.x");
		expect(await loadKeys(dir)).toMatchObject({
			error: { code: "keys_unreadable", path: expect.stringMatching(/keyset\.jwt$/) },
		});
	});
});
