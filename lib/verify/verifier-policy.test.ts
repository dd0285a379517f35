import { describe, expect, it } from "vitest";
import { builtInPolicy } from "@/lib/policy/select-policy";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import { attest, bundle, delegationJwt, listJwt, NOW } from "@/tests/support/authority";
import { verifyPass } from "./verify-pass";

const BUILT_IN = builtInPolicy();
const TEXT = attest();

async function trustWith(policies: readonly unknown[]) {
	const opened = await openTrust(bundle({ delegations: [delegationJwt()], list: listJwt({ policies }) }), {
		subtle: crypto.subtle,
	});
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value;
}

describe("the policy of a verdict", () => {
	it("[P-7] names the policy and the rule that judged", async () => {
		const verdict = await verifyPass(TEXT, await trustWith([]), { now: NOW });
		expect(verdict.outcome === "accepted" && verdict.policy).toEqual({ id: "FR-2021-08-09", rule: "P-2" });
		const none = await verifyPass(TEXT, await trustWith([]), { now: NOW, policy: "none" });
		expect(none.outcome === "accepted" && none.policy).toBeNull();
		const refused = await verifyPass(attest({ k: "R" }), await trustWith([]), { now: NOW });
		expect(refused.outcome === "rejected" && refused.rule).toBe("P-3");
	});

	it("[P-6] is the trust list's own for the activity", async () => {
		const { countries: _, ...rules } = BUILT_IN;
		const noPaperOnTrains = { ...rules, id: "NO-PAPER", activities: ["train"], attestations: [] };
		const trust = await trustWith([noPaperOnTrains]);
		expect((await verifyPass(TEXT, trust, { now: NOW, occasion: { activity: "venue" } })).outcome).toBe("accepted");
		expect((await verifyPass(TEXT, trust, { now: NOW })).outcome).toBe("accepted");
		const train = await verifyPass(TEXT, trust, { now: NOW, occasion: { activity: "train" } });
		expect(train).toMatchObject({ outcome: "rejected", reason: "policy_refused", rule: "P-6" });
	});

	it("may be named or given", async () => {
		const strict = { ...BUILT_IN, id: "NO-PAPER", attestations: [] };
		const trust = await trustWith([strict, { ...BUILT_IN, dates: { from: NOW - HOUR } }]);
		expect((await verifyPass(TEXT, trust, { now: NOW, policy: "NO-PAPER" })).reason).toBe("policy_refused");
		expect((await verifyPass(TEXT, trust, { now: NOW, policy: strict })).reason).toBe("policy_refused");
		expect((await verifyPass(TEXT, trust, { now: NOW, policy: "nobody's" })).reason).toBe("policy_missing");
	});

	it("[TL-4] may set its own hard stop", async () => {
		const hasty = { ...BUILT_IN, id: "HASTY", trustHardStopHours: 48 };
		const trust = await trustWith([hasty]);
		const text = attest({ k: "V", d: [2, 2], p: "EU/1/20/1528", t: NOW - 30 * DAY, exp: NOW + 30 * DAY });
		const published = NOW - HOUR;
		expect((await verifyPass(text, trust, { now: published + 48 * HOUR })).reason).toBeNull();
		expect((await verifyPass(text, trust, { now: published + 48 * HOUR + 1 })).reason).toBe("trust_too_old");
		expect((await verifyPass(text, trust, { now: published + 48 * HOUR + 1, policy: "none" })).reason).toBeNull();
	});
});
