import { describe, expect, it } from "vitest";
import { HOUR } from "@/lib/shared/numeric-date";
import * as authority from "@/tests/support/authority";
import { privateJwk } from "@/tests/support/deterministic-key";
import { commandFolder, jsonLines, lines, runRelais } from "@/tests/support/run-relais";

const { NOW } = authority;
const folder = commandFolder();

describe("attest", () => {
	const claims = { k: "A", t: NOW - HOUR, iat: NOW, exp: NOW + 70 * HOUR, n: ["ESSAI", "Camille"], b: "1990-02-03" };

	let claimFiles = 0;

	function attestArgs(change: Record<string, unknown>, index: string): string[] {
		claimFiles += 1;
		const name = `claims-${claimFiles}.json`;
		const device = folder.file("device.jwk", privateJwk(authority.DEVICE));
		const delegation = folder.file("delegation.jwt", `${authority.delegationJwt()}\n`);
		const merged = Object.fromEntries(
			Object.entries({ ...claims, ...change }).filter(([, value]) => value !== undefined),
		);
		const options = [
			"--device",
			device,
			"--delegation",
			delegation,
			"--index",
			index,
			"--claims",
			folder.file(name, merged),
		];
		return ["attest", ...options];
	}

	it("makes texts that verify accepts, with and without the delegation inside", async () => {
		const [embedded, bare] = await Promise.all([
			runRelais([...attestArgs({}, "1001"), "--embed"]),
			runRelais(attestArgs({ iat: undefined, t: 1, exp: 4_000_000_000, k: "V", d: [2, 2] }, "1002")).then(
				async (early) => {
					expect(early).toMatchObject({ status: 2, stderr: expect.stringContaining("RP-5") }); // iat is now: years after
					return runRelais(attestArgs({}, "1003"));
				},
			),
		]);
		const bundle = folder.file("bare.json", authority.bundle());
		const input = lines({ id: 1, text: embedded.stdout.trim() }, { id: 2, text: bare.stdout.trim() });
		const answer = await runRelais(["verify", "--bundle", bundle, "--at", String(NOW + 1)], input);
		expect(jsonLines(answer.stdout).map(({ outcome, reason }) => [outcome, reason])).toEqual([
			["accepted", null],
			["indeterminate", "issuer_unknown"],
		]);
	});

	it("refuses what a verifier would refuse, in one line without names", async () => {
		const refusals: [Record<string, unknown>, string, RegExp][] = [
			[{}, "999", /--index/],
			[{}, "x", /--index/],
			[{ exp: NOW + 72 * HOUR }, "1001", /RP-2/],
			[{ k: "Z" }, "1001", /RP-1/],
			[{ n: "ESSAI" }, "1001", /--claims: n/],
			[{ b: "hier" }, "1001", /RP-1/],
			[{ n: ["ESSAI", "\ud800"] }, "1001", /RP-1/],
			[{ p: "x".repeat(11_000) }, "1001", /RP-1/],
			[{ p: "x".repeat(40_000) }, "1001", /RP-1/],
			[{ s: 4 }, "1001", /--index/],
			[{ exp: undefined }, "1001", /exp is missing/],
			[{ extra: 1 }, "1001", /RP-1/],
			[{ iat: NOW - 11 * 24 * HOUR, t: NOW - 11 * 24 * HOUR, exp: NOW - 9 * 24 * HOUR }, "1001", /RP-5/],
		];
		const runs = await Promise.all(refusals.map(([change, index]) => runRelais(attestArgs(change, index))));
		runs.forEach((failed, i) => {
			expect(failed).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
			expect(failed.stderr).toMatch(refusals[i]?.[2] ?? /never/);
			expect(failed.stderr).not.toContain("ESSAI");
		});
		const other = folder.file("other.jwk", privateJwk(authority.OTHER_DEVICE));
		const mismatch = await runRelais(attestArgs({}, "1001").map((arg) => (arg === "device.jwk" ? other : arg)));
		expect(mismatch).toMatchObject({ status: 2, stderr: expect.stringContaining("--device") });
	});
});
