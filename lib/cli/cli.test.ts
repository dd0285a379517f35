/** The command as a whole: mostly in this process, and spawned as a person would where the process itself matters. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { deriveGKey, derivePKeys, POSITIONS } from "@/lib/checkcode/derive-keys";
import { base64url } from "@/lib/shared/bytes";
import { HOUR } from "@/lib/shared/numeric-date";
import * as authority from "@/tests/support/authority";
import { privateJwk } from "@/tests/support/deterministic-key";
import { relais } from "./relais";

const { NOW } = authority;
const PROJECT = join(import.meta.dirname, "../..");

type Run = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "relais-cli-"));
	vi.stubEnv("INIT_CWD", folder);
});
afterAll(() => {
	vi.unstubAllEnvs();
	rmSync(folder, { recursive: true, force: true });
});

async function run(args: readonly string[], input = ""): Promise<Run> {
	const stdout = new PassThrough();
	const stderr = new PassThrough();
	const written = Promise.all([text(stdout), text(stderr)]);
	const status = await relais(args, { stdin: Readable.from(input === "" ? [] : [Buffer.from(input)]), stdout, stderr });
	stdout.end();
	stderr.end();
	const [out, error] = await written;
	return { status, stdout: out, stderr: error };
}

/** `npm run --silent relais -- …`, with relative paths from the test's folder. */
async function spawnRelais(args: readonly string[], input = ""): Promise<Run> {
	const command = ["--prefix", PROJECT, "run", "--silent", "relais", "--", ...args];
	const child = spawn("npm", command, { cwd: folder, env: { ...process.env, NODE_ENV: "test" } });
	child.stdin.on("error", () => {}); // the command may have ended already
	child.stdin.end(input);
	const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
	const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
	return { status, stdout, stderr: stderr.replaceAll(/^npm warn .*\n/gm, "") };
}

function file(name: string, content: unknown): string {
	writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
	return name;
}

function jsonLines(text: string) {
	return text
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
}

const lines = (...values: readonly unknown[]) =>
	values.map((value) => `${typeof value === "string" ? value : JSON.stringify(value)}\n`).join("");

