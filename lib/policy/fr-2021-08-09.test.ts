import { describe, expect, it } from "vitest";
import { HOUR } from "@/lib/shared/numeric-date";
import {
	accepted,
	at,
	JANSSEN,
	judge,
	PRODUCTS,
	recovery,
	refused,
	testResult,
	vaccination,
} from "@/tests/support/policy-questions";

describe("P-2 negative test", () => {
	it.each(["LP217198-3", "LP6464-4"])("[P-2] %s: from the sample to 72 hours after, to the second", (tt) => {
		const sampled = at("2021-08-13T15:30:00+02:00");
		const dcc = testResult({ tt });
		expect(judge(dcc, sampled - 1)).toEqual(refused("P-2"));
		expect(judge(dcc, sampled)).toEqual(accepted("P-2"));
		expect(judge(dcc, sampled + 72 * HOUR)).toEqual(accepted("P-2"));
		expect(judge(dcc, sampled + 72 * HOUR + 1)).toEqual(refused("P-2"));
	});

	it("[P-2] seventy-two hours stay seventy-two over a change of the clocks", () => {
		// Summer time ends 2021-10-31T03:00+02:00: the same wall time three days on would be 73 hours.
		const autumn = testResult({ sc: "2021-10-30T12:00:00+02:00" });
		expect(judge(autumn, "2021-11-02T11:00:00+01:00")).toEqual(accepted("P-2"));
		expect(judge(autumn, "2021-11-02T11:00:01+01:00")).toEqual(refused("P-2"));
		const spring = testResult({ sc: "2022-03-26T12:00:00+01:00" });
		expect(judge(spring, "2022-03-29T13:00:00+02:00")).toEqual(accepted("P-2"));
		expect(judge(spring, "2022-03-29T13:00:01+02:00")).toEqual(refused("P-2"));
	});

	it("[P-2] other tests and other results are refused", () => {
		const now = "2021-08-13T16:00:00+02:00";
		expect(judge(testResult({ tt: "LP000000-0" }), now)).toEqual(refused("P-2"));
		for (const tr of ["419984006", "125154007", "", "260415000 "]) {
			expect(judge(testResult({ tr }), now)).toEqual(refused("P-2"));
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
			expect(judge(testResult({ sc }), "2021-08-13T13:29:59Z")).toEqual(refused("P-2"));
			expect(judge(testResult({ sc }), "2021-08-13T13:30:00Z")).toEqual(accepted("P-2"));
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
			expect(judge(testResult({ sc }), "2021-08-13T16:00:00Z")).toEqual(refused("P-2"));
		}
	});
});

describe("P-3 recovery", () => {
	const positive = testResult({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01T23:59:00+02:00" });

	it("[P-3] 11 to 183 days after a positive NAAT, at the midnights of Paris", () => {
		expect(judge(positive, "2021-07-11T23:59:59+02:00")).toEqual(refused("P-3"));
		expect(judge(positive, "2021-07-12T00:00:00+02:00")).toEqual(accepted("P-3"));
		// 2021-07-01 + 183 days = 2021-12-31; summer time ended in between.
		expect(judge(positive, "2021-12-31T23:59:59+01:00")).toEqual(accepted("P-3"));
		expect(judge(positive, "2022-01-01T00:00:00+01:00")).toEqual(refused("P-3"));
	});

	it("[P-3] the sample's day is the day in Paris, not in UTC", () => {
		const afterMidnight = testResult({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01T22:00:00Z" });
		expect(judge(afterMidnight, "2021-07-12T23:59:59+02:00")).toEqual(refused("P-3"));
		expect(judge(afterMidnight, "2021-07-13T00:00:00+02:00")).toEqual(accepted("P-3"));
		const winter = testResult({ tt: "LP6464-4", tr: "260373001", sc: "2021-11-01T22:59:59Z" });
		expect(judge(winter, "2021-11-11T23:59:59+01:00")).toEqual(refused("P-3"));
		expect(judge(winter, "2021-11-12T00:00:00+01:00")).toEqual(accepted("P-3"));
	});

	it("[P-3] a sample time without zone is the same moment for days as for hours: UTC", () => {
		const zoneless = testResult({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01T22:00:00" });
		expect(judge(zoneless, "2021-07-12T23:59:59+02:00")).toEqual(refused("P-3"));
		expect(judge(zoneless, "2021-07-13T00:00:00+02:00")).toEqual(accepted("P-3"));
		const day = testResult({ tt: "LP6464-4", tr: "260373001", sc: "2021-07-01" });
		expect(judge(day, "2021-07-12T00:00:00+02:00")).toEqual(accepted("P-3"));
	});

	it("[P-3] a positive antigen test is refused at any age", () => {
		const antigen = testResult({ tr: "260373001", sc: "2021-07-01T12:00:00Z" });
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
