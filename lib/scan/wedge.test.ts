import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	ENTER,
	ESCAPE,
	handTiming,
	keysOf,
	LINE_FEED,
	SCANNERS,
	SUFFIXES,
	TAB,
	type Timing,
	timed,
} from "@/tests/support/key-timings";
import { HC1, listen, RP1, read, SHC, scan, TWODDOC } from "@/tests/support/wedge-page";
import { createWedgeReader, HELD_MS, LONG_PAUSE_MS, SUFFIX_MS } from "./wedge";

const EAN = "4006381333931";

const timings = Object.entries(SCANNERS).map(([name, timing]) => ({ name, timing: timing as Timing }));
const suffixes = Object.entries(SUFFIXES).map(([name, keys]) => ({ name, keys }));

describe("a scan over the page", () => {
	it.each(timings)("[SC-11] $name: the whole text arrives, and no key is left to the browser", ({ timing }) => {
		for (const text of [RP1, HC1, SHC, TWODDOC]) {
			const page = listen();
			scan(page, text, { timing });
			page.quiet();
			expect(page.scans).toEqual([read(text)]);
			expect(page.left).toEqual([]);
		}
	});

	it.each(suffixes)("[SC-12] suffix $name: one text, nothing pressed", ({ keys }) => {
		for (const later of [0, 30, 80, 150, SUFFIX_MS]) {
			const page = listen();
			const timing: Timing = (index) => (index < RP1.length ? 5 : later);
			scan(page, RP1, { timing, suffix: keys });
			page.quiet();
			expect(page.scans).toEqual([read(RP1)]);
			expect(page.left).toEqual([]);
		}
	});

	it("[SC-12] a key that comes later than 300 ms after the scan is a person's", () => {
		const page = listen();
		scan(page, RP1);
		page.type([{ ...ENTER, timeStamp: page.last() + SUFFIX_MS + 1 }]);
		expect(page.left).toEqual(["Enter"]);
	});

	it("[SC-12] nothing is pressed within 300 ms of a scan without a suffix, by any key that scanners send", () => {
		for (const key of [ENTER, TAB, ESCAPE, LINE_FEED]) {
			const page = listen();
			scan(page, RP1, { suffix: [] });
			page.type([{ ...key, timeStamp: page.last() + 200 }]);
			expect(page.left).toEqual([]);
		}
	});

	it("[SC-12] a line feed alone never reaches the browser, which would open its downloads", () => {
		const page = listen({ field: true });
		page.type([{ ...LINE_FEED, timeStamp: 1 }]);
		expect(page.left).toEqual([]);
	});

	it("[SC-12] short codes are swallowed with their suffix, and told", () => {
		for (const text of [EAN, "96385074", "A-113", "12345"]) {
			const page = listen();
			scan(page, text);
			expect(page.scans).toEqual([read(text)]);
			expect(page.left).toEqual([]);
		}
	});

	it("[SC-9] two codes in one trigger are two texts, with a suffix or without", () => {
		const address = "https://relais.example/pass#n.AAAAAAAAAAAAAAAAAAAAAA.1";
		for (const suffix of [[ENTER], []]) {
			for (const second of [HC1, address]) {
				const page = listen();
				scan(page, RP1, { suffix });
				scan(page, second, { suffix, start: page.last() + 60 });
				page.quiet();
				expect(page.scans).toEqual([read(RP1), read(second)]);
				expect(page.left).toEqual([]);
			}
		}
	});

	it("a key pressed just before is no part of the scan", () => {
		const page = listen();
		page.type(timed(keysOf("e"), () => 0));
		scan(page, RP1, { start: 5180 });
		expect(page.scans).toEqual([read(RP1)]);
	});
});

describe("a scan into a field", () => {
	it.each(timings)("[SC-13] $name: the field is as it was, and the scan is heard", ({ timing }) => {
		for (const text of [RP1, HC1, SHC, TWODDOC]) {
			for (const { keys } of suffixes) {
				const page = listen({ field: true, content: "40123" });
				scan(page, text, { timing, suffix: keys });
				page.quiet();
				expect(page.shown()).toBe("40123");
				expect(page.left.filter((key) => key.length > 1)).toEqual([]);
				expect(page.scans).toEqual([read(text)]);
			}
		}
	});

	it("[SC-13] retail codes leave no digit in the field and do not send the form", () => {
		for (const timing of [() => 5, () => 45]) {
			const page = listen({ field: true, content: "4" });
			scan(page, EAN, { timing });
			expect([page.shown(), page.left.includes("Enter")]).toEqual(["4", false]);
		}
	});
});

