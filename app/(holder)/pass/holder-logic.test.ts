import { describe, expect, it } from "vitest";
import { encodeHc1 } from "@/lib/formats/hc1/encode-hc1";
import { err, ok } from "@/lib/shared/result";
import { lookUpOf, nextLook } from "./look-up";
import { readPassContent } from "./pass-content";
import { TYPING } from "./question";

describe("[EN-1] the birth date", () => {
	const { read, write } = TYPING.birth;

	it("is handed over as the record has it, unknown parts left out, in the forms of the counter", () => {
		for (const typed of ["03/02/1990", "3/2/1990", "030290", "03021990", "3 févr. 1990", "1990-02-03"]) {
			expect([typed, read(write(typed))]).toEqual([typed, { birth: "1990-02-03" }]);
		}
		expect(read("00/02/1990")).toEqual({ birth: "1990-02" });
		expect(read("--/--/1990")).toEqual({ birth: "1990" });
		expect(read("29/02/1992")).toEqual({ birth: "1992-02-29" });
	});

	it("half dates and impossible ones ask again before anything is sent", () => {
		for (const typed of [
			"",
			"03/02",
			"32/01/1990",
			"31/02/1990",
			"29/02/1990",
			"01/13/1990",
			"03/00/1990",
			"01/01/0990",
		]) {
			expect([typed, read(typed)]).toEqual([typed, undefined]);
		}
	});
});

describe("the strip number", () => {
	const { write, read } = TYPING.stripNumber;

	it("is grouped as the strip has it, however it is typed", () => {
		expect(["0", "000", "0005", "0005724", "000 57 24", "000-5724"].map(write)).toEqual([
			"0",
			"000",
			"000 5",
			"000 5724",
			"000 5724",
			"000 5724",
		]);
		expect(read(write("0005724"))).toEqual({ stripNumber: "0005724" });
	});

	it("a slip, half a number and a birth date ask again before anything is sent", () => {
		for (const typed of ["", "000 572", "000 5725", "03021990"]) expect(read(write(typed))).toBeUndefined();
	});
});

describe("looking up", () => {
	it("an unreachable portal is never taken for an answer about the record", () => {
		const away = err({ kind: "unreachable", code: "portal_unreachable", retryable: true } as const);
		expect(lookUpOf(away)).toEqual({ state: "unreachable" });
		expect(lookUpOf(ok({ state: "wrong_birth", triesLeft: 3 }))).toEqual({ state: "asking", triesLeft: 3 });
		expect(lookUpOf(ok({ state: "wrong_number", triesLeft: 1 }))).toEqual({ state: "asking", triesLeft: 1 });
		expect(lookUpOf(ok({ state: "ready", hc1: "HC1:X", registeredAt: 1 }))).toEqual({ state: "ready", hc1: "HC1:X" });
	});

	it("[RT-3] says of what is no longer kept that it was there once, and looks no more", () => {
		const forgotten = lookUpOf(ok({ state: "withdrawn", reason: "other", forgotten: true }));
		expect(forgotten).toEqual({ state: "forgotten" });
		expect(nextLook(forgotten, { looks: 0, random: 0.5, retryAfter: undefined })).toBeUndefined();
	});

	it("[OL-7] a sheet that is due is waited for", () => {
		expect(lookUpOf(ok({ state: "number_shared" }))).toEqual({ state: "number_shared" });
		expect(nextLook({ state: "number_shared" }, { looks: 0, random: 0.5, retryAfter: undefined })).toBeGreaterThan(0);
	});

	it("the page looks again only while there is something to wait for, less and less often", () => {
		const at = { looks: 0, random: 0.5, retryAfter: undefined };
		expect(nextLook({ state: "ready", hc1: "" }, at)).toBeUndefined();
		expect(nextLook({ state: "locked", until: 1 }, at)).toBeUndefined();
		const waits = Array.from(
			{ length: 20 },
			(_, looks) => nextLook({ state: "not_registered" }, { ...at, looks }) ?? 0,
		);
		expect(waits).toEqual([...waits].sort((a, b) => a - b));
		expect(Math.min(...waits)).toBeGreaterThanOrEqual(24);
		expect(Math.max(...waits)).toBeLessThanOrEqual(1080);
		expect(nextLook({ state: "unreachable" }, { ...at, retryAfter: 600 })).toBeGreaterThanOrEqual(600);
	});
});

describe("what the pass says", () => {
	it("is read from the pass itself", async () => {
		const dcc = {
			ver: "1.3.0",
			nam: { fn: "ESSAI", gn: "Camille Aimée", fnt: "ESSAI", gnt: "CAMILLE<AIMEE" },
			dob: "1990-02-03",
			t: [
				{
					tg: "840539006",
					tt: "LP217198-3",
					sc: "2021-08-13T16:40:00+02:00",
					tr: "260415000",
					co: "FR",
					is: "Relais",
					ci: "URN:UVCI:01:FR:X#1",
				},
			],
		};
		const signer = { kid: new Uint8Array(8), sign: async () => new Uint8Array(64) } as const;
		const hc1 = await encodeHc1({ dcc, issuer: "FR", iat: 1_628_865_600, exp: 1_660_401_600 }, signer);
		expect(readPassContent(hc1)).toEqual({
			family: "ESSAI",
			given: "Camille Aimée",
			birth: "1990-02-03",
			proof: { kind: "test", positive: false, naat: false, performedAt: 1_628_865_600 },
			certificate: "URN:UVCI:01:FR:X#1",
			expires: 1_660_401_600,
		});
		expect(readPassContent("HC1:broken")).toBeUndefined();
	});
});
