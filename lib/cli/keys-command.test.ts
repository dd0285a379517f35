import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, it } from "vitest";
import { commandFolder, type Run, runRelais } from "@/tests/support/run-relais";

const folder = commandFolder();
const keys = (action: string, ...args: readonly string[]) => runRelais(["keys", action, ...args]);
const DATA = ["--data", "data"] as const;

async function ok(running: Promise<Run>): Promise<string> {
	const { status, stdout, stderr } = await running;
	expect([status, stderr]).toEqual([0, expect.not.stringContaining("relais:")]);
	return stdout;
}

async function refused(running: Promise<Run>, words: RegExp): Promise<void> {
	expect(await running).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
	expect((await running).stderr).toMatch(words);
}

/** What is left of a data folder whose root went into a safe. */
async function takeRoot(): Promise<string> {
	const path = folder.path("data", "keys");
	const name = (await readdir(path)).find((each) => each.startsWith("root-")) ?? "";
	const root = folder.file("root.json", await readFile(join(path, name), "utf8"));
	await rm(join(path, name));
	return root;
}

/** Times of keys are whole seconds: a key that takes over at once does so after the one before it. */
async function nextSecond(): Promise<void> {
	await sleep(1_000 - (Date.now() % 1_000));
}

describe("first keys", () => {
	const nowhere = [
		["a file", "file"],
		["below a file", "file/data"],
		["where nothing can be made", "/proc/nothing"],
		["deeper there", "/proc/nothing/data"],
		["a folder that nobody may write to", "/sys"],
	] as const;

	it.each(nowhere)("are made in no data folder that is %s", async (_, data) => {
		folder.file("file", "");
		await refused(
			keys("init", "--data", data),
			/^relais: keys init: \S+ is no folder that this account can write to \(/,
		);
		expect(await readFile(folder.path("file"), "utf8")).toBe("");
	});
});

describe("keys", () => {
	it("adds generations, has them named by a keyset that the root signs elsewhere, and hands over the root", async () => {
		const thumbprint = (await ok(keys("init", ...DATA))).trim();
		const root = await takeRoot();
		await nextSecond();
		const list = (await ok(keys("add", "list", ...DATA, "--in", "0"))).trim();
		const delegation = (await ok(keys("add", "delegation", ...DATA))).trim();
		const dcc = (await ok(keys("add", "dcc", ...DATA, "--in", "3"))).trim();
		const master = (await ok(keys("add", "code-master", ...DATA))).trim();
		const before = await ok(keys("show", ...DATA));
		expect(before).toMatch(new RegExp(`^keyset 1 of relais, valid until .+\nroot ${thumbprint}\n`));
		expect(before).toContain(`list ${list}: no keyset names it: relais keys draft\n`);
		expect(before).toContain(`\ndcc ${dcc}: takes over at `);
		expect(before).toMatch(new RegExp(`code-master ${master}: takes over at .+T00:00:00Z\n`));

		const draft = folder.file("draft.json", await ok(keys("draft", ...DATA)));
		expect(await readFile(folder.path(draft), "utf8")).not.toContain('"d":');
		const newRoot = (await ok(keys("new-root", "next.json"))).trim();
		expect((await stat(folder.path("next.json"))).mode & 0o777).toBe(0o600);
		const signed = await keys("sign", draft, "--root", root, "--next-root", "next.json");
		expect(signed.stderr).toContain("keyset 2 of relais\n");
		expect(signed.stderr).toMatch(new RegExp(`delegation ${delegation}: from .+ to the keyset's end\n`));
		expect(signed.stderr).toContain(`hands over to root ${newRoot}\n`);
		expect(JSON.stringify(decodeJwt(signed.stdout.trim()))).not.toContain('"d":');
		const second = folder.file("keyset.jwt", signed.stdout);
		expect(await ok(keys("install", second, ...DATA))).toMatch(/^keyset 2 is in use, until .+\n$/);
		const numbered = await readFile(folder.path("data", "public", "trust", "keysets", "2.jwt"), "utf8");
		expect(numbered).toBe(signed.stdout.trim());
		expect(await readFile(folder.path("data", "public", "trust", "keyset.jwt"), "utf8")).toBe(signed.stdout.trim());

		const after = await ok(keys("show", ...DATA));
		expect(after).toContain(`root ${thumbprint}; hands over to ${newRoot}\n`);
		expect(after).toContain(`\nlist ${list}: in use since `);
		expect(after).toMatch(/list .+: kept for what it signed since /);
		expect(after).toContain(`\ndelegation ${delegation}: takes over at `);
		const tomorrowWeek = new Date(Date.now() + 8 * 86_400_000).toISOString();
		expect(await ok(keys("show", ...DATA, "--at", tomorrowWeek))).toContain(`\ndelegation ${delegation}: in use`);
		// What is published next is signed by the key that is in use.
		const noticed = await runRelais(["notice", "publish", folder.file("notices.json", []), ...DATA]);
		expect(noticed.status).toBe(0);
		const published = await readFile(folder.path("data", "public", "trust", "list.jwt"), "utf8");
		expect(decodeProtectedHeader(published).kid).toBe(list);

		const third = folder.file(
			"draft.json",
			await ok(keys("draft", ...DATA, "--without", delegation, "--reason", "stolen")),
		);
		const unsaid = JSON.parse(await readFile(folder.path(third), "utf8"));
		const cut = folder.file("cut.json", { ...unsaid, removed: [] });
		await refused(keys("sign", cut, "--root", "next.json"), new RegExp(`${delegation} has not ended`));
		const trimmed = folder.file("trimmed.json", { ...unsaid, removed: [], before: { keys: [], removed: [] } });
		await refused(keys("sign", trimmed, "--root", "next.json", "--present", second), /has not ended/);
		const byNext = folder.file("keyset-3.jwt", (await keys("sign", third, "--root", "next.json")).stdout);
		expect(await ok(keys("install", byNext, ...DATA))).toContain(
			`no longer named: ${delegation}\ndevices are now enrolled under the new root\n`,
		);
		await refused(keys("install", second, ...DATA), /not a keyset that the root in use signed.*nothing was changed/);
		const shown = await ok(keys("show", ...DATA));
		expect(shown).toContain(`root ${newRoot}\n`);
		expect(shown).toMatch(new RegExp(`delegation ${delegation}: withdrawn on .+ \\(stolen\\)`));
		// The file of the withdrawn key still lies there: no draft names it again.
		const fourth = JSON.parse(await ok(keys("draft", ...DATA)));
		expect(fourth.keys.map(({ kid }: { kid: string }) => kid)).not.toContain(delegation);
		expect(fourth.removed).toMatchObject([{ kid: delegation, reason: "stolen" }]);
		await refused(keys("draft", ...DATA, "--without", delegation), /already withdrawn/);
		const back = folder.file("back.json", { ...fourth, keys: decodeJwt(signed.stdout.trim())["keys"] });
		await refused(keys("sign", back, "--root", "next.json"), /would bring it back; nothing was signed/);
	});

	it("[TL-8] takes the next root's word from where that root is kept, for this one keyset", async () => {
		await ok(keys("init", "--data", "apart"));
		const apart = ["--data", "apart"] as const;
		const draft = folder.file("apart.json", await ok(keys("draft", ...apart)));
		const name = (await readdir(folder.path("apart", "keys"))).find((each) => each.startsWith("root-")) ?? "";
		const root = `apart/keys/${name}`;
		const present = /\nroot (\S{43})/.exec(await ok(keys("show", ...apart)))?.[1] ?? "";
		const next = (await ok(keys("new-root", "apart-next.json"))).trim();
		const prove = (thumbprint: string) =>
			keys("prove-root", draft, "--next-root", "apart-next.json", "--root", thumbprint);
		await refused(prove("short"), /thumbprint/);
		const proof = folder.file("proof.jwt", await ok(prove(present)));
		const other = folder.file("other-proof.jwt", await ok(prove(next)));
		await refused(keys("sign", draft, "--root", root, "--next-root", other), /no proof for this keyset and root/);
		const keyset = folder.file("apart.jwt", await ok(keys("sign", draft, "--root", root, "--next-root", proof)));
		await ok(keys("install", keyset, ...apart));
		expect(await ok(keys("show", ...apart))).toContain(`hands over to ${next}`);
	});

	it("says in one line what stands in the way", async () => {
		await ok(keys("init", "--data", "other"));
		const other = ["--data", "other"] as const;
		const draft = folder.file("other-draft.json", await ok(keys("draft", ...other)));
		const name = (await readdir(folder.path("other", "keys"))).find((each) => each.startsWith("root-")) ?? "";
		const root = `other/keys/${name}`;
		const early = folder.file("early.jwt", (await keys("sign", draft, "--root", root, "--at", "2999-01-01")).stdout);
		const secret = /"d"|[A-Za-z0-9_-]{43}/;
		for (const [running, words] of [
			[keys("bogus"), /init, show, add/],
			[keys("add", ...other), /list, delegation/],
			[keys("add", "field", ...other), /operations/],
			[keys("add", "list", ...other, "--in", "soon"), /--in/],
			[keys("add", "list", ...other, "--in", "366"), /at most 365/],
			[keys("add", "list", "--data", "nowhere"), /keys_missing/],
			[keys("draft", ...other, "--without", "AAAAAAAAAAA"), /no such key/],
			// One key identifier in 64 begins with a dash.
			[keys("draft", ...other, "--without", "-AAAAAAAAAA"), /no such key: -AAAAAAAAAA/],
			[keys("draft", ...other, "--without", "--reason", "stolen"), /--without: a value/],
			[keys("draft", ...other, "--reason", "bored"), /stolen, lost, retired/],
			[keys("sign", "--root", root), /draft/],
			[keys("sign", draft), /--root FILE/],
			[keys("sign", root, "--root", root), /no draft/],
			[keys("sign", draft, "--root", draft), /no root key/],
			[keys("sign", draft, "--root", root, "--next-root", draft), /--next-root: .+ no root key/],
			[keys("install", ...other), /FILE/],
			[keys("install", "nowhere.jwt", ...other), /ENOENT/],
			[keys("install", draft, ...other), /not a keyset/],
			[keys("install", early, ...other), /clock/],
			[keys("new-root"), /FILE/],
			[keys("new-root", root), /exists; nothing was changed/],
		] as const) {
			await refused(running, words);
			expect((await running).stderr).not.toMatch(secret);
		}
	});
});
