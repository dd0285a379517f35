import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import {
	accepted,
	at,
	HOLDER,
	judge,
	recovery,
	refused,
	testResult,
	vaccination,
} from "@/tests/support/policy-questions";
import { evaluatePolicy, holds } from "./evaluate-policy";
import { FR_2021_08_09 } from "./fr-2021-08-09";
import { type PolicyDocument, policyDocument } from "./policy-document";
import { builtInPolicy } from "./select-policy";

describe("P-1 one entry, one disease", () => {
	const now = "2021-08-13T16:00:00+02:00";

	it("[P-1] another disease is refused", () => {
		expect(judge(testResult({ tg: "840539007" }), now)).toEqual(refused("P-1"));
		expect(judge(vaccination({ tg: "" }), now)).toEqual(refused("P-1"));
		expect(judge(recovery({ tg: "6142004" }), now)).toEqual(refused("P-1"));
	});

	it("[P-1] several entries are refused, of one type or of two, and none too", () => {
		const both = { ...vaccination(), ...testResult() };
		const twice = { ...testResult(), t: [...(testResult().t ?? []), ...(testResult().t ?? [])] };
		for (const dcc of [both, twice, { ...HOLDER }, { ...HOLDER, t: [], v: [] }]) {
			expect(judge(dcc, now)).toEqual(refused("P-1"));
		}
		expect(judge({ ...testResult(), v: [], r: [] }, now)).toEqual(accepted("P-2"));
	});
});

describe("P-6 attestations", () => {
	const now = "2021-08-13T16:00:00+02:00";
	const limited: PolicyDocument = policyDocument.parse({
		...FR_2021_08_09,
		id: "limited",
		attestations: [
			{ kinds: ["A"], activities: ["venue"] },
			{ kinds: ["N", "V"], activities: ["train"], until: at("2021-08-13T18:00:00+02:00") },
		],
	});
	const ask = (dcc: DccPayload, activity: "venue" | "train", time = at(now)) =>
		evaluatePolicy(limited, dcc, { now: time, activity, format: "relais" });

	it("[P-6] the built-in policy accepts them everywhere, by the same rules", () => {
		for (const activity of ["venue", "train", "journey"] as const) {
			expect(judge(testResult(), now, { activity, format: "relais" })).toEqual(accepted("P-2"));
		}
		expect(judge(testResult({ tr: "260373001" }), now, { format: "relais" })).toEqual(refused("P-3"));
	});

	it("[P-6] a policy may limit them by kind, activity and time", () => {
		expect(ask(testResult(), "venue")).toEqual(accepted("P-2"));
		expect(ask(testResult(), "train")).toEqual(refused("P-6"));
		expect(ask(testResult({ tt: "LP6464-4" }), "venue")).toEqual(refused("P-6"));
		expect(ask(testResult({ tt: "LP6464-4" }), "train", at("2021-08-13T17:59:59+02:00"))).toEqual(accepted("P-2"));
		expect(ask(testResult({ tt: "LP6464-4" }), "train", at("2021-08-13T18:00:00+02:00"))).toEqual(refused("P-6"));
		expect(ask(vaccination(), "train")).toEqual(accepted("P-4"));
		expect(ask(testResult({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01T12:00:00Z" }), "train")).toEqual(
			refused("P-6"),
		);
	});

	it("[P-6] the limits do not touch other formats", () => {
		const question = { now: at(now), activity: "train", format: "shc" } as const;
		expect(evaluatePolicy(limited, testResult(), question)).toEqual(accepted("P-2"));
	});
});

describe("any payload and logic", () => {
	it("an entry that no rule speaks of is refused", () => {
		const testsOnly = { ...builtInPolicy(), rules: builtInPolicy().rules.slice(0, 2) };
		const question = { now: at("2021-12-01T12:00:00Z"), activity: "venue", format: "hc1" } as const;
		expect(evaluatePolicy(testsOnly, vaccination(), question)).toEqual(refused("no-rule"));
	});

	it("never throws, whatever the payload holds", () => {
		const text = fc.oneof(
			fc.string(),
			fc.constantFrom("2021-08-13", "0000-01-01", "9999-12-31T23:59:59-23:59", "__proto__"),
		);
		const dates = fc.record({
			tg: text,
			tt: text,
			tr: text,
			sc: text,
			mp: text,
			dt: text,
			fr: text,
			df: text,
			du: text,
		});
		const entry = dates.chain((fields) =>
			fc.record({ dn: fc.double(), sd: fc.double() }).map((n) => ({ ...fields, ...n })),
		);
		const payload = fc.record({ v: fc.array(entry), t: fc.array(entry), r: fc.array(entry) }, { requiredKeys: [] });
		fc.assert(
			fc.property(payload, fc.integer({ min: 0, max: 4_102_444_800 }), (entries, now) => {
				const answer = judge({ ...HOLDER, ...entries } as unknown as DccPayload, now);
				expect(typeof answer.rule).toBe("string");
			}),
		);
	});

	it("CertLogic truth: empty strings, arrays and objects, zero and null are not true", () => {
		for (const name of ["text", "list", "map", "zero", "nothing"]) {
			const data = { text: "", list: [], map: {}, zero: 0 };
			expect(holds({ var: name }, data)).toBe(false);
		}
		expect(holds({ var: "list" }, { list: [0] })).toBe(true);
		expect(holds({ "+": ["a", 1] }, {})).toBe(false);
	});
});
