import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DccPayload, DccRecovery, DccTest, DccVaccination } from "@/lib/formats/hc1/dcc-payload";
import { HOUR } from "@/lib/shared/numeric-date";
import { evaluatePolicy, holds } from "./evaluate-policy";
import { FR_2021_08_09 } from "./fr-2021-08-09";
import { type PolicyDocument, policyDocument } from "./policy-document";
import type { PolicyQuestion } from "./policy-facts";
import { builtInPolicy } from "./select-policy";

const ISSUANCE = { tg: "840539006", co: "FR", is: "Relais", ci: "URN:UVCI:01:FR:ESSAI#1" };
const HOLDER = { ver: "1.3.0", nam: { fnt: "ESSAI", gnt: "CAMILLE" }, dob: "1990-02-03" };
const PRODUCTS = { comirnaty: "EU/1/20/1528", spikevax: "EU/1/20/1507", vaxzevria: "EU/1/21/1529" };
const JANSSEN = "EU/1/20/1525";

/** Seconds of an ISO 8601 instant, by the platform's own reading. */
function at(iso: string): number {
	return Date.parse(iso) / 1000;
}

function test(change: Partial<DccTest> = {}): DccPayload {
	const entry = { ...ISSUANCE, tt: "LP217198-3", sc: "2021-08-13T15:30:00+02:00", tr: "260415000", ...change };
	return { ...HOLDER, t: [entry] };
}

function vaccination(change: Partial<DccVaccination> = {}): DccPayload {
	const entry = { ...ISSUANCE, vp: "1119349007", mp: PRODUCTS.comirnaty, ma: "ORG-100030215", dn: 2, sd: 2 };
	return { ...HOLDER, v: [{ ...entry, dt: "2021-08-01", ...change }] };
}

function recovery(change: Partial<DccRecovery> = {}): DccPayload {
	return { ...HOLDER, r: [{ ...ISSUANCE, fr: "2021-07-01", df: "2021-07-12", du: "2021-12-31", ...change }] };
}

function judge(dcc: DccPayload, now: string | number, change: Partial<PolicyQuestion> = {}) {
	const time = typeof now === "string" ? at(now) : now;
	return evaluatePolicy(builtInPolicy(), dcc, { now: time, activity: "venue", format: "hc1", ...change });
}

const accepted = (rule: string) => ({ accepted: true, rule });
const refused = (rule: string) => ({ accepted: false, rule });

describe("P-1 one entry, one disease", () => {
	const now = "2021-08-13T16:00:00+02:00";

	it("[P-1] another disease is refused", () => {
		expect(judge(test({ tg: "840539007" }), now)).toEqual(refused("P-1"));
		expect(judge(vaccination({ tg: "" }), now)).toEqual(refused("P-1"));
		expect(judge(recovery({ tg: "6142004" }), now)).toEqual(refused("P-1"));
	});

	it("[P-1] several entries are refused, of one type or of two, and none too", () => {
		const both = { ...vaccination(), ...test() };
		const twice = { ...test(), t: [...(test().t ?? []), ...(test().t ?? [])] };
		for (const dcc of [both, twice, { ...HOLDER }, { ...HOLDER, t: [], v: [] }]) {
			expect(judge(dcc, now)).toEqual(refused("P-1"));
		}
		expect(judge({ ...test(), v: [], r: [] }, now)).toEqual(accepted("P-2"));
	});
});

describe("P-2 negative test", () => {
	it.each(["LP217198-3", "LP6464-4"])("[P-2] %s: from the sample to 72 hours after, to the second", (tt) => {
		const sampled = at("2021-08-13T15:30:00+02:00");
		const dcc = test({ tt });
		expect(judge(dcc, sampled - 1)).toEqual(refused("P-2"));
		expect(judge(dcc, sampled)).toEqual(accepted("P-2"));
		expect(judge(dcc, sampled + 72 * HOUR)).toEqual(accepted("P-2"));
		expect(judge(dcc, sampled + 72 * HOUR + 1)).toEqual(refused("P-2"));
	});

	it("[P-2] seventy-two hours stay seventy-two over a change of the clocks", () => {
		// Summer time ends 2021-10-31T03:00+02:00: the same wall time three days on would be 73 hours.
		const autumn = test({ sc: "2021-10-30T12:00:00+02:00" });
		expect(judge(autumn, "2021-11-02T11:00:00+01:00")).toEqual(accepted("P-2"));
		expect(judge(autumn, "2021-11-02T11:00:01+01:00")).toEqual(refused("P-2"));
		const spring = test({ sc: "2022-03-26T12:00:00+01:00" });
		expect(judge(spring, "2022-03-29T13:00:00+02:00")).toEqual(accepted("P-2"));
		expect(judge(spring, "2022-03-29T13:00:01+02:00")).toEqual(refused("P-2"));
	});

	it("[P-2] other tests and other results are refused", () => {
		const now = "2021-08-13T16:00:00+02:00";
		expect(judge(test({ tt: "LP000000-0" }), now)).toEqual(refused("P-2"));
		for (const tr of ["419984006", "125154007", "", "260415000 "]) {
			expect(judge(test({ tr }), now)).toEqual(refused("P-2"));
		}
	});

	it("[P-2] sample times as issuers write them", () => {
		for (const sc of [
			"2021-08-13T13:30:00Z",
			"2021-08-13T13:30:00.999Z",
			"2021-08-13T15:30:00+0200",
			"2021-08-13T15:30:00+02",
			"2021-08-13T13:30Z",
			"2021-08-13T13:30:00",
		]) {
			expect(judge(test({ sc }), "2021-08-13T13:29:59Z")).toEqual(refused("P-2"));
			expect(judge(test({ sc }), "2021-08-13T13:30:00Z")).toEqual(accepted("P-2"));
		}
	});

	it("[P-2] an unreadable sample time is refused by the rule, not thrown", () => {
		for (const sc of [
			"",
			"hier",
			"13/08/2021",
			"2021-02-29T10:00:00Z",
			"2021-08-13T24:00:00Z",
			"2021-08-13T10:60:00Z",
		]) {
			expect(judge(test({ sc }), "2021-08-13T16:00:00Z")).toEqual(refused("P-2"));
		}
	});
});

