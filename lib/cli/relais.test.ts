import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as authority from "@/tests/support/authority";
import { commandFolder, jsonLines, lines, runRelais } from "@/tests/support/run-relais";

const { NOW } = authority;
const folder = commandFolder();

describe("keys and policy", () => {
	it("makes keys once, for their owner only", async () => {
		const first = await runRelais(["keys", "init", "--data", "data"]);
		expect(first).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[A-Za-z0-9_-]{43}\n$/) });
		const keys = folder.path("data", "keys");
		expect((await stat(keys)).mode & 0o777).toBe(0o700);
		for (const name of await readdir(keys)) expect((await stat(join(keys, name))).mode & 0o777).toBe(0o600);
		const second = await runRelais(["keys", "init", "--data", "data"]);
		expect(second).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
		const nowhere = await runRelais(["keys", "init", "--data", ""]);
		expect(nowhere).toMatchObject({ status: 2, stderr: expect.stringContaining("--data") });
	});

	it("replays a policy's examples and says which do not hold", async () => {
		const shown = JSON.parse((await runRelais(["policy", "show"])).stdout);
		const wrong = { ...shown, id: "X", examples: [{ ...shown.examples[0], name: "upside down", accepted: false }] };
		const [good, bad, broken] = await Promise.all([
			runRelais(["policy", "check", "FR-2021-08-09"]),
			runRelais(["policy", "check", folder.file("wrong.json", wrong)]),
			runRelais(["policy", "check", folder.file("broken-policy.json", { ...shown, zone: "Europe/Atlantide" })]),
		]);
		expect(good).toMatchObject({ status: 0, stdout: expect.stringContaining("P-4") });
		expect(bad).toMatchObject({ status: 1, stdout: expect.stringContaining("upside down") });
		expect(broken).toMatchObject({ status: 2, stderr: expect.stringContaining("zone") });
	});

	it("explains itself", async () => {
		const [all, one] = await Promise.all([runRelais(["--help"]), runRelais(["code", "issue", "--help"])]);
		expect(all.stdout).toMatch(/relais verify[\s\S]+relais attest[\s\S]+relais keys init/);
		expect(one).toMatchObject({ status: 0, stdout: expect.stringMatching(/^relais code issue/) });
	});
});

describe("the process", () => {
	it("works through npm, from another folder, with streams, exit status and one line of error", async () => {
		const bundle = folder.file("spawned.json", authority.bundle({ delegations: [authority.delegationJwt()] }));
		const many = lines(...Array.from({ length: 300 }, (_, id) => ({ id, text: authority.attest({ s: 1000 + id }) })));
		const answer = await folder.spawn(["verify", "--bundle", bundle, "--at", String(NOW)], many);
		expect(answer).toMatchObject({ status: 0, stderr: "" });
		expect(jsonLines(answer.stdout).map(({ id, outcome }) => [id, outcome])).toEqual(
			Array.from({ length: 300 }, (_, id) => [id, "accepted"]),
		);
		const broken = await folder.spawn(["verify", "--bundle", "nowhere.json"]);
		expect(broken).toEqual({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+ENOENT[^\n]+\n$/) });
	}, 60_000);

	it("makes keys in the folder that was meant", async () => {
		const made = await folder.spawn(["keys", "init", "--data", "spawned-data"]);
		expect(made).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[A-Za-z0-9_-]{43}\n$/) });
		expect(await readdir(folder.path("spawned-data"))).toEqual(["keys", "public"]);
	}, 60_000);
});
