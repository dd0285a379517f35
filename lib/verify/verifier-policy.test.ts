import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { builtInPolicy } from "@/lib/policy/select-policy";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import { attest, bundle, delegationJwt, listJwt, NOW } from "@/tests/support/authority";
import { verifyPass } from "./verify-pass";

const BUILT_IN = builtInPolicy();
const TEXT = attest();

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

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

	it("[V-1] whatever a list carries as policies, verdicts are given", async () => {
		let bottomless: unknown = true;
		for (let i = 0; i < 20_000; i++) bottomless = { "!": [bottomless] };
		const deep = { ...BUILT_IN, id: "DEEP", rules: [{ ...BUILT_IN.rules[1], logic: bottomless }] };
		const trust = await trustWith([]);
		const carrying = (policies: unknown[]) => ({ ...trust, list: trust.list && { ...trust.list, policies } });
		expect((await verifyPass(TEXT, carrying([deep]), { now: NOW })).reason).toBe("policy_unusable");
		expect((await verifyPass(TEXT, carrying([deep]), { now: NOW, policy: "none" })).reason).toBeNull();

		const members = Object.keys(BUILT_IN);
		const change = fc.dictionary(fc.constantFrom(...members, "unknown"), fc.jsonValue(), { maxKeys: 3 });
		await fc.assert(
			fc.asyncProperty(fc.array(fc.oneof(fc.jsonValue(), change), { maxLength: 3 }), async (changes) => {
				const documents = changes.map((one) => (isRecord(one) ? { ...BUILT_IN, ...one } : one));
				for (const occasion of [{ activity: "train" }, { activity: "journey", destination: "DE" }] as const) {
					const { outcome, reason } = await verifyPass(TEXT, carrying(documents), { now: NOW, occasion });
					expect([
						outcome === "accepted",
						outcome === "rejected" && reason === "policy_refused",
						outcome === "indeterminate",
					]).toContain(true);
				}
			}),
			{ numRuns: 200 },
		);
	});

	it("a pass has to last until the journey's arrival", async () => {
		const trust = await trustWith([]);
		const until = (at: number) =>
			verifyPass(TEXT, trust, { now: NOW, occasion: { activity: "journey", destination: "FR", arrival: { at } } });
		expect((await until(NOW + 70 * HOUR)).outcome).toBe("accepted");
		expect(await until(NOW + 70 * HOUR + 1)).toMatchObject({ outcome: "rejected", reason: "time_expired" });
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
