import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { attest, NOW } from "@/tests/support/authority";
import { immunization, makeShcIssuer, PATIENT, shcClaims, signShc, toQr } from "@/tests/support/issue-shc";
import { EntryReader } from "./entry";

const card = async () => {
	const issuer = await makeShcIssuer();
	return toQr(await signShc(issuer, shcClaims(issuer, [PATIENT, immunization("208", "2021-05-01")])), 2);
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("[V-12] what a door makes of a scanned text", () => {
	it("a pass is judged as it was encoded, anything else is shown", () => {
		const door = new EntryReader();
		expect(door.read(`]Q1${attest()}\r\n`, NOW)).toEqual({ outcome: "judge", text: attest() });
		expect(door.read("https://restaurant.example/menu", NOW)).toEqual({
			outcome: "show",
			view: { outcome: "notAPass", what: "other" },
		});
		expect(door.read("https://relais.example/pass#AbCdEfGhIjKlMnOpQrStUv", NOW)).toMatchObject({
			view: { outcome: "notAPass", what: "holderLink" },
		});
		expect(door.read("RG1:6BF1701A0T9WTWGSLKC", NOW)).toMatchObject({
			view: { outcome: "notAPass", what: "gateCode" },
		});
	});

	it("collects parts, whatever is no pass between them", async () => {
		const [first = "", second = ""] = await card();
		const door = new EntryReader();
		expect(door.read(second, NOW)).toMatchObject({ view: { outcome: "part", have: 1, of: 2, mixed: false } });
		door.read("https://restaurant.example/menu", NOW + 1);
		expect(door.read(first, NOW + 2)).toEqual({ outcome: "judge", text: [first, second] });
	});

	it("forgets them with the next pass, when told to, and after a minute", async () => {
		const [first = "", second = ""] = await card();
		for (const between of [
			(door: EntryReader) => void door.read(attest(), NOW),
			(door: EntryReader) => door.forget(),
			() => void vi.advanceTimersByTime(60_000),
		]) {
			const door = new EntryReader();
			door.read(first, NOW);
			between(door);
			expect(door.read(second, NOW)).toMatchObject({ view: { outcome: "part", have: 1 } });
		}
	});
});
