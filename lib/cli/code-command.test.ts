import { describe, expect, it } from "vitest";
import { deriveGKey, derivePKeys, POSITIONS } from "@/lib/checkcode/derive-keys";
import { issueCode } from "@/lib/checkcode/issue-code";
import { checkSymbol, readCode, writeCode } from "@/lib/checkcode/symbols";
import { base64url } from "@/lib/shared/bytes";
import { HOUR } from "@/lib/shared/numeric-date";
import { NOW } from "@/tests/support/authority";
import { commandFolder, jsonLines, lines, runRelais } from "@/tests/support/run-relais";

const folder = commandFolder();

describe("code", () => {
	const master = new Uint8Array(32).fill(3);
	const DAY = "2021-08-16";

	it("issues codes that check accepts, and tells the other outcomes apart", async () => {
		const pKeys = derivePKeys(master, "40123", DAY).map(base64url);
		const gKeys = Array.from({ length: POSITIONS }, (_, i) => [String(i), base64url(deriveGKey(master, DAY, i))]);
		const issuer = folder.file("issuer.json", { pharmacy: "40123", days: { [DAY]: pKeys } });
		const verifier = folder.file("verifier.json", { days: { [DAY]: Object.fromEntries(gKeys.slice(0, 6)) } });
		const asked = { pharmacy: "40123", kind: "A", exp: NOW + 72 * HOUR, birth: "1990-02-03", initials: "EC" };
		const issue = await runRelais(
			["code", "issue", "--keys", issuer],
			lines({ id: "a", ...asked }, "nonsense", { id: "b", ...asked, exp: NOW }, { id: "c", ...asked, kind: "B" }),
		);
		expect(issue.status).toBe(0);
		const [good, ...bad] = jsonLines(issue.stdout);
		expect(good).toEqual({
			id: "a",
			code: expect.stringMatching(/^([0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}$/),
		});
		expect(bad.map(({ id, code, error }) => [id, code, error])).toEqual([
			[null, null, "code_request_malformed"],
			["b", null, "code_keys_missing"],
			["c", null, "code_request_malformed"],
		]);

		const typed = { number: "40123-3", code: good.code, birth: "900203", initials: "ec" };
		const check = await runRelais(
			["code", "check", "--keys", verifier, "--at", String(NOW)],
			lines(
				{ id: 1, ...typed },
				{ id: 2, ...typed, code: good.code.toLowerCase().replaceAll(" ", "-") },
				{ id: 3, ...typed, birth: "900204" },
				{ id: 4, ...typed, number: "40123-4" },
				{ id: 5, ...typed, at: NOW + 80 * HOUR },
				{ id: 6, ...typed, at: "2021-05-01" },
				"{",
				{ id: 7 },
				{ id: 8, ...typed, at: null },
				{ id: 9, ...typed, at: "tomorrow" },
			),
		);
		expect(check.status).toBe(0);
		expect(jsonLines(check.stdout)).toEqual([
			{ id: 1, outcome: "accepted" },
			{ id: 2, outcome: "accepted" },
			{ id: 3, outcome: "rejected" },
			{ id: 4, outcome: "typo" },
			{ id: 5, outcome: "expired" },
			{ id: 6, outcome: "expired" },
			{ id: null, outcome: "typo" },
			{ id: 7, outcome: "typo" },
			{ id: 8, outcome: "accepted" },
			{ id: 9, outcome: "typo" },
		]);
		const none = await runRelais(
			["code", "check", "--keys", folder.file("none.json", { days: {} }), "--at", String(NOW)],
			lines({ id: 1, ...typed }),
		);
		expect(jsonLines(none.stdout)).toEqual([{ id: 1, outcome: "keys_missing" }]);
	});

	it("[CC-8] calls a revoked code revoked, whatever was changed where it holds no key", async () => {
		const exp = NOW + 72 * HOUR;
		const pKeys = derivePKeys(master, "40123", DAY).map(base64url);
		const issued = issueCode(
			{ pharmacy: "40123", days: { [DAY]: pKeys } },
			{ pharmacy: "40123", kind: "A", exp, birth: "1990-02-03", initials: "EC" },
		);
		if (!issued.ok) throw new Error(issued.error.code);
		const symbols = issued.value.code.replaceAll(" ", "");
		const values = (readCode(symbols) ?? []).slice(0, 15);
		const changed = values.with(14, (values[14] ?? 0) ^ 1);
		const typed = { number: "40123-3", birth: "900203", initials: "ec" };
		const gKeys = [0, 1, 2, 3, 4, 5].map((i) => [String(i), base64url(deriveGKey(master, DAY, i))]);
		const keys = folder.file("six.json", { days: { [DAY]: Object.fromEntries(gKeys) } });
		const check = async (revoked: unknown, name: string) => {
			const file = folder.file(name, { revoked });
			const run = await runRelais(
				["code", "check", "--keys", keys, "--revoked", file, "--at", String(NOW)],
				lines(
					{ id: 1, ...typed, code: symbols },
					{ id: 2, ...typed, code: writeCode([...changed, checkSymbol(changed)]) },
					{ id: 3, ...typed, code: symbols, birth: "900204" },
				),
			);
			return jsonLines(run.stdout).map(({ outcome }) => outcome);
		};
		const slot = Math.floor(exp / 10_800);
		const entry = { pharmacy: "40123", kind: "A", slot, symbols: symbols.slice(3, 15) };
		const revoked = ["revoked", "revoked", "rejected"];
		expect(await check([entry], "revoked.json")).toEqual(revoked);
		expect(await check([{ ...entry, slot: slot % 1024 }], "short-slot.json")).toEqual(revoked);
		const others = [
			{ ...entry, pharmacy: "40124" },
			{ ...entry, kind: "N" },
			{ ...entry, slot: slot - 8 },
			{ ...entry, slot: slot + 1 },
			{ ...entry, symbols: writeCode(values.slice(3).with(0, (values[3] ?? 0) ^ 1)) },
		];
		const good = ["accepted", "accepted", "rejected"];
		expect(await check(others, "others.json")).toEqual(good);
		expect(await check([], "none-revoked.json")).toEqual(good);
	});

	it("unusable revoked codes: status 2 and one line", async () => {
		const keys = folder.file("keys.json", { days: {} });
		const run = (content: unknown) =>
			runRelais(["code", "check", "--keys", keys, "--revoked", folder.file("bad.json", content)]);
		const entry = { pharmacy: "40123", kind: "A", slot: 5, symbols: "000000000000" };
		for (const change of [
			{ pharmacy: "4012" },
			{ kind: "B" },
			{ slot: -1 },
			{ symbols: "00000000000" },
			{ symbols: "U00000000000" },
		]) {
			const failed = await run({ revoked: [{ ...entry, ...change }] });
			expect(failed).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
		}
	});

	it("unusable keys: status 2 and one line without the key", async () => {
		const secret = "c2VjcmV0c2VjcmV0";
		const runs = await Promise.all([
			runRelais(["code", "check"]),
			runRelais(["code", "sing", "--keys", "x"]),
			runRelais(["code", "check", "--keys", folder.file("short.json", { days: { [DAY]: { "0": secret } } })]),
			runRelais(["code", "check", "--keys", folder.file("place.json", { days: { [DAY]: { "12": secret } } })]),
			runRelais(["code", "issue", "--keys", folder.file("few.json", { pharmacy: "40123", days: { [DAY]: [secret] } })]),
		]);
		for (const failed of runs) {
			expect(failed).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
			expect(failed.stderr).not.toContain(secret);
		}
	});
});
