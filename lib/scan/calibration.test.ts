import { describe, expect, it } from "vitest";
import { keysOf, SCANNERS, SUFFIXES as SUFFIX_KEYS, type Timing, timed } from "@/tests/support/key-timings";
import { alignTexts } from "./align-texts";
import { type CodeResult, checkOf, examineScan, TEST_CODES, TEST_TEXTS } from "./calibration";
import { createRecorder } from "./calibration-recorder";

type Options = Parameters<typeof keysOf>[1] & { suffix?: keyof typeof SUFFIX_KEYS; timing?: Timing };

function scan(
	text: string,
	{ suffix = "CR", timing = SCANNERS.cable, ...keyboard }: Options = {},
): CodeResult | undefined {
	const recorder = createRecorder();
	for (const key of timed([...keysOf(text, keyboard), ...(SUFFIX_KEYS[suffix] ?? [])], timing)) recorder.press(key);
	const recorded = recorder.finish();
	return recorded && examineScan(recorded);
}

describe("[SC-16] the calibration sheet", () => {
	it("finds nothing to say of a scanner as delivered, whatever the computer's keyboard", () => {
		for (const code of TEST_CODES) {
			for (const computer of ["us", "azerty"] as const) {
				expect(scan(TEST_TEXTS[code], { computer })).toMatchObject({ code, reading: "us", findings: [] });
			}
		}
	});

	it("knows a scanner that believes in another keyboard than the computer's, and reads it", () => {
		const capitals = TEST_TEXTS.length;
		expect(scan(capitals, { scanner: "fr" })).toMatchObject({ code: "length", reading: "fr", findings: [] });
		expect(scan(capitals, { scanner: "de" })).toMatchObject({ code: "length", reading: "de", findings: [] });
	});

	it.each(Object.keys(SUFFIX_KEYS))("names the suffix %s", (suffix) => {
		expect(scan(TEST_TEXTS.controls, { suffix })?.suffix).toBe(suffix);
	});

	it("measures speed and pauses", () => {
		expect(scan(TEST_TEXTS.length, { timing: SCANNERS["a pause of 300 ms"] })).toMatchObject({ gap: 5, pause: 300 });
	});

	it.each([
		{ what: "capitals", text: TEST_TEXTS.letters.toUpperCase(), findings: [{ kind: "case", became: "upper" }] },
		{ what: "small letters", text: TEST_TEXTS.letters.toLowerCase(), findings: [{ kind: "case", became: "lower" }] },
		{
			what: "one space of two",
			text: TEST_TEXTS.letters.replace("  M", " M"),
			findings: [{ kind: "spaces", count: 1 }],
		},
		{ what: "no spaces", text: TEST_TEXTS.letters.replaceAll(" ", ""), findings: [{ kind: "spaces", count: 7 }] },
		{ what: "no GS", text: TEST_TEXTS.controls.replaceAll("\x1d", ""), findings: [{ kind: "controls", lost: ["GS"] }] },
		{
			what: "names of controls in their place",
			text: TEST_TEXTS.controls.replaceAll("\x1d", "<GS>").replace("\x1e", "<RS>").replace("\x1f", "<US>"),
			findings: [{ kind: "controls", lost: ["GS", "RS", "US"] }],
		},
		{
			what: "characters lost",
			text: TEST_TEXTS.length.slice(0, 90) + TEST_TEXTS.length.slice(91, 300) + TEST_TEXTS.length.slice(302),
			findings: [{ kind: "dropped", count: 3 }],
		},
	])("says what is wrong: $what", ({ text, findings }) => {
		expect(scan(text)?.findings).toEqual(findings);
	});

	it("keeps a result once all codes were scanned; sound only if all arrived as printed, read in one way", () => {
		const [letters, controls, length] = TEST_CODES.map((code) => scan(TEST_TEXTS[code], { suffix: "Tab" }));
		if (!letters || !controls || !length) throw new Error("the sheet was not read");
		expect(checkOf({ letters, length })).toBeUndefined();
		const kept = { reading: "us", sound: true, suffix: "Tab", gap: 5, pause: 5 };
		expect(checkOf({ letters, controls, length })).toEqual(kept);
		const lossy = { ...length, findings: [{ kind: "dropped", count: 1 }] as const };
		expect(checkOf({ letters, controls, length: lossy })).toEqual({ ...kept, sound: false });
		expect(checkOf({ letters, controls, length: { ...length, reading: "fr" } })?.sound).toBe(false);
	});

	it("takes a pass, a ticket and a person's keys for what they are: no code of the sheet", () => {
		expect(scan("4006381333931")).toBeUndefined();
		expect(scan("https://menu.example/table/12?lang=fr&ref=QR")).toBeUndefined();
		expect(scan("abc")).toBeUndefined();
	});
});

it("texts are aligned with as few differences as there are", () => {
	expect(alignTexts("ABCD", "ABCD")).toEqual([]);
	expect(alignTexts("ABCD", "ACxD")).toEqual([
		{ expected: "B", read: undefined },
		{ expected: undefined, read: "x" },
	]);
	expect(alignTexts("aB", "Ab")).toEqual([
		{ expected: "a", read: "A" },
		{ expected: "B", read: "b" },
	]);
});
