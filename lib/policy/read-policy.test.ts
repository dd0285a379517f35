import { describe, expect, it } from "vitest";
import { failedExamples, readPolicy } from "./read-policy";
import { builtInPolicy } from "./select-policy";

const good = () => JSON.parse(JSON.stringify(builtInPolicy()));
const [FIRST] = builtInPolicy().rules;

function problems(change: Record<string, unknown>): readonly string[] {
	const read = readPolicy({ ...good(), ...change });
	return read.ok ? [] : read.error;
}

function nested(levels: number): unknown {
	let logic: unknown = true;
	for (let i = 0; i < levels; i++) logic = { "!": [logic] };
	return logic;
}

const rule = (change: Record<string, unknown>) => ({ rules: [{ ...FIRST, certificateTypes: ["v"], ...change }] });

describe("reading a policy", () => {
	it("takes the built-in one, and one with value sets that its rules look up", () => {
		expect(readPolicy(good())).toEqual({ ok: true, value: builtInPolicy() });
		const logic = { in: [{ var: "payload.v.0.mp" }, { var: "external.valueSets.products" }] };
		expect(problems({ ...rule({ logic }), valueSets: { products: ["EU/1/20/1528"] } })).toEqual([]);
	});

	it.each<[string, Record<string, unknown>, string]>([
		["a missing member", { authority: undefined }, "authority is missing"],
		["an unknown member", { autority: "x" }, 'the policy has a member that is not known here: "autority"'],
		["a text for a number", { dates: { from: "2021-08-09" } }, "dates.from must be whole seconds since 1970, UTC"],
		["no start", { dates: {} }, "dates.from is missing"],
		["dates reversed", { dates: { from: 2000, to: 2000 } }, "dates.to is not after dates.from"],
		["a date beyond all calendars", { dates: { from: 1e15 } }, "dates.from lies too far off"],
		["an unknown zone", { zone: "Europe/Atlantide" }, "zone is no time zone known here, such as Europe/Paris"],
		["an id with spaces", { id: "my policy" }, "id is no id: up to 64 of A–Z a–z 0–9 . _ -"],
		["an unknown activity", { activities: ["picnic"] }, "activities.0 is none of venue, train, journey"],
		[
			"journeys to nowhere",
			{ countries: undefined },
			"countries belongs to the activity journey: give both or neither",
		],
		["a country by name", { countries: ["Germany"] }, "countries.0 is no country code of two capitals, such as DE"],
		["attestations as a text", { attestations: "everywhere" }, "attestations must be a list"],
		["no rule", { rules: [] }, "rules is empty"],
		["a rule that is a text", { rules: ["P-1"] }, "rules.0 must be an object"],
		["nothing to accept", { rules: [FIRST] }, "rules none names certificateTypes, so nothing could be accepted"],
		["no logic", rule({ logic: undefined }), "rules.0.logic is missing"],
		["no English sentence", rule({ sentence: { fr: "Oui." } }), "rules.0.sentence.en is missing"],
		["an empty sentence", rule({ sentence: { fr: "", en: "Yes." } }), "rules.0.sentence.fr is empty"],
		["an operator of another language", rule({ logic: { or: [1, 2] } }), "rules.0.logic is no CertLogic: "],
		["operands missing", rule({ logic: { "===": [1] } }), "rules.0.logic is no CertLogic: "],
		["a fraction", rule({ when: { "<": [1, 1.5] } }), "rules.0.when is no CertLogic: "],
		["deep logic", rule({ logic: nested(17) }), "rules.0.logic is nested more than 32 levels deep: split the rule"],
		["bottomless logic", rule({ logic: nested(100_000) }), "is nested more than 40 levels deep: split its rules"],
		[
			"a fact that nobody has",
			rule({ logic: { "<": [{ var: "external.tomorow" }, 1] } }),
			"rules.0 uses external.tomorow, which is not there",
		],
		[
			"a value set that is not there",
			rule({ logic: { in: ["a", { var: "external.valueSets.vaccines" }] } }),
			"rules.0 uses external.valueSets.vaccines, which is not there",
		],
		[
			"work without end",
			rule({ logic: { reduce: [[], { reduce: [[], 1, 1] }, 1] } }),
			"rules.0.logic has a reduce within a reduce, which may never end",
		],
		["an hour of trust", { trustHardStopHours: 0 }, "trustHardStopHours is less than one hour"],
	])("says what is wrong: %s", (_, change, sentence) => {
		const [first = ""] = problems(change);
		expect(first.slice(0, sentence.length)).toBe(sentence);
		expect(first).not.toMatch(/\n/);
		expect(first.length).toBeLessThan(250);
	});

	it("names the second of two rules with one id", () => {
		const [, second] = builtInPolicy().rules;
		const twice = { rules: [second, { ...second, sentence: { fr: "a", en: "b" } }] };
		expect(problems(twice)).toEqual(["rules.1.id the id P-2 is that of an earlier rule"]);
	});

	it("never throws, whatever it is given", () => {
		const odd: unknown[] = [null, undefined, 1, "FR-2021-08-09", [], {}, () => 1, new Map(), Symbol("x")];
		for (const candidate of odd) {
			expect(readPolicy(candidate).ok).toBe(false);
			for (const member of Object.keys(good())) {
				expect(typeof readPolicy({ ...good(), [member]: candidate }).ok).toBe("boolean");
			}
		}
		const huge = { ...good(), valueSets: { many: new Array(5_001).fill("x") } };
		expect(readPolicy(huge)).toEqual({ ok: false, error: ["valueSets.many has more than 5000 entries"] });
		const polluted = JSON.parse(JSON.stringify(good()).replace('"zone"', '"__proto__":{"zone":"UTC"},"zone"'));
		expect(readPolicy(polluted).ok).toBe(false);
	});
});

describe("examples of a policy", () => {
	it("hold for the built-in one, and are told where they do not", () => {
		expect(failedExamples(builtInPolicy())).toEqual([]);
		const strict = readPolicy({ ...good(), attestations: [] });
		const failed = strict.ok ? failedExamples(strict.value) : [];
		expect(failed).toEqual([
			{ name: "test at 72 hours", expected: { accepted: true, rule: "P-2" }, actual: { accepted: false, rule: "P-6" } },
			{
				name: "test a second later",
				expected: { accepted: false, rule: "P-2" },
				actual: { accepted: false, rule: "P-6" },
			},
		]);
	});

	it("may hold any payload", () => {
		const [example] = builtInPolicy().examples ?? [];
		for (const payload of [{}, { t: [{}] }, { v: [], t: [{ sc: 5 }] }, { r: [{ fr: { deep: [] } }] }]) {
			const read = readPolicy({ ...good(), examples: [{ ...example, payload }] });
			expect(read.ok && failedExamples(read.value)).toHaveLength(1);
		}
		for (const payload of [null, "t", { t: [null] }, { t: {} }]) {
			expect(readPolicy({ ...good(), examples: [{ ...example, payload }] }).ok).toBe(false);
		}
	});
});