describe("verify", () => {
	it("answers every line with one verdict, in order, whatever the line holds", async () => {
		const bundle = file("bundle.json", authority.bundle({ delegations: [authority.delegationJwt()] }));
		const attested = authority.attest();
		const late = { iat: NOW - 80 * HOUR, t: NOW - 80 * HOUR, exp: NOW - 8 * HOUR };
		const input = lines(
			{ id: "good", text: attested },
			{ id: "one part", text: [attested] },
			{ id: "expired", text: authority.attest(late) },
			{ id: "expired then", text: authority.attest(late), at: NOW - 20 * HOUR },
			{ id: "by ISO time", text: authority.attest(late), at: "2021-08-12T21:30:00+02:00" },
			{ id: "too early", text: attested, at: "2021-08-13T14:00:00Z" },
			{ id: "unknown time", text: attested, at: "yesterday" },
			"{ not JSON",
			"[1,2]",
			"",
			{ id: 8, text: 12 },
			{ id: "nothing" },
			{ id: "web page", text: "https://relais.example/" },
			{ text: attested },
			{ id: "altered", text: `${attested.slice(0, -1)}${attested.endsWith("0") ? "1" : "0"}` },
			{ id: "huge", text: `RP1:${"0".repeat(100_000)}` },
		);
		const answer = await run(["verify", "--bundle", bundle, "--at", String(NOW)], `${input}{"id":"last","text":""}`);
		expect(answer.stderr).toBe("");
		expect(answer.status).toBe(0);
		const answers = jsonLines(answer.stdout).map(({ id, format, outcome, reason }) => [id, format, outcome, reason]);
		expect(answers).toEqual([
			["good", "relais", "accepted", null],
			["one part", "relais", "accepted", null],
			["expired", "relais", "rejected", "time_expired"],
			["expired then", "relais", "accepted", null],
			["by ISO time", "relais", "accepted", null],
			["too early", "relais", "rejected", "time_not_yet"],
			["unknown time", "unknown", "indeterminate", "clock_implausible"],
			[null, "unknown", "rejected", "format_unknown"],
			[null, "unknown", "rejected", "format_unknown"],
			[8, "unknown", "rejected", "format_unknown"],
			["nothing", "unknown", "rejected", "format_unknown"],
			["web page", "unknown", "rejected", "format_unknown"],
			[null, "relais", "accepted", null],
			["altered", "relais", "rejected", expect.any(String)],
			["huge", "relais", "rejected", "attestation_malformed"],
			["last", "unknown", "rejected", "format_unknown"],
		]);
		expect(answer.stdout).not.toMatch(/ESSAI|1990-02-03/);
	});

	it("[P-7] names the policy and the rule; --reveal adds the pass; an input file does as well", async () => {
		const bundle = file("bundle.json", authority.bundle({ delegations: [authority.delegationJwt()] }));
		const first = { k: "V", d: [1, 2], p: "EU/1/20/1528", t: NOW - 24 * 30 * HOUR, exp: NOW + 24 * HOUR };
		const input = file(
			"input.jsonl",
			lines({ id: 1, text: authority.attest() }, { id: 2, text: authority.attest(first) }),
		);
		const answer = await run(["verify", "--bundle", bundle, "--at", String(NOW), "--reveal", input]);
		const [good, refused] = jsonLines(answer.stdout);
		const policy = { id: "FR-2021-08-09", authority: expect.any(String), from: 1_628_460_000 };
		expect(good).toMatchObject({ outcome: "accepted", policy: { ...policy, rule: "P-2" } });
		expect(good.pass.person).toEqual({ family: "ESSAI", given: "Camille Aimée", birth: "1990-02-03" });
		expect(refused).toMatchObject({ reason: "policy_refused", rule: "P-4", policy: { ...policy, rule: "P-4" } });

		const none = await run(["verify", "--bundle", bundle, "--at", String(NOW), "--policy", "none", input]);
		expect(jsonLines(none.stdout).map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
		expect(none.stdout).not.toMatch(/"pass"|"policy"/);

		const shown = await run(["policy", "show"]);
		const strict = JSON.parse(shown.stdout);
		strict.id = "strict";
		strict.attestations = [];
		const policyFile = file("strict.json", strict);
		const refusing = await run(["verify", "--bundle", bundle, "--at", String(NOW), "--policy", policyFile, input]);
		expect(jsonLines(refusing.stdout).map(({ rule }) => rule)).toEqual(["P-6", "P-6"]);
	});

	it("unusable arguments or bundle: status 2 and one line, with nothing of the content", async () => {
		const good = file("bundle.json", authority.bundle());
		const forged = authority.bundle({ list: authority.listJwt({}, { signer: authority.STRANGER }) });
		const runs = await Promise.all([
			run(["verify"]),
			run(["verify", "--bundle", "nowhere.json"]),
			run(["verify", "--bundle", file("broken.json", '{"family":"ESSAI"')]),
			run(["verify", "--bundle", file("other.json", { root: "ESSAI" })]),
			run(["verify", "--bundle", file("forged.json", forged)]),
			run(["verify", "--bundle", good, "--at", "tomorrow"]),
			run(["verify", "--bundle", good, "--policy", "nothing"]),
			run(["verify", "--bundle", good, "--policy", file("no-policy.json", {})]),
			run(["verify", "--bundle", good, "--activity", "picnic"]),
			run(["verify", "--bundle", good, "--what"]),
			run(["verify", "--bundle", good, "no-input.jsonl"]),
			run(["verify", "--bundle", good, "a", "b"]),
			run([]),
			run(["sing"]),
		]);
		for (const failed of runs) {
			expect(failed).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
			expect(failed.stderr).not.toContain("ESSAI");
		}
	});
});

describe("attest", () => {
	const claims = { k: "A", t: NOW - HOUR, iat: NOW, exp: NOW + 70 * HOUR, n: ["ESSAI", "Camille"], b: "1990-02-03" };

	let claimFiles = 0;

	function attestArgs(change: Record<string, unknown>, index: string): string[] {
		claimFiles += 1;
		const name = `claims-${claimFiles}.json`;
		const device = file("device.jwk", privateJwk(authority.DEVICE));
		const delegation = file("delegation.jwt", `${authority.delegationJwt()}\n`);
		const merged = Object.fromEntries(
			Object.entries({ ...claims, ...change }).filter(([, value]) => value !== undefined),
		);
		const options = ["--device", device, "--delegation", delegation, "--index", index, "--claims", file(name, merged)];
		return ["attest", ...options];
	}

	it("makes texts that verify accepts, with and without the delegation inside", async () => {
		const [embedded, bare] = await Promise.all([
			run([...attestArgs({}, "1001"), "--embed"]),
			run(attestArgs({ iat: undefined, t: 1, exp: 4_000_000_000, k: "V", d: [2, 2] }, "1002")).then(async (early) => {
				expect(early).toMatchObject({ status: 2, stderr: expect.stringContaining("RP-5") }); // iat is now: years after
				return run(attestArgs({}, "1003"));
			}),
		]);
		const bundle = file("bare.json", authority.bundle());
		const input = lines({ id: 1, text: embedded.stdout.trim() }, { id: 2, text: bare.stdout.trim() });
		const answer = await run(["verify", "--bundle", bundle, "--at", String(NOW + 1)], input);
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
			[{ s: 4 }, "1001", /--index/],
			[{ exp: undefined }, "1001", /exp is missing/],
			[{ extra: 1 }, "1001", /RP-1/],
			[{ iat: NOW - 11 * 24 * HOUR, t: NOW - 11 * 24 * HOUR, exp: NOW - 9 * 24 * HOUR }, "1001", /RP-5/],
		];
		const runs = await Promise.all(refusals.map(([change, index]) => run(attestArgs(change, index))));
		runs.forEach((failed, i) => {
			expect(failed).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
			expect(failed.stderr).toMatch(refusals[i]?.[2] ?? /never/);
			expect(failed.stderr).not.toContain("ESSAI");
		});
		const other = file("other.jwk", privateJwk(authority.OTHER_DEVICE));
		const mismatch = await run(attestArgs({}, "1001").map((arg) => (arg === "device.jwk" ? other : arg)));
		expect(mismatch).toMatchObject({ status: 2, stderr: expect.stringContaining("--device") });
	});
});

