import { describe, expect, it } from "vitest";
import { messages } from "@/lib/i18n/messages";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { type Finding, lacking, type SelfTestFacts, selfTest } from "./self-test";

const READY: SelfTestFacts = {
	copy: { state: "ready" },
	keyset: true,
	age: { state: "fresh", seconds: HOUR },
	limit: 14 * DAY,
	delegations: true,
	codeDays: 10,
	post: "chosen",
	salt: true,
	clock: undefined,
	storage: "durable",
	camera: "works",
	battery: { percent: 80, charging: false },
	staysOn: true,
	sound: "ready",
};

const CASES: readonly [Partial<SelfTestFacts>, Finding["check"], Finding["grade"], string][] = [
	[{ copy: { state: "incomplete", missing: 3, of: 44, filling: false } }, "copy", "limits", "missing"],
	[{ copy: { state: "absent" } }, "copy", "limits", "absent"],
	[{ copy: { state: "unknown" } }, "copy", "told", "unknown"],
	[{ keyset: false, age: undefined }, "keys", "stops", "keyset"],
	[{ age: undefined }, "keys", "stops", "list"],
	[{ age: { state: "stale", seconds: 15 * DAY } }, "keys", "stops", "tooOld"],
	[{ age: { state: "stale", seconds: 4 * DAY } }, "keys", "limits", "stale"],
	[{ age: { state: "ageing", seconds: 2 * DAY } }, "keys", "limits", "ageing"],
	[{ delegations: false }, "delegations", "limits", "missing"],
	[{ codeDays: 0 }, "codes", "limits", "missing"],
	[{ post: "none" }, "post", "limits", "none"],
	[{ salt: false }, "salt", "limits", "missing"],
	[{ salt: null }, "salt", "good", "alone"],
	[{ clock: { fault: "setBack", ownPast: 1, confirm: true } }, "clock", "limits", "setBack"],
	[{ clock: { fault: "behindSigned", witness: { document: "list", iat: 1 } } }, "clock", "limits", "behindSigned"],
	[{ clock: { fault: "behindPortal", minutes: 9 } }, "clock", "limits", "behindPortal"],
	[{ clock: { fault: "aheadOfPortal", minutes: 9 } }, "clock", "limits", "aheadOfPortal"],
	[{ storage: "fleeting" }, "storage", "limits", "fleeting"],
	[{ storage: "memory" }, "storage", "limits", "memory"],
	[{ camera: "denied" }, "camera", "limits", "denied"],
	[{ camera: "missing" }, "camera", "limits", "missing"],
	[{ camera: "failed" }, "camera", "limits", "failed"],
	[{ sound: "off" }, "sound", "limits", "off"],
	[{ sound: "blocked" }, "sound", "limits", "blocked"],
	[{ staysOn: false }, "screen", "limits", "off"],
	[{ battery: null }, "battery", "told", "unknown"],
	[{ battery: { percent: 20, charging: false } }, "battery", "limits", "low"],
	[{ battery: { percent: 20, charging: true } }, "battery", "good", "good"],
];

describe("[ND-8] the self-test before opening", () => {
	it("finds nothing to say of a device that is ready", () => {
		expect(selfTest(READY).every(({ grade }) => grade === "good")).toBe(true);
	});

	it.each(CASES)("%o: %s %s (%s), and nothing else changes", (facts, check, grade, say) => {
		const found = selfTest({ ...READY, ...facts });
		expect(found.find((one) => one.check === check)).toMatchObject({ grade, say });
		expect(found.filter((one) => one.check !== check)).toEqual(selfTest(READY).filter((one) => one.check !== check));
	});

	it("has a sentence for each of them", () => {
		const texts: Record<string, Record<string, string>> = messages.fr.selfTest.check;
		const said = [...CASES.map(([facts]) => facts), {}].flatMap((facts) => selfTest({ ...READY, ...facts }));
		expect(said.filter(({ check, say }) => texts[check]?.[say] === undefined)).toEqual([]);
	});
});

describe("[ND-10] what a door lacks", () => {
	const LACKS: readonly [Partial<SelfTestFacts>, Finding["check"], string][] = [
		[{ keyset: false, age: undefined }, "keys", "keyset"],
		[{ age: undefined }, "keys", "list"],
		[{ delegations: false }, "delegations", "missing"],
		[{ codeDays: 0 }, "codes", "missing"],
		[{ post: "none" }, "post", "none"],
		[{ salt: false }, "salt", "missing"],
	];

	it("is nothing where all of it is there, be it old or with no other gate", () => {
		expect(lacking(READY)).toEqual([]);
		expect(lacking({ ...READY, age: { state: "stale", seconds: 15 * DAY }, salt: null })).toEqual([]);
	});

	it.each(LACKS)("%o: names %s (%s) and nothing else", (facts, check, say) => {
		expect(lacking({ ...READY, ...facts })).toMatchObject([{ check, say }]);
	});

	it("is named thing by thing where nothing is there", () => {
		const nothing = Object.assign({}, READY, ...LACKS.map(([facts]) => facts));
		expect(lacking(nothing).map(({ check }) => check)).toEqual(["keys", "delegations", "codes", "post", "salt"]);
	});
});