describe("P-3 recovery", () => {
	const positive = test({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01T23:59:00+02:00" });

	it("[P-3] 11 to 183 days after a positive NAAT, at the midnights of Paris", () => {
		expect(judge(positive, "2021-07-11T23:59:59+02:00")).toEqual(refused("P-3"));
		expect(judge(positive, "2021-07-12T00:00:00+02:00")).toEqual(accepted("P-3"));
		// 2021-07-01 + 183 days = 2021-12-31; summer time ended in between.
		expect(judge(positive, "2021-12-31T23:59:59+01:00")).toEqual(accepted("P-3"));
		expect(judge(positive, "2022-01-01T00:00:00+01:00")).toEqual(refused("P-3"));
	});

	it("[P-3] the sample's day is the day in Paris, not in UTC", () => {
		const afterMidnight = test({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01T22:00:00Z" });
		expect(judge(afterMidnight, "2021-07-12T23:59:59+02:00")).toEqual(refused("P-3"));
		expect(judge(afterMidnight, "2021-07-13T00:00:00+02:00")).toEqual(accepted("P-3"));
		const winter = test({ tt: "LP6464-4", tr: "260373001", sc: "2021-11-01T22:59:59Z" });
		expect(judge(winter, "2021-11-11T23:59:59+01:00")).toEqual(refused("P-3"));
		expect(judge(winter, "2021-11-12T00:00:00+01:00")).toEqual(accepted("P-3"));
	});

	it("[P-3] a sample time without zone is the same moment for days as for hours: UTC", () => {
		const zoneless = test({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01T22:00:00" });
		expect(judge(zoneless, "2021-07-12T23:59:59+02:00")).toEqual(refused("P-3"));
		expect(judge(zoneless, "2021-07-13T00:00:00+02:00")).toEqual(accepted("P-3"));
		const day = test({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01" });
		expect(judge(day, "2021-07-12T00:00:00+02:00")).toEqual(accepted("P-3"));
	});

	it("[P-3] a positive antigen test is refused at any age", () => {
		const antigen = test({ tr: "260373001", sc: "2021-07-01T12:00:00Z" });
		for (const now of ["2021-07-02T00:00:00Z", "2021-07-20T00:00:00Z"])
			expect(judge(antigen, now)).toEqual(refused("P-3"));
	});

	it("[P-3] a certificate of recovery: 11 to 183 days after the first positive test", () => {
		const long = recovery({ df: "2021-01-01", du: "2022-12-31" });
		expect(judge(long, "2021-07-11T23:59:59+02:00")).toEqual(refused("P-3"));
		expect(judge(long, "2021-07-12T00:00:00+02:00")).toEqual(accepted("P-3"));
		expect(judge(long, "2021-12-31T23:59:59+01:00")).toEqual(accepted("P-3"));
		expect(judge(long, "2022-01-01T00:00:00+01:00")).toEqual(refused("P-3"));
	});

	it("[P-3] and within its own first and last day", () => {
		const narrow = recovery({ df: "2021-07-20", du: "2021-08-10" });
		expect(judge(narrow, "2021-07-19T23:59:59+02:00")).toEqual(refused("P-3"));
		expect(judge(narrow, "2021-07-20T00:00:00+02:00")).toEqual(accepted("P-3"));
		expect(judge(narrow, "2021-08-10T23:59:59+02:00")).toEqual(accepted("P-3"));
		expect(judge(narrow, "2021-08-11T00:00:00+02:00")).toEqual(refused("P-3"));
	});

	it("[P-3] unreadable days are refused by the rule", () => {
		for (const change of [{ fr: "" }, { df: "2021-13-01" }, { du: "bientôt" }]) {
			expect(judge(recovery(change), "2021-08-13T12:00:00Z")).toEqual(refused("P-3"));
		}
	});
});

describe("P-4 vaccination", () => {
	it.each(Object.entries(PRODUCTS))("[P-4] %s: seven days, from midnight in Paris", (_, mp) => {
		const dcc = vaccination({ mp, dt: "2021-08-01" });
		expect(judge(dcc, "2021-08-07T23:59:59+02:00")).toEqual(refused("P-4"));
		expect(judge(dcc, "2021-08-08T00:00:00+02:00")).toEqual(accepted("P-4"));
		expect(judge(dcc, "2031-08-08T00:00:00+02:00")).toEqual(accepted("P-4"));
	});

	it("[P-4] Janssen: twenty-eight days", () => {
		const dcc = vaccination({ mp: JANSSEN, dn: 1, sd: 1, dt: "2021-07-01" });
		expect(judge(dcc, "2021-07-28T23:59:59+02:00")).toEqual(refused("P-4"));
		expect(judge(dcc, "2021-07-29T00:00:00+02:00")).toEqual(accepted("P-4"));
	});

	it("[P-4] days are counted over a change of the clocks", () => {
		const autumn = vaccination({ dt: "2021-10-28" });
		expect(judge(autumn, "2021-11-03T23:59:59+01:00")).toEqual(refused("P-4"));
		expect(judge(autumn, "2021-11-04T00:00:00+01:00")).toEqual(accepted("P-4"));
		const spring = vaccination({ dt: "2022-03-24" });
		expect(judge(spring, "2022-03-30T23:59:59+02:00")).toEqual(refused("P-4"));
		expect(judge(spring, "2022-03-31T00:00:00+02:00")).toEqual(accepted("P-4"));
	});

	it("[P-4] an unfinished series never passes; doses beyond it do", () => {
		const now = "2021-12-01T12:00:00Z";
		const doses = [
			[1, 2, false],
			[2, 3, false],
			[0, 0, false],
			[0, 1, false],
			[1, 1, true],
			[2, 2, true],
			[2, 1, true],
			[3, 2, true],
		] as const;
		for (const [dn, sd, passes] of doses) {
			expect([dn, sd, judge(vaccination({ dn, sd }), now)]).toEqual([
				dn,
				sd,
				passes ? accepted("P-4") : refused("P-4"),
			]);
		}
		expect(judge(vaccination({ mp: JANSSEN, dn: 1, sd: 2 }), now)).toEqual(refused("P-4"));
	});

	it("[P-4] other products are refused", () => {
		for (const mp of ["Sputnik-V", "EU/1/21/1618", "", "eu/1/20/1528"]) {
			expect(judge(vaccination({ mp }), "2021-12-01T12:00:00Z")).toEqual(refused("P-4"));
		}
	});

	it("[P-4] injection days as issuers write them; unreadable ones are refused", () => {
		for (const dt of ["2021-08-01", "2021-08-01T00:00:00", "2021-07-31T22:00:00Z", "2021-08-01T23:59:59+02:00"]) {
			expect(judge(vaccination({ dt }), "2021-08-07T23:59:59+02:00")).toEqual(refused("P-4"));
			expect(judge(vaccination({ dt }), "2021-08-08T00:00:00+02:00")).toEqual(accepted("P-4"));
		}
		for (const dt of ["", "2021", "2021-08", "2021-02-30", "01/08/2021"]) {
			expect(judge(vaccination({ dt }), "2021-12-01T12:00:00Z")).toEqual(refused("P-4"));
		}
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
			expect(judge(test(), now, { activity, format: "relais" })).toEqual(accepted("P-2"));
		}
		expect(judge(test({ tr: "260373001" }), now, { format: "relais" })).toEqual(refused("P-3"));
	});

	it("[P-6] a policy may limit them by kind, activity and time", () => {
		expect(ask(test(), "venue")).toEqual(accepted("P-2"));
		expect(ask(test(), "train")).toEqual(refused("P-6"));
		expect(ask(test({ tt: "LP6464-4" }), "venue")).toEqual(refused("P-6"));
		expect(ask(test({ tt: "LP6464-4" }), "train", at("2021-08-13T17:59:59+02:00"))).toEqual(accepted("P-2"));
		expect(ask(test({ tt: "LP6464-4" }), "train", at("2021-08-13T18:00:00+02:00"))).toEqual(refused("P-6"));
		expect(ask(vaccination(), "train")).toEqual(accepted("P-4"));
		expect(ask(test({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01T12:00:00Z" }), "train")).toEqual(refused("P-6"));
	});

	it("[P-6] the limits do not touch other formats", () => {
		const question = { now: at(now), activity: "train", format: "shc" } as const;
		expect(evaluatePolicy(limited, test(), question)).toEqual(accepted("P-2"));
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
