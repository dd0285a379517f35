import { readFileSync, writeFileSync } from "node:fs";
import { decodeJwt } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { openTrust } from "@/lib/trust/open-trust";
import { trustListClaims } from "@/lib/trust/trust-list";
import { commandFolder, runRelais } from "@/tests/support/run-relais";

const folder = commandFolder();
const DATA = ["--data", "data"];
let builtIn: Record<string, unknown> & { examples: Record<string, unknown>[]; rules: Record<string, unknown>[] };
let root = "";

beforeAll(async () => {
	builtIn = JSON.parse((await runRelais(["policy", "show"])).stdout);
	root = (await runRelais(["keys", "init", ...DATA])).stdout.trim();
});

const policyFile = (name: string, change: Record<string, unknown>) => folder.file(name, { ...builtIn, ...change });
const published = () => readFileSync(folder.path("data/public/trust/list.jwt"), "utf8").trim();
const list = () => trustListClaims.parse(decodeJwt(published()));
const listedIds = () => list().policies.map((policy) => (policy as { id: string }).id);

describe("relais policy check", () => {
	it("says who decided what, from when, for what, and that the examples hold", async () => {
		const checked = await runRelais(["policy", "check", "FR-2021-08-09"]);
		expect(checked).toMatchObject({ status: 0, stderr: "" });
		expect(checked.stdout.split("\n")).toEqual([
			"FR-2021-08-09 by Ministère des Solidarités et de la Santé",
			"in force from 2021-08-09 00:00:00 (Europe/Paris)",
			"for venue, train, journeys to FR",
			"attestations: ANVR at venue, train, journey",
			"rules: P-1, P-2, P-3, P-4",
			"7 of 7 examples hold",
			"",
		]);
	});

	it("names every example that fails; exit status 1", async () => {
		const examples = builtIn.examples.map((example, i) => (i === 1 ? { ...example, accepted: true } : example));
		const checked = await runRelais(["policy", "check", policyFile("failing.json", { examples })]);
		expect(checked.status).toBe(1);
		expect(checked.stdout).toMatch(
			/example "test a second later": expected accepted by P-2, is refused by P-2\n6 of 7 examples hold\n$/,
		);
	});

	it.each<[string, () => string, RegExp]>([
		["no file", () => "nowhere.json", /cannot read nowhere\.json \(ENOENT\)/],
		["no JSON", () => folder.file("text.json", "{ id: 1 }"), /text\.json is not JSON/],
		["a list", () => folder.file("list.json", []), /list\.json: the policy must be an object/],
		[
			"two mistakes",
			() => policyFile("two.json", { dates: { from: 5, to: 4 }, countries: undefined }),
			/dates\.to is not after dates\.from \(and 1 more\)/,
		],
		["an operator", () => policyFile("op.json", { rules: [{ ...builtIn.rules[0], logic: { or: [1] } }] }), /"or"/],
		["a huge file", () => folder.file("huge.json", " ".repeat(262_145)), /more than 262144 bytes/],
		["deep nesting", () => folder.file("deep.json", "[".repeat(100_000) + "]".repeat(100_000)), /40 levels deep/],
	])("refuses in one line: %s", async (_, file, words) => {
		const checked = await runRelais(["policy", "check", file()]);
		expect(checked).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(words) });
		expect(checked.stderr).toMatch(/^relais: policy check: [^\n]+\n$/);
	});
});

