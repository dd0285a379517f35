import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLog } from "@/lib/server/settings/log";
import { isoUtc } from "@/lib/shared/instant";
import { DAY } from "@/lib/shared/numeric-date";
import { draftKeyset } from "./draft-keyset";
import { initKeys } from "./init-keys";
import { installKeyset } from "./install-keyset";
import { endsSoon } from "./key-ends";
import type { SigningKeyFile } from "./key-file";
import { keysFolder, writeKeyFile } from "./key-folder";
import { type LoadedKeys, loadKeys } from "./key-store";
import { liveKeys } from "./live-keys";
import { makeSigningKey } from "./make-key";
import { signKeyset } from "./sign-keyset";

const START = 1_700_000_000;

let dataDir = "";
beforeEach(async () => {
	dataDir = await mkdtemp(join(tmpdir(), "relais-live-keys-"));
	expect(await initKeys(dataDir, { issuer: "relais", now: START })).toMatchObject({ ok: true });
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

async function load(): Promise<LoadedKeys> {
	const loaded = await loadKeys(dataDir);
	if (!loaded.ok) throw new Error(loaded.error.code);
	return loaded.value;
}

async function renew(now: number): Promise<void> {
	const { claims, folder } = await load();
	const files = folder.files.filter((file): file is SigningKeyFile => "jwk" in file);
	const root = files.find(({ use }) => use === "root") as SigningKeyFile;
	const keyset = await signKeyset(draftKeyset(claims, files), { root, now });
	expect(await installKeyset(dataDir, { keyset, now })).toMatchObject({ ok: true });
}

describe("the end of the keyset", () => {
	it("is told from 30 days before, once a day, until a new one is there", async () => {
		const lines: { level: string; what?: string; ends?: string; days?: number }[] = [];
		const log = openLog("warn", { write: (line: string) => void lines.push(JSON.parse(line)) });
		const first = await load();
		const end = first.claims.exp;
		let now = end - 30 * DAY - 1;
		const start = () => liveKeys(first, { dataDir, clock: () => now, log });
		const told = () => lines.splice(0).map(({ level, what, ends, days }) => [level, what, ends, days]);

		let keys = start();
		await keys.refresh();
		expect(told()).toEqual([]);
		now = end - 29 * DAY;
		await keys.refresh();
		await keys.refresh();
		expect(told()).toEqual([["warn", "keyset", isoUtc(end), 29]]);
		now += DAY - 1;
		await keys.refresh();
		expect(told()).toEqual([]);
		now += 1;
		await keys.refresh();
		expect(told()).toEqual([["warn", "keyset", isoUtc(end), 28]]);
		keys = start();
		await keys.refresh();
		expect(told()).toEqual([["warn", "keyset", isoUtc(end), 28]]);

		now = end;
		await keys.refresh();
		expect(told()).toEqual([["error", "keyset", isoUtc(end), 0]]);
		await renew(now);
		now += DAY;
		await keys.refresh();
		expect(told()).toEqual([]);
	});
});

describe("the end of a use", () => {
	it("is none of a key that another one follows, and is one where that other is not here", async () => {
		const next = await makeSigningKey("delegation", START, START + 10 * DAY);
		await writeKeyFile(keysFolder(dataDir), next);
		await renew(START + 1);
		const loaded = await load();
		for (const day of [0, 5, 9, 10, 11, 300]) expect(endsSoon(loaded, START + 1 + day * DAY)).toEqual([]);
		// Where the successor's private key was forgotten, its place in the keyset helps nobody.
		const signing = loaded.signing.filter(({ kid }) => kid !== next.kid);
		const expected = [{ what: "delegation", ends: START + 11 * DAY }];
		expect(endsSoon({ ...loaded, signing }, START + 1)).toEqual(expected);
		expect(endsSoon({ ...loaded, signing }, START + 12 * DAY)).toEqual(expected);
	});
});
