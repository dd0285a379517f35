/** Payloads of the invented person whom policies judge in tests, and what the built-in policy says of them. */
import type { DccPayload, DccRecovery, DccTest, DccVaccination } from "@/lib/formats/hc1/dcc-payload";
import { evaluatePolicy } from "@/lib/policy/evaluate-policy";
import type { PolicyQuestion } from "@/lib/policy/policy-facts";
import { builtInPolicy } from "@/lib/policy/select-policy";

const ISSUANCE = { tg: "840539006", co: "FR", is: "Relais", ci: "URN:UVCI:01:FR:ESSAI#1" };
export const HOLDER = { ver: "1.3.0", nam: { fnt: "ESSAI", gnt: "CAMILLE" }, dob: "1990-02-03" };
export const PRODUCTS = { comirnaty: "EU/1/20/1528", spikevax: "EU/1/20/1507", vaxzevria: "EU/1/21/1529" };
export const JANSSEN = "EU/1/20/1525";

/** Seconds of an ISO 8601 instant, by the platform's own reading. */
export function at(iso: string): number {
	return Date.parse(iso) / 1000;
}

export function testResult(change: Partial<DccTest> = {}): DccPayload {
	const entry = { ...ISSUANCE, tt: "LP217198-3", sc: "2021-08-13T15:30:00+02:00", tr: "260415000", ...change };
	return { ...HOLDER, t: [entry] };
}

export function vaccination(change: Partial<DccVaccination> = {}): DccPayload {
	const entry = { ...ISSUANCE, vp: "1119349007", mp: PRODUCTS.comirnaty, ma: "ORG-100030215", dn: 2, sd: 2 };
	return { ...HOLDER, v: [{ ...entry, dt: "2021-08-01", ...change }] };
}

export function recovery(change: Partial<DccRecovery> = {}): DccPayload {
	return { ...HOLDER, r: [{ ...ISSUANCE, fr: "2021-07-01", df: "2021-07-12", du: "2021-12-31", ...change }] };
}

export function judge(dcc: DccPayload, now: string | number, change: Partial<PolicyQuestion> = {}) {
	const time = typeof now === "string" ? at(now) : now;
	return evaluatePolicy(builtInPolicy(), dcc, { now: time, activity: "venue", format: "hc1", ...change });
}

export const accepted = (rule: string) => ({ accepted: true, rule });
export const refused = (rule: string) => ({ accepted: false, rule });