describe("code", () => {
	const master = new Uint8Array(32).fill(3);
	const DAY = "2021-08-16";

	it("issues codes that check accepts, and tells the other outcomes apart", async () => {
		const pKeys = derivePKeys(master, "40123", DAY).map(base64url);
		const gKeys = Array.from({ length: POSITIONS }, (_, i) => [String(i), base64url(deriveGKey(master, DAY, i))]);
		const issuer = file("issuer.json", { pharmacy: "40123", days: { [DAY]: pKeys } });
		const verifier = file("verifier.json", { days: { [DAY]: Object.fromEntries(gKeys.slice(0, 6)) } });
		const asked = { pharmacy: "40123", kind: "A", exp: NOW + 72 * HOUR, birth: "1990-02-03", initials: "EC" };
		const issue = await run(
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
		const check = await run(
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
		]);
		const none = await run(
			["code", "check", "--keys", file("none.json", { days: {} }), "--at", String(NOW)],
			lines({ id: 1, ...typed }),
		);
		expect(jsonLines(none.stdout)).toEqual([{ id: 1, outcome: "keys_missing" }]);
	});

	it("unusable keys: status 2 and one line without the key", async () => {
		const secret = "c2VjcmV0c2VjcmV0";
		const runs = await Promise.all([
			run(["code", "check"]),
			run(["code", "sing", "--keys", "x"]),
			run(["code", "check", "--keys", file("short.json", { days: { [DAY]: { "0": secret } } })]),
			run(["code", "check", "--keys", file("place.json", { days: { [DAY]: { "12": secret } } })]),
			run(["code", "issue", "--keys", file("few.json", { pharmacy: "40123", days: { [DAY]: [secret] } })]),
		]);
		for (const failed of runs) {
			expect(failed).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
			expect(failed.stderr).not.toContain(secret);
		}
	});
});

describe("keys and policy", () => {
	it("makes keys once, for their owner only", async () => {
		const first = await run(["keys", "init", "--data", "data"]);
		expect(first).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[A-Za-z0-9_-]{43}\n$/) });
		const keys = join(folder, "data/keys");
		expect((await stat(keys)).mode & 0o777).toBe(0o700);
		for (const name of await readdir(keys)) expect((await stat(join(keys, name))).mode & 0o777).toBe(0o600);
		const second = await run(["keys", "init", "--data", "data"]);
		expect(second).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
	});

	it("replays a policy's examples and says which do not hold", async () => {
		const shown = JSON.parse((await run(["policy", "show"])).stdout);
		const wrong = { ...shown, id: "X", examples: [{ ...shown.examples[0], name: "upside down", accepted: false }] };
		const [good, bad, broken] = await Promise.all([
			run(["policy", "check", "FR-2021-08-09"]),
			run(["policy", "check", file("wrong.json", wrong)]),
			run(["policy", "check", file("broken-policy.json", { ...shown, zone: "Europe/Atlantide" })]),
		]);
		expect(good).toMatchObject({ status: 0, stdout: expect.stringContaining("P-4") });
		expect(bad).toMatchObject({ status: 1, stdout: expect.stringContaining("upside down") });
		expect(broken).toMatchObject({ status: 2, stderr: expect.stringContaining("zone") });
	});

	it("explains itself", async () => {
		const [all, one] = await Promise.all([run(["--help"]), run(["code", "issue", "--help"])]);
		expect(all.stdout).toMatch(/relais verify[\s\S]+relais attest[\s\S]+relais keys init/);
		expect(one).toMatchObject({ status: 0, stdout: expect.stringMatching(/^relais code issue/) });
	});
});

describe("the process", () => {
	it("works through npm, from another folder, with streams, exit status and one line of error", async () => {
		const bundle = file("spawned.json", authority.bundle({ delegations: [authority.delegationJwt()] }));
		const many = lines(...Array.from({ length: 300 }, (_, id) => ({ id, text: authority.attest({ s: 1000 + id }) })));
		const answer = await spawnRelais(["verify", "--bundle", bundle, "--at", String(NOW)], many);
		expect(answer).toMatchObject({ status: 0, stderr: "" });
		expect(jsonLines(answer.stdout).map(({ id, outcome }) => [id, outcome])).toEqual(
			Array.from({ length: 300 }, (_, id) => [id, "accepted"]),
		);
		const broken = await spawnRelais(["verify", "--bundle", "nowhere.json"]);
		expect(broken).toEqual({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+ENOENT[^\n]+\n$/) });
	}, 60_000);

	it("makes keys in the folder that was meant", async () => {
		const made = await spawnRelais(["keys", "init", "--data", "spawned-data"]);
		expect(made).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[A-Za-z0-9_-]{43}\n$/) });
		expect(await readdir(join(folder, "spawned-data"))).toEqual(["keys", "public"]);
	}, 60_000);
});
