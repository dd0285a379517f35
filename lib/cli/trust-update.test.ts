import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { bundle, keyEntry, keysetJwt, listJwt, NOW, ROOT } from "@/tests/support/authority";
import { testKey } from "@/tests/support/deterministic-key";
import { commandFolder, runRelais } from "@/tests/support/run-relais";

const { file, path } = commandFolder();

async function update(cached: unknown, fetched: unknown, ...more: string[]) {
	const files = ["--cached", file("cached.json", cached), "--fetched", file("fetched.json", fetched)];
	const { status, stdout, stderr } = await runRelais(["trust", "update", ...files, "--at", String(NOW), ...more]);
	return { status, stderr, line: stdout === "" ? undefined : JSON.parse(stdout) };
}

it("[TL-3] says of each document what became of it, and writes the bundle that is then held", async () => {
	const { status, line } = await update({ root: ROOT.thumbprint }, bundle(), "--out", "held.json");
	expect(status).toBe(0);
	expect(line).toEqual({
		keyset: "taken",
		list: "taken",
		status: "taken",
		deny: "kept",
		reasons: {},
		newest: NOW - 3600,
	});
	const held = JSON.parse(readFileSync(path("held.json"), "utf8"));
	expect((await update(held, bundle())).line).toMatchObject({ keyset: "kept", list: "kept", status: "kept" });
	const worse = await update(held, bundle({ list: listJwt({ seq: 0 }) }));
	expect(worse.line).toMatchObject({ list: "refused", reasons: { list: "trust_rollback" } });
});

it("[TL-1] a list whose key is gone binds no more, and what is held still verifies our own papers", async () => {
	const NEW = testKey("list, after the theft");
	const stolen = bundle({ list: listJwt({ seq: 100_000_000, denied: [{ jti: "Dq3x" }] }) });
	const keyset = keysetJwt({ seq: 2, keys: [keyEntry(NEW, ["list"])] });
	const first = await update(stolen, { ...stolen, keyset }, "--out", "between.json");
	expect(first.line).toMatchObject({ keyset: "taken", list: "kept", reasons: { keyset: "keyset_unexplained_shrink" } });
	const honest = { ...stolen, keyset, list: listJwt({ seq: 7 }, { signer: NEW }) };
	expect((await update(JSON.parse(readFileSync(path("between.json"), "utf8")), honest)).line).toMatchObject({
		list: "taken",
	});
});

it("[TL-1] --date counts where the device's clock lies behind what it holds", async () => {
	const late = bundle({ list: listJwt({ seq: 2, iat: NOW + 30 * DAY, exp: NOW + 40 * DAY }) });
	const ahead = bundle({ keyset: keysetJwt({ iat: NOW + 1 }) });
	expect((await update(ahead, { ...late, keyset: undefined })).line).toMatchObject({
		reasons: { list: "trust_from_future" },
	});
	const dated = await update(ahead, { ...late, keyset: undefined }, "--date", String(NOW + 30 * DAY));
	expect(dated.line).toMatchObject({ list: "taken", newest: NOW + 30 * DAY });
});

it("ends with one line where a file cannot be used", async () => {
	expect(await update({ root: "x" }, bundle())).toMatchObject({
		status: 2,
		stderr: expect.stringContaining("--cached"),
	});
	expect(await update(bundle({ keyset: "nonsense" }), bundle())).toMatchObject({
		status: 2,
		stderr: expect.stringContaining("keyset_malformed"),
	});
});
