/** Values computed once by hand-written Python (hmac, hashlib) from the text of spec §5, not by this code. */
import { describe, expect, it } from "vitest";
import { base64url } from "@/lib/shared/bytes";
import { civilDay, formatCivilDay, parseCivilDay } from "@/lib/shared/civil-day";
import { dammDigit } from "@/lib/shared/damm";
import { codeHash } from "./code-hash";
import { deriveGKey, derivePKeys } from "./derive-keys";
import { afterCode, lockedFor, OPEN_LOCK } from "./entry-lock";
import { initialsOf, normaliseBirth, normaliseInitials } from "./holder-facts";
import { issueCode } from "./issue-code";
import { printPharmacyNumber, readPharmacyNumber } from "./pharmacy-number";
import { revokedCode } from "./revoked-codes";

const MASTER = new Uint8Array(32).map((_, i) => i);

describe("known answers", () => {
	it("[CC-1] G and P keys", () => {
		expect(base64url(deriveGKey(MASTER, "2021-08-16", 0))).toBe("g30uaSQQ1bEy_wyJ51Isrw");
		expect(base64url(deriveGKey(MASTER, "2021-08-16", 11))).toBe("ece3_EMKeFLuUUy-Q6WHgw");
		expect(base64url(derivePKeys(MASTER, "40123", "2021-08-16")[11] ?? new Uint8Array())).toBe(
			"lquTB4Wf8RkhM-irrzuPBA",
		);
	});

	it("[CC-2] a whole code", () => {
		const days = { "2021-08-16": derivePKeys(MASTER, "40123", "2021-08-16").map(base64url) };
		const request = { kind: "N", exp: 1_629_130_000, birth: "1990-02-03", initials: "EC" } as const;
		expect(issueCode({ pharmacy: "40123", days }, { pharmacy: "40123", ...request })).toEqual({
			ok: true,
			value: { number: "40123-3", code: "99XM GQQB SA2B 9XWW", ends: 1_629_126_000 },
		});
	});

	it("[CC-8] the entry of a revoked code, to the bit", () => {
		// 40123-3, kind N, slot 1629126000 / 10800 = 150845, the sixth of its day; symbols M GQQB SA2B 9XW.
		const entry = revokedCode({ pharmacy: "40123", kind: "N", slot: 150_845, macs: "MGQQBSA2B9XW" });
		const number = (40_123).toString(2).padStart(17, "0");
		const bits = [20, 16, 23, 23, 11, 25, 10, 2, 11, 9, 29, 28].map((value) =>
			(value & 3).toString(2).padStart(2, "0"),
		);
		const whole = BigInt(`0b00${number}01101${bits.join("")}`);
		expect(Buffer.from(entry).toString("hex")).toBe(whole.toString(16).padStart(12, "0"));
	});

	it("[CC-8] the hash of a code", () => {
		expect(base64url(codeHash("40123", "99XMGQQBSA2B9XWW"))).toBe("2XYg");
	});
});

describe("pharmacy number", () => {
	it("[CC-5] Damm digits of the published example", () => {
		expect(dammDigit("572")).toBe(4);
		expect(dammDigit("5724")).toBe(0);
		expect(printPharmacyNumber("40123")).toBe("40123-3");
	});

	it("[CC-5] one wrong digit or two neighbours exchanged are caught", () => {
		for (let n = 0; n < 100_000; n += 37) {
			const printed = printPharmacyNumber(String(n).padStart(5, "0")).replace("-", "");
			expect(readPharmacyNumber(printed)).toBe(printed.slice(0, 5));
			for (let at = 0; at < 6; at++) {
				const digits = [...printed];
				const wrong = digits.with(at, String((Number(digits[at]) + 1 + (n % 9)) % 10)).join("");
				expect(readPharmacyNumber(wrong)).toBeUndefined();
				if (at === 5 || digits[at] === digits[at + 1]) continue;
				const swapped = digits.with(at, digits[at + 1] ?? "").with(at + 1, digits[at] ?? "");
				expect(readPharmacyNumber(swapped.join(""))).toBeUndefined();
			}
		}
	});
});

