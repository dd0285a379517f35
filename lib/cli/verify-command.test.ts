import { describe, expect, it } from "vitest";
import { HOUR } from "@/lib/shared/numeric-date";
import * as authority from "@/tests/support/authority";
import { commandFolder, jsonLines, lines, runRelais } from "@/tests/support/run-relais";

const { NOW } = authority;
const folder = commandFolder();

describe("verify", () => {
	it("answers every line with one verdict, in order, whatever the line holds", async () => {
		const bundle = folder.file("bundle.json", authority.bundle({ delegations: [authority.delegationJwt()] }));
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
			{ id: "unknown time and format", text: "hello", at: "yesterday" },
			{ id: "no time", text: attested, at: null },
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
		const answer = await runRelais(
			["verify", "--bundle", bundle, "--at", String(NOW)],
			`${input}{"id":"last","text":""}`,
		);
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
			["unknown time", "relais", "indeterminate", "clock_implausible"],
			["unknown time and format", "unknown", "rejected", "format_unknown"],
			["no time", "relais", "accepted", null],
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

	it("[V-1] a line of any length or depth gets its verdict under its own id, and the next line its own", async () => {
		const bundle = folder.file("bundle.json", authority.bundle({ delegations: [authority.delegationJwt()] }));
		const attested = authority.attest();
		const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
		const long = (text: string) => `{"at":${NOW},"text":"RP1:${text}","id":"long \\"1\\""}`;
		const input = lines(
			long("0".repeat(3_000_000)),
			long("\\u0041".repeat(300_000)),
			long(`${"A".repeat(131_066)}\\u0041${"\\\\".repeat(600_000)}`),
			`{"id":${deep},"text":"HC1:"}`,
			`{"id":4,"text":${deep}}`,
			`{"id":5,"text":["${'","'.repeat(500_000)}"]}`,
			{ id: "last", text: attested },
		);
		const answer = await runRelais(["verify", "--bundle", bundle, "--at", String(NOW)], input);
		expect([answer.status, answer.stderr]).toEqual([0, ""]);
		expect(jsonLines(answer.stdout).map(({ id, format, reason }) => [id, format, reason])).toEqual([
			['long "1"', "relais", "attestation_malformed"],
			['long "1"', "relais", "attestation_malformed"],
			['long "1"', "relais", "attestation_malformed"],
			[null, "hc1", "hc1_malformed"],
			[4, "unknown", "format_unknown"],
			[null, "unknown", "format_unknown"],
			["last", "relais", null],
		]);
	});

	it("[P-7] names the policy and the rule; --reveal adds the pass; an input file does as well", async () => {
		const bundle = folder.file("bundle.json", authority.bundle({ delegations: [authority.delegationJwt()] }));
		const first = { k: "V", d: [1, 2], p: "EU/1/20/1528", t: NOW - 24 * 30 * HOUR, exp: NOW + 24 * HOUR };
		const input = folder.file(
			"input.jsonl",
			lines({ id: 1, text: authority.attest() }, { id: 2, text: authority.attest(first) }),
		);
		const answer = await runRelais(["verify", "--bundle", bundle, "--at", String(NOW), "--reveal", input]);
		const [good, refused] = jsonLines(answer.stdout);
		const policy = {
			...{ id: "FR-2021-08-09", authority: expect.any(String), dates: { from: 1_628_460_000 } },
			rules: ["P-1", "P-2", "P-3", "P-4"],
		};
		expect(good).toMatchObject({ outcome: "accepted", policy: { ...policy, rule: "P-2" } });
		expect(good.pass.person).toEqual({ family: "ESSAI", given: "Camille Aimée", birth: "1990-02-03" });
		expect(refused).toMatchObject({ reason: "policy_refused", rule: "P-4", policy: { ...policy, rule: "P-4" } });

		const none = await runRelais(["verify", "--bundle", bundle, "--at", String(NOW), "--policy", "none", input]);
		expect(jsonLines(none.stdout).map(({ outcome }) => outcome)).toEqual(["accepted", "accepted"]);
		expect(none.stdout).not.toMatch(/"pass"|"policy"/);

		const shown = await runRelais(["policy", "show"]);
		const strict = JSON.parse(shown.stdout);
		strict.id = "strict";
		strict.attestations = [];
		const policyFile = folder.file("strict.json", strict);
		const refusing = await runRelais([
			"verify",
			"--bundle",
			bundle,
			"--at",
			String(NOW),
			"--policy",
			policyFile,
			input,
		]);
		expect(jsonLines(refusing.stdout).map(({ rule }) => rule)).toEqual(["P-6", "P-6"]);
	});

	it("judges a journey by the rules of its destination as they will be on arrival", async () => {
		const { countries: _, ...rules } = JSON.parse((await runRelais(["policy", "show"])).stdout);
		const germany = {
			...{ ...rules, id: "DE-TEST", authority: "Bundesministerium", activities: ["journey"], countries: ["DE"] },
			...{
				zone: "Europe/Berlin",
				dates: { from: NOW - HOUR },
				attestations: [{ kinds: ["A"], activities: ["journey"] }],
			},
		};
		const list = authority.listJwt({ policies: [germany, { ...germany, countries: ["ES"], onlyByShip: true }] });
		const bundle = folder.file("journeys.json", authority.bundle({ delegations: [authority.delegationJwt()], list }));
		// Sampled two hours ago.
		const input = lines({ id: "antigen", text: authority.attest() }, { id: "pcr", text: authority.attest({ k: "N" }) });
		const judged = async (...options: string[]) => {
			const answer = await runRelais(["verify", "--bundle", bundle, "--at", String(NOW), ...options], input);
			expect(answer.stderr).toBe("");
			return jsonLines(answer.stdout);
		};
		const [antigen, pcr] = await judged("--journey", "de");
		expect(antigen).toMatchObject({ outcome: "accepted", policy: { id: "DE-TEST", authority: "Bundesministerium" } });
		expect(pcr).toMatchObject({ outcome: "rejected", reason: "policy_refused", rule: "P-6" });

		const cannotSay = { outcome: "indeterminate", reason: "policy_missing" };
		expect(await judged("--journey", "IT")).toMatchObject([cannotSay, cannotSay]);
		expect((await judged("--journey", "ES"))[0]).toMatchObject({
			outcome: "indeterminate",
			reason: "policy_unusable",
		});
		expect((await judged("--journey", "FR"))[1]).toMatchObject({
			outcome: "accepted",
			policy: { id: "FR-2021-08-09" },
		});

		// 15 August in Berlin begins 30.5 hours from now; the paper ends 70 hours from now.
		expect((await judged("--journey", "DE", "--on", "2021-08-15"))[0].outcome).toBe("accepted");
		expect((await judged("--journey", "DE", "--on", "2021-08-17"))[0].reason).toBe("time_expired");
		expect((await judged("--journey", "DE", "--on", String(NOW + 70 * HOUR)))[0].outcome).toBe("accepted");
		expect((await judged("--journey", "DE", "--on", String(NOW + 70 * HOUR + 1)))[0].reason).toBe("time_expired");
		expect((await judged("--journey", "DE", "--on", String(NOW - 2 * HOUR)))[0].reason).toBe("policy_missing");
	});

	it("[TL-1] a list that does not verify grants nothing and still denies", async () => {
		const paper = { id: 1, text: authority.attest() };
		const judged = async (claims: object, text: string | undefined = paper.text) => {
			const list = authority.listJwt({ ...claims }, { signer: authority.STRANGER });
			const delegations = [authority.delegationJwt()];
			const bundle = folder.file("retired.json", authority.bundle({ list, delegations }));
			const { stdout } = await runRelais(["verify", "--bundle", bundle, "--at", String(NOW)], lines({ id: 1, text }));
			return jsonLines(stdout)[0].reason;
		};
		expect(await judged({})).toBeNull();
		expect(await judged({ denied: [{ jti: "Dq3x" }] })).toBe("issuer_denied");
	});

	it("unusable arguments or bundle: status 2 and one line, with nothing of the content", async () => {
		const good = folder.file("bundle.json", authority.bundle());
		const forged = authority.bundle({ keyset: authority.keysetJwt({}, { signer: authority.STRANGER }) });
		const runs = await Promise.all([
			runRelais(["verify"]),
			runRelais(["verify", "--bundle", "nowhere.json"]),
			runRelais(["verify", "--bundle", folder.file("broken.json", '{"family":"ESSAI"')]),
			runRelais(["verify", "--bundle", folder.file("other.json", { root: "ESSAI" })]),
			runRelais(["verify", "--bundle", folder.file("forged.json", forged)]),
			runRelais(["verify", "--bundle", good, "--at", "tomorrow"]),
			runRelais(["verify", "--bundle", good, "--at", "-5"]),
			runRelais(["verify", "--bundle", good, "--policy", "nothing"]),
			runRelais(["verify", "--bundle", good, "--policy", folder.file("no-policy.json", {})]),
			runRelais(["verify", "--bundle", good, "--activity", "picnic"]),
			runRelais(["verify", "--bundle", good, "--activity", "journey"]),
			runRelais(["verify", "--bundle", good, "--activity", "train", "--journey", "DE"]),
			runRelais(["verify", "--bundle", good, "--journey", "Germany"]),
			runRelais(["verify", "--bundle", good, "--journey", "DE", "--on", "soon"]),
			runRelais(["verify", "--bundle", good, "--on", "2021-08-20"]),
			runRelais(["verify", "--bundle", good, "--what"]),
			runRelais(["verify", "--bundle", good, "no-input.jsonl"]),
			runRelais(["verify", "--bundle", good, "."]),
			runRelais(["verify", "--bundle", good, "a", "b"]),
			runRelais([]),
			runRelais(["sing"]),
		]);
		for (const failed of runs) {
			expect(failed).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/^relais: [^\n]+\n$/) });
			expect(failed.stderr).not.toContain("ESSAI");
		}
	});
});
