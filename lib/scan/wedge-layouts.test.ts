import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENTER, keysOf, timed } from "@/tests/support/key-timings";
import { POSITIONS } from "@/tests/support/keyboards";
import { HC1, listen, RP1, read, SHC, scan, TWODDOC } from "@/tests/support/wedge-page";
import { beginsLikeCode, strokeOf } from "./wedge-run";

describe("which keyboard", () => {
	it("[SC-3] a scanner as delivered on an AZERTY computer", () => {
		for (const text of [RP1, HC1, TWODDOC, SHC]) {
			const page = listen();
			page.type(timed([...keysOf(text, { computer: "azerty" }), ENTER], () => 5));
			expect(page.scans).toEqual([read(text)]);
		}
	});

	it("[SC-3] a scanner set up for a French or German computer, on an American one", () => {
		for (const scanner of ["fr", "de"] as const) {
			for (const text of [RP1, HC1]) {
				const page = listen();
				page.type(timed([...keysOf(text, { scanner }), ENTER], () => 5));
				expect(page.scans).toEqual([read(text)]);
			}
		}
	});

	it("[SC-3] a scanner set up for the computer's own keyboard, whichever that is", () => {
		const page = listen();
		const keys = [...RP1].map((key) => ({ ...ENTER, code: "KeyX", key }));
		page.type(timed([...keys, ENTER], () => 10));
		expect(page.scans).toEqual([read(RP1)]);
	});

	it("[SC-3] Android names no positions: the characters are all there is", () => {
		const page = listen();
		page.type(timed([...[...RP1].map((key) => ({ ...ENTER, code: "", key })), ENTER], () => 20));
		expect(page.scans).toEqual([read(RP1)]);
	});

	it("[SC-3] a lock of capitals that turned the letters round is turned back", () => {
		const page = listen();
		const turned = [...RP1].map((key) => ({ ...ENTER, code: "", key: key.toLowerCase() }));
		page.type(timed([...turned, ENTER], () => 5));
		expect(page.scans).toEqual([read(RP1)]);
	});

	it("[SC-16] what the calibration sheet found is tried first", () => {
		const page = listen({ reading: "fr" });
		page.type(timed([...keysOf("Menu du jour", { scanner: "fr" }), ENTER], () => 5));
		expect(page.scans).toEqual([read("Menu du jour")]);
	});

	it("[SC-3] a whole text may be typed by numbers, Alt and the keypad, as scanners do that believe in no keyboard", () => {
		for (const field of [false, true]) {
			const page = listen({ field, content: "40123" });
			let time = 5000;
			for (const character of TWODDOC) {
				const alt = { ...ENTER, code: "AltLeft", key: "Alt", timeStamp: ++time };
				page.type([alt]);
				for (const digit of String(character.charCodeAt(0)).padStart(4, "0")) {
					page.type([{ ...alt, code: `Numpad${digit}`, key: digit, altKey: true, timeStamp: ++time }]);
				}
				page.reader.release({ key: "Alt", timeStamp: ++time });
			}
			page.type([{ ...ENTER, timeStamp: time + 2 }]);
			expect(page.scans).toEqual([read(TWODDOC)]);
			expect(page.shown()).toBe("40123");
		}
	});

	it("[SC-3] every text of the American keyboard that begins like a code arrives unchanged, nothing trimmed", () => {
		const characters = fc.constantFrom(...POSITIONS.keys(), "\x1d", "\x1e", "\x1f");
		const another = (text: string) => {
			const strokes = keysOf(text).flatMap((key) => strokeOf(key, 0) ?? []);
			return strokes.some((_, at) => at > 0 && beginsLikeCode(strokes.slice(at)));
		};
		const texts = fc
			.array(characters, { minLength: 1, maxLength: 80 })
			.map((list) => `RP1:${list.join("")}`)
			// After a pause that would be the next code of the same trigger (SC-9).
			.filter((text) => !another(text));
		fc.assert(
			fc.property(texts, fc.array(fc.nat(95), { minLength: 7, maxLength: 7 }), (text, gaps) => {
				const page = listen();
				scan(page, text, { timing: (index) => gaps[index % 7] ?? 0 });
				expect(page.scans).toEqual([read(text)]);
			}),
		);
	});
});
