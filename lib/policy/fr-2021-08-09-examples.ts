/** Cases that the built-in policy carries with it: both sides of each of its boundaries. */
import type { PolicyDocument } from "./policy-document";

type Example = NonNullable<PolicyDocument["examples"]>[number];

const COVID = { tg: "840539006", co: "FR", is: "Relais", ci: "URN:UVCI:01:FR:ESSAI#1" };
const PAPER = { activity: "venue", format: "relais" } as const;
const PASS = { activity: "venue", format: "hc1" } as const;

const TEST = { t: [{ ...COVID, tt: "LP217198-3", tr: "260415000", sc: "2021-08-13T15:30:00+02:00" }] };
const POSITIVE = { t: [{ ...COVID, tt: "LP6464-4", tr: "260373001", sc: "2021-07-01T10:00:00+02:00" }] };
const INJECTED = { v: [{ ...COVID, mp: "EU/1/20/1528", dn: 2, sd: 2, dt: "2021-08-01" }] };
const FIRST_DOSE = { v: [{ ...COVID, mp: "EU/1/20/1528", dn: 1, sd: 2, dt: "2021-08-01" }] };

export const EXAMPLES: Example[] = [
	// 2021-08-16T15:30:00+02:00
	{ name: "test at 72 hours", now: 1_629_120_600, ...PAPER, payload: TEST, accepted: true, rule: "P-2" },
	{ name: "test a second later", now: 1_629_120_601, ...PAPER, payload: TEST, accepted: false, rule: "P-2" },
	// 2021-07-12T00:00:00+02:00
	{ name: "recovery on the 11th day", now: 1_626_040_800, ...PASS, payload: POSITIVE, accepted: true, rule: "P-3" },
	{ name: "recovery a second before", now: 1_626_040_799, ...PASS, payload: POSITIVE, accepted: false, rule: "P-3" },
	// 2021-08-08T00:00:00+02:00
	{ name: "injection on the 7th day", now: 1_628_373_600, ...PASS, payload: INJECTED, accepted: true, rule: "P-4" },
	{ name: "injection a second before", now: 1_628_373_599, ...PASS, payload: INJECTED, accepted: false, rule: "P-4" },
	// 2021-12-01T12:00:00+01:00
	{ name: "one dose of two", now: 1_638_356_400, ...PASS, payload: FIRST_DOSE, accepted: false, rule: "P-4" },
];