describe("people", () => {
	const code = "99XM GQQB SA2B 9XWW";

	it.each([40, 60, 90, 95, 130, 200])("[SC-13] typing at %i ms a key, evenly, stands in the field as typed", (gap) => {
		const page = listen({ field: true });
		page.type(timed([...keysOf(code), ENTER], () => gap));
		page.quiet();
		expect([page.shown(), page.left.at(-1), page.scans]).toEqual([code, "Enter", []]);
	});

	it("[SC-13] keys that came faster than hands go back to the field, in order, when the run proves to be no scan", () => {
		const page = listen({ field: true, content: "4" });
		page.type(timed(keysOf("01233"), () => 4));
		expect(page.shown()).toBe("4012");
		page.quiet();
		expect(page.shown()).toBe("401233");
		const rolled = listen({ field: true });
		const timing: Timing = (index) => (index < 6 ? 10 : 120);
		rolled.type(timed(keysOf("99XMGQQB"), timing));
		expect(rolled.shown()).toBe("99XMGQQB");
		expect(rolled.last()).toBeGreaterThan(HELD_MS);
	});

	it("[SC-13] right after a scan a person's keys are held for a moment, and not lost", () => {
		const page = listen({ field: true });
		scan(page, RP1);
		page.type(timed(keysOf("401233"), () => 110, page.last() + 150));
		page.quiet();
		expect(page.shown()).toBe("401233");
	});

	it("[SC-4] typing is never a scan and never swallowed, whatever hands do", () => {
		const characters = fc.constantFrom(..."ABCDEFGHJKMNPQRSTVWXYZ0123456789 ");
		const words = fc.array(characters, { minLength: 1, maxLength: 40 }).map((list) => list.join(""));
		fc.assert(
			fc.property(words, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (text, numbers) => {
				const page = listen({ field: true });
				const random = () => numbers.next().value ?? 0;
				page.type(timed([...keysOf(text), ENTER], handTiming(random)));
				page.quiet();
				expect([page.shown(), page.left.at(-1), page.scans]).toEqual([text, "Enter", []]);
			}),
		);
	});

	it("[SC-4] single keys over the page are the person's", () => {
		for (const key of [ENTER, TAB, ESCAPE, { ...ENTER, code: "Space", key: " " }]) {
			const page = listen();
			page.type([{ ...key, timeStamp: 1 }]);
			page.quiet();
			expect([page.left, page.scans]).toEqual([[key.key], []]);
		}
	});

	it("[SC-4] shortcuts end a run, and are the person's", () => {
		const page = listen();
		page.type(timed(keysOf("ABC"), () => 150));
		page.type([{ ...ENTER, code: "KeyC", key: "c", ctrlKey: true, timeStamp: 5400 }]);
		page.quiet();
		expect([page.left, page.scans]).toEqual([["c"], []]);
	});
});

describe("characters that were lost", () => {
	it("[SC-14] a scan without its beginning is no verdict: scan again", () => {
		for (const text of [RP1, HC1, TWODDOC, SHC]) {
			for (const cut of [6, 20]) {
				const page = listen();
				scan(page, text.slice(cut));
				expect(page.scans).toEqual([{ outcome: "stuttered" }]);
			}
		}
	});

	it("[SC-14] a pause that no scanner makes tears a scan in two: neither half is a person's refusal", () => {
		const page = listen();
		scan(page, RP1, { timing: (index) => (index === 60 ? LONG_PAUSE_MS + 100 : 5) });
		expect(page.scans).toEqual([read(RP1.slice(0, 60)), { outcome: "stuttered" }]);
	});

	it("[SC-16] a scanner that is known to send a suffix may stop for longer, and one that sends none is heard sooner", () => {
		const dueOf = (suffix?: boolean) => {
			const reader = createWedgeReader({ suffix });
			for (const key of timed(keysOf(RP1), () => 5)) reader.press(key);
			return reader.due() ?? 0;
		};
		expect(dueOf(true)).toBeGreaterThan(dueOf());
		expect(dueOf()).toBeGreaterThan(dueOf(false));
		expect(dueOf(false)).toBe(LONG_PAUSE_MS);
	});

	it("[SC-14] a menu, a ticket and a network's code are no tails", () => {
		for (const text of [
			"https://menu.example/table/12?lang=fr",
			"HTTPS://MENU.EXAMPLE/TABLE/12",
			"WIFI:T:WPA;S:Bar;P:secret12;;",
			"TICKET-2021-08-20-ROW-K-SEAT-12",
			"12345678901234567890",
		]) {
			const page = listen();
			scan(page, text);
			expect(page.scans).toEqual([read(text)]);
		}
	});
});
