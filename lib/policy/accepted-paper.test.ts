import { expect, it } from "vitest";
import { acceptedPaper } from "./accepted-paper";
import { builtInPolicy } from "./select-policy";

it("[P-6] says which attestations are accepted and until when, as the rule itself decides", () => {
	const policy = {
		...builtInPolicy(),
		attestations: [
			{ kinds: ["A" as const, "N" as const], activities: ["venue" as const], until: 2000 },
			{ kinds: ["N" as const], activities: ["venue" as const, "train" as const] },
			{ kinds: ["V" as const], activities: ["venue" as const], until: 1000 },
		],
	};
	const at = (now: number, activity: "venue" | "train" | "journey") => acceptedPaper(policy, { now, activity });
	expect(at(999, "venue")).toEqual([
		{ kinds: ["N"], until: undefined },
		{ kinds: ["A"], until: 2000 },
		{ kinds: ["V"], until: 1000 },
	]);
	expect(at(1000, "venue")).toEqual([
		{ kinds: ["N"], until: undefined },
		{ kinds: ["A"], until: 2000 },
	]);
	expect(at(0, "train")).toEqual([{ kinds: ["N"], until: undefined }]);
	expect(at(0, "journey")).toEqual([]);
	expect(acceptedPaper(builtInPolicy(), { now: 0, activity: "journey" })).toEqual([
		{ kinds: ["A", "N", "V", "R"], until: undefined },
	]);
});