describe("relais policy publish", () => {
	const germany = () =>
		policyFile("germany.json", {
			...{ id: "DE-TEST", authority: "Bundesministerium", activities: ["journey"], countries: ["DE"] },
			...{ zone: "Europe/Berlin", attestations: [], examples: [] },
		});

	it("puts policies into the signed list, in the place of one with the same id, and takes them out", async () => {
		const first = await runRelais(["policy", "publish", germany(), ...DATA]);
		expect(first).toMatchObject({ status: 0, stderr: "" });
		expect(first.stdout).toMatch(/0 of 0 examples hold\nDE-TEST added; trust list 1 signed\n/);
		await runRelais(["policy", "publish", policyFile("home.json", { id: "HOME" }), ...DATA]);
		expect(listedIds()).toEqual(["DE-TEST", "HOME"]);

		const again = await runRelais(["policy", "publish", germany(), ...DATA]);
		expect(again.stdout).toContain("DE-TEST replaced; trust list 3 signed");
		expect(listedIds()).toEqual(["HOME", "DE-TEST"]);
		const keyset = readFileSync(folder.path("data/public/trust/keyset.jwt"), "utf8").trim();
		const trust = await openTrust({ root, keyset, list: published() }, { subtle: crypto.subtle });
		expect(trust.ok && trust.value.list?.policies).toHaveLength(2);

		const shown = await runRelais(["trust", "show", ...DATA]);
		expect(shown.stdout).toMatch(/policy DE-TEST by Bundesministerium\n {2}in force from/);
		expect((await runRelais(["policy", "withdraw", "HOME", ...DATA])).stdout).toContain("HOME withdrawn");
		expect(listedIds()).toEqual(["DE-TEST"]);
		const unknown = await runRelais(["policy", "withdraw", "HOME", ...DATA]);
		expect(unknown).toMatchObject({
			status: 2,
			stderr: "relais: policy withdraw: the trust list has no such policy\n",
		});
	});

	it("publishes nothing that does not hold", async () => {
		const before = published();
		const [example] = builtIn.examples;
		const wrong = policyFile("wrong.json", { id: "WRONG", examples: [{ ...example, rule: "P-9" }] });
		expect((await runRelais(["policy", "publish", wrong, ...DATA])).status).toBe(1);
		const broken = policyFile("broken.json", { id: "BROKEN", zone: "Europe/Atlantide" });
		expect((await runRelais(["policy", "publish", broken, ...DATA])).status).toBe(2);
		expect((await runRelais(["policy", "publish", germany(), "--data", "elsewhere"])).stderr).toMatch(/keys_missing/);
		expect(published()).toBe(before);
	});

	it("a damaged file in the data folder takes nothing off the list", async () => {
		writeFileSync(folder.path("data/trust/policies.json"), "{");
		await runRelais(["notice", "publish", folder.file("none.json", []), ...DATA]);
		expect(listedIds()).toEqual(["DE-TEST"]);
	});
});

describe("relais notice publish", () => {
	const notice = {
		from: 1_628_000_000,
		to: 1_629_000_000,
		scope: ["train"],
		authority: "Ministère des Transports",
		text: { fr: "Les attestations papier sont acceptées.", en: "Paper attestations are accepted." },
	};

	it("replaces all notices of the list", async () => {
		const two = folder.file("notices.json", [notice, { ...notice, scope: ["venue", "train"] }]);
		expect((await runRelais(["notice", "publish", two, ...DATA])).stdout).toMatch(
			/^2 notices; trust list \d+ signed\n$/,
		);
		expect(list().notices).toEqual([notice, { ...notice, scope: ["venue", "train"] }]);
		expect((await runRelais(["trust", "show", ...DATA])).stdout).toContain(
			"notice of Ministère des Transports: 2021-08-03",
		);
		await runRelais(["notice", "publish", folder.file("none.json", []), ...DATA]);
		expect(list().notices).toEqual([]);
	});

	it.each<[unknown, string]>([
		[{}, "the file"],
		[[{ ...notice, to: notice.from }], "0.to: is not after from"],
		[[{ ...notice, scope: ["everywhere"] }], "0.scope.0"],
		[[{ ...notice, text: { fr: "x".repeat(301), en: "x" } }], "0.text.fr: has more than 300 characters"],
		[[{ ...notice, colour: "red" }], "0: "],
	])("refuses in one line: %j", async (content, words) => {
		const refused = await runRelais(["notice", "publish", folder.file("bad.json", content), ...DATA]);
		expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining(words) });
		expect(refused.stderr).toMatch(/^relais: [^\n]+\n$/);
	});
});
