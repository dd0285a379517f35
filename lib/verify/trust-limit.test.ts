import { describe, expect, it } from "vitest";
import { builtInPolicy } from "@/lib/policy/select-policy";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import type { TrustList } from "@/lib/trust/trust-list";
import { NOW } from "@/tests/support/authority";
import { trustLimit } from "./trust-limit";

const under = (policies: readonly unknown[]) =>
	trustLimit({ list: { policies } as unknown as TrustList }, { now: NOW, occasion: { activity: "venue" } });

describe("[ND-4] the age of the lists beyond which a door says that nothing can be verified", () => {
	it("is that of TL-4, or the one of the policy that is in force", () => {
		expect(under([])).toBe(14 * DAY);
		const strict = { ...builtInPolicy(), id: "STRICT", dates: { from: NOW - DAY }, trustHardStopHours: 30 };
		expect(under([strict])).toBe(30 * HOUR);
	});
});