describe("holder facts", () => {
	it("[CC-2] initials after transliteration, A–Z only, X when none is left", () => {
		expect(initialsOf({ family: "ESSAI", given: "Camille Aimée" })).toBe("EC");
		expect(initialsOf({ family: "’t Été", given: "Émile" })).toBe("TE");
		expect(initialsOf({ family: "李", given: "Camille" })).toBe("C");
		expect(initialsOf({ family: "李", given: "" })).toBe("X");
		expect(normaliseInitials("é-ç.")).toBe("EC");
		expect(normaliseInitials("")).toBe("X");
	});

	it.each([
		["Łukaszewski", "Kamil", "ŁK", "LK"],
		["Østergaard", "Hans", "ØH", "OH"],
		["Œuvrard", "Paul", "ŒP", "OP"],
		["Đorđević", "Ana", "ĐA", "DA"],
		["Æbelø", "Ida", "ÆI", "AI"],
		["Ślusarz", "Łucja", "ŚŁ", "SL"],
		["Þórsdóttir", "Ðagný", "ÞÐ", "TD"],
		["Åström", "Ängla", "ÅÄ", "AA"],
		["ẞeta", "İpek", "ßi", "SI"],
		["Щербакова", "Юлия", "ЩЮ", "SI"],
		["Ψύλλας", "Ωρίων", "ΨΩ", "PO"],
	])("[CC-2] what the document shows and what its machine-readable zone shows are one: %s %s", (...person) => {
		const [family, given, shown, zone] = person;
		expect(initialsOf({ family, given })).toBe(zone);
		expect(initialsOf({ family: family.normalize("NFD"), given })).toBe(zone);
		for (const typed of [shown, zone, shown.normalize("NFD"), `${[...shown].join(". ")}.`]) {
			expect(normaliseInitials(typed)).toBe(zone);
		}
	});

	it("[CC-2] birth date as YYMMDD, unknown parts 00", () => {
		expect(normaliseBirth("1990-02-03")).toBe("900203");
		expect(normaliseBirth("1990-02")).toBe("900200");
		expect(normaliseBirth("2004")).toBe("040000");
		expect(normaliseBirth("900203")).toBe("900203");
		for (const odd of ["90", "19900203", "1990/02/03", "1990-02-03T00:00", "٠٠٠٠٠٠"]) {
			expect(normaliseBirth(odd)).toBeUndefined();
		}
	});
});

describe("entry lock", () => {
	it("[CC-6] five rejections lock for 60 s, doubling to an hour", () => {
		let lock = OPEN_LOCK;
		let now = 1_000_000;
		const lengths: number[] = [];
		for (let round = 0; round < 8; round++) {
			for (let i = 0; i < 5; i++) {
				expect(lockedFor(lock, now)).toBe(0);
				lock = afterCode(lock, "rejected", now);
			}
			lengths.push(lockedFor(lock, now));
			expect(afterCode(lock, "accepted", now)).toBe(lock);
			now += lockedFor(lock, now);
		}
		expect(lengths).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600]);
		now += 3600;
		for (let i = 0; i < 5; i++) lock = afterCode(lock, "rejected", now);
		expect(lockedFor(lock, now)).toBe(60);
	});

	it("[CC-6] typos and missing keys do not count, and an acceptance takes nothing back", () => {
		let lock = OPEN_LOCK;
		for (const outcome of [
			"rejected",
			"rejected",
			"typo",
			"accepted",
			"rejected",
			"rejected",
			"keys_missing",
			"expired",
			"accepted",
		] as const) {
			lock = afterCode(lock, outcome, 10);
		}
		expect(lock.rejectedAt).toEqual([10, 10, 10, 10]);
		expect(lockedFor(lock, 10)).toBe(0);
		expect(lockedFor(afterCode(lock, "rejected", 10), 10)).toBe(60);
	});

	it("[CC-6] a rejection counts for an hour, to the second, and the hour slides", () => {
		const first = 1_000_000;
		const four = [0, 10, 20, 30].reduce((lock, at) => afterCode(lock, "rejected", first + at), OPEN_LOCK);
		expect(lockedFor(afterCode(four, "rejected", first + 3599), first + 3599)).toBe(60);
		const slid = afterCode(four, "rejected", first + 3600);
		expect(lockedFor(slid, first + 3600)).toBe(0);
		expect(slid.rejectedAt).toHaveLength(4);
		expect(lockedFor(afterCode(slid, "rejected", first + 3609), first + 3609)).toBe(60);
	});

	it("[CC-6] a rejection before the clock was set back still counts", () => {
		let lock = OPEN_LOCK;
		for (let i = 0; i < 4; i++) lock = afterCode(lock, "rejected", 2_000_000);
		expect(lockedFor(afterCode(lock, "rejected", 1_000_000), 1_000_000)).toBe(60);
	});

	it("[CC-6] a clock set back before the lock began opens it", () => {
		let lock = OPEN_LOCK;
		for (let i = 0; i < 5; i++) lock = afterCode(lock, "rejected", 1_000_000);
		expect(lockedFor(lock, 1_000_059)).toBe(1);
		expect(lockedFor(lock, 999_999)).toBe(0);
	});
});

describe("civil days", () => {
	it("agree with the platform's calendar", () => {
		for (let day = civilDay(1, 1, 1); day < civilDay(9999, 12, 31); day += 997) {
			const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
			expect(formatCivilDay(day)).toBe(text);
			expect(parseCivilDay(text)).toBe(day);
		}
		for (const odd of ["2021-02-29", "2021-13-01", "2021-00-10", "2021-01-00", "2021-1-1", "", "2021-04-31"]) {
			expect(parseCivilDay(odd)).toBeUndefined();
		}
		expect(parseCivilDay("2024-02-29")).toBe(civilDay(2024, 2, 29));
	});
});
