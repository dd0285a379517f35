import { mkdtemp, readdir, readFile, rm, stat, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { DAY } from "@/lib/shared/numeric-date";
import { draftKeyset } from "./draft-keyset";
import { initKeys } from "./init-keys";
import { installKeyset } from "./install-keyset";
import type { SigningKeyFile } from "./key-file";
import { readKeyFolder, writeKeyFile, writeKeyset } from "./key-folder";
import { keysAt, type LoadedKeys, loadKeys, publishKeyset } from "./key-store";
import { liveKeys } from "./live-keys";
import { makeSigningKey } from "./make-key";
import { type KeysetSigning, proveRoot, signKeyset } from "./sign-keyset";

const NOW = 1_628_868_600;
let dir: string;
let root: SigningKeyFile;

beforeEach(async () => {
	dir = await mkdtemp(join(tmpdir(), "relais-keyset-"));
	await initKeys(dir, { issuer: "https://relais.example", now: NOW });
	root = await takeRootAway();
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function takeRootAway(): Promise<SigningKeyFile> {
	const folder = await readKeyFolder(dir);
	const found = folder.ok ? folder.value.files.find(({ use }) => use === "root") : undefined;
	const name = (await readdir(join(dir, "keys"))).find((each) => each.startsWith("root-")) ?? "";
	await unlink(join(dir, "keys", name));
	return found as SigningKeyFile;
}

async function loaded(): Promise<LoadedKeys> {
	const keys = await loadKeys(dir);
	if (!keys.ok) throw new Error(keys.error.code);
	return keys.value;
}

async function sign(signing: Partial<KeysetSigning> = {}, without: readonly string[] = []): Promise<string> {
	const { claims, folder, withdrawn: known } = await loaded();
	const files = folder.files.filter((file): file is SigningKeyFile => "jwk" in file);
	return signKeyset(draftKeyset(claims, files, { known, now: without.map(stolen) }), { root, now: NOW, ...signing });
}

const stolen = (kid: string) => ({ kid, reason: "stolen", at: NOW });
const proven = async (next: SigningKeyFile, seq: number) =>
	proveRoot(next, { iss: "https://relais.example", seq, root: thumbprint(root.jwk) });
const install = (keyset: string, now = NOW) => installKeyset(dir, { keyset, now });
const published = () => readFile(join(dir, "public", "trust", "keyset.jwt"), "utf8");

describe("installing a keyset", () => {
	it("takes one that the root signed, publishes it, and signs with the new key from its day", async () => {
		const younger = await makeSigningKey("list", NOW, NOW + 7 * DAY);
		await writeKeyFile(join(dir, "keys"), younger);
		const older = keysAt(await loaded(), NOW).list[0].kid;
		const keyset = await sign();
		expect(await install(keyset)).toMatchObject({ ok: true, value: { seq: 2, dropped: [], rootChanged: false } });
		expect(await published()).toBe(keyset);
		const signer = async (now: number) => keysAt(await loaded(), now).list[0].kid;
		expect(await signer(NOW + 7 * DAY - 1)).toBe(older);
		expect(await signer(NOW + 7 * DAY)).toBe(younger.kid);
		expect(await signer(NOW + 3000 * DAY)).toBe(younger.kid);
	});

	it("renews one that only gets older", async () => {
		expect(await install(await sign({ now: NOW + 390 * DAY }), NOW + 390 * DAY)).toMatchObject({
			ok: true,
			value: { exp: NOW + 790 * DAY },
		});
	});

	it("[TL-8] refuses one of any number but the next, and changes nothing", async () => {
		const [second, alsoSecond] = [await sign(), await sign({ now: NOW - 1 })];
		await install(second);
		for (const keyset of [second, alsoSecond]) {
			expect(await install(keyset)).toMatchObject({ ok: false, error: { code: "keyset_not_next", seq: 3 } });
		}
		const { claims, folder } = await loaded();
		const files = folder.files.filter((file): file is SigningKeyFile => "jwk" in file);
		const fourth = await signKeyset({ ...draftKeyset(claims, files), seq: 4 }, { root, now: NOW });
		expect(await install(fourth)).toMatchObject({ ok: false, error: { code: "keyset_not_next", seq: 3 } });
		expect(await published()).toBe(second);
	});

	it("[TL-8] keeps every keyset by its number, and publishes them again where they were lost", async () => {
		const first = await published();
		const second = await sign();
		await install(second);
		await rm(join(dir, "public"), { recursive: true });
		await publishKeyset(dir, second);
		const numbered = (seq: number) => readFile(join(dir, "public", "trust", "keysets", `${seq}.jwt`), "utf8");
		expect([await numbered(1), await numbered(2)]).toEqual([first, second]);
	});

	it("withdraws a key for ever: its file never signs again, and no later keyset brings it back", async () => {
		const { kid } = keysAt(await loaded(), NOW).list[0];
		await writeKeyFile(join(dir, "keys"), await makeSigningKey("list", NOW + 1));
		const bringsBack = await loaded();
		expect(await install(await sign({}, [kid]), NOW + 1)).toMatchObject({ ok: true, value: { dropped: [kid] } });
		expect((await stat(join(dir, "keys", "withdrawn.json"))).mode & 0o777).toBe(0o600);

		const next = await sign();
		expect(decodeJwt(next)).toMatchObject({ removed: [stolen(kid)] });
		expect(JSON.stringify(decodeJwt(next)["keys"])).not.toContain(kid);
		const files = bringsBack.folder.files.filter((file): file is SigningKeyFile => "jwk" in file);
		const old = { ...draftKeyset(bringsBack.claims, files), seq: 3 };
		const restored = { ok: false, error: { code: "keyset_restores_withdrawn", kid } };
		expect(await install(await signKeyset(old, { root, now: NOW }), NOW + 1)).toMatchObject(restored);
		const both = { ...old, removed: [stolen(kid)] };
		expect(await install(await signKeyset(both, { root, now: NOW }), NOW + 1)).toMatchObject(restored);
		// Not even a keyset that got there another way makes it sign.
		await writeKeyset(join(dir, "keys"), { seq: 3, keyset: await signKeyset(old, { root, now: NOW }) });
		expect(keysAt(await loaded(), NOW + 1).list.map((key) => key.kid)).not.toContain(kid);
	});

	it("[TL-6] refuses a stranger's, a damaged one, and none at all", async () => {
		const stranger = await makeSigningKey("root", NOW);
		const good = await sign();
		const forged = await sign({ root: { ...stranger, kid: root.kid } });
		for (const keyset of [forged, good.slice(0, -2), "", "x.y.z", (await loaded()).folder.keyset.slice(1)]) {
			expect(await install(keyset)).toMatchObject({ ok: false, error: { code: "keyset_untrusted" } });
		}
	});

	it("[TL-4] refuses one from the future, which would make every device doubt its clock, and one that has ended", async () => {
		expect(await install(await sign({ now: NOW + 301 }))).toMatchObject({ error: { code: "keyset_time" } });
		expect(await install(await sign(), NOW + 401 * DAY)).toMatchObject({ error: { code: "keyset_time" } });
		expect(await install(await sign({ now: NOW + 300 }))).toMatchObject({ ok: true });
	});

	it("refuses one under which this folder cannot sign", async () => {
		const { kid } = keysAt(await loaded(), NOW).delegation[0];
		const lost = { ok: false, error: { code: "keyset_without_signer", use: "delegation" } };
		expect(await install(await sign({}, [kid]))).toMatchObject(lost);
		// A successor that is elsewhere would never sign, and the present key ends when it begins.
		const elsewhere = await makeSigningKey("delegation", NOW, NOW + 7 * DAY);
		await writeKeyFile(join(dir, "keys"), elsewhere);
		const keyset = await sign();
		await unlink(join(dir, "keys", `delegation-${elsewhere.kid}.json`));
		expect(await install(keyset)).toMatchObject(lost);
	});

	it("drops a key that is not to count any more", async () => {
		const { kid } = keysAt(await loaded(), NOW).status[0];
		await writeKeyFile(join(dir, "keys"), await makeSigningKey("status", NOW + 1));
		expect(await install(await sign({}, [kid]), NOW + 1)).toMatchObject({ ok: true, value: { dropped: [kid] } });
		expect(keysAt(await loaded(), NOW + 1).status.map((key) => key.kid)).not.toContain(kid);
	});

	it("hands over to the root that the keyset in use announces, and to no other", async () => {
		const [next, other] = [await makeSigningKey("root", NOW), await makeSigningKey("root", NOW)];
		expect(await install(await sign({ root: next }))).toMatchObject({ error: { code: "keyset_untrusted" } });
		expect(await install(await sign({ nextRoot: await proven(next, 3) }))).toMatchObject({
			error: { code: "keyset_root_unproven" },
		});
		const announced = await sign({ nextRoot: await proven(next, 2) });
		expect(await install(announced)).toMatchObject({ value: { rootChanged: false } });
		expect((await loaded()).folder.keyset).not.toContain(next.jwk.d);
		expect(await install(await sign({ root: other }))).toMatchObject({ error: { code: "keyset_untrusted" } });
		expect(await install(await sign({ root: next }))).toMatchObject({ value: { seq: 3, rootChanged: true } });
		expect(await install(await sign())).toMatchObject({ error: { code: "keyset_untrusted" } });
	});
});

describe("keys of a running portal", () => {
	it("are found without a restart; damage leaves those in use and is logged once it is seen", async () => {
		let now = NOW;
		const logged: unknown[] = [];
		const log = { info: (what: unknown) => logged.push(what), error: (what: unknown) => logged.push(what) };
		const live = liveKeys(await loaded(), { dataDir: dir, clock: () => now, log: log as never });
		const master = live.now().codeMaster[0].secret;
		await live.refresh();
		expect(live.now().codeMaster[0].secret).toBe(master);
		expect(logged).toEqual([]);

		const younger = await makeSigningKey("list", NOW, NOW + DAY);
		await writeKeyFile(join(dir, "keys"), younger);
		await install(await sign());
		await live.refresh();
		expect(logged).toEqual([{ seq: 2 }]);
		expect(live.now().list[0].kid).not.toBe(younger.kid);
		now += DAY;
		expect(live.now().list[0].kid).toBe(younger.kid);

		const path = join(dir, "keys", `list-${younger.kid}.json`);
		await rm(path);
		await rm(join(dir, "keys", "keyset.jwt"));
		await live.refresh();
		expect(logged.at(-1)).toMatchObject({ code: "keys_missing" });
		expect(live.now().list[0].kid).toBe(younger.kid);
	});
});
