import { describe, expect, it } from "vitest";
import { civilDay } from "@/lib/shared/civil-day";
import { DAY } from "@/lib/shared/numeric-date";
import type { Occasion } from "./occasion";
import { builtInPolicy, destinationsOf, findPolicy, hasPolicy, selectPolicy, usablePolicy } from "./select-policy";

const { countries: _, ...HOME } = { ...builtInPolicy(), activities: ["venue", "train"] };
const VENUE: Occasion = { activity: "venue" };
const at = (iso: string) => Date.parse(iso) / 1000;

/** Rules of arrival of another country. */
function abroad(change: Record<string, unknown> = {}) {
	return { ...HOME, id: "abroad", activities: ["journey"], countries: ["DE"], zone: "Europe/Berlin", ...change };
}

describe("which policy judges", () => {
	it("[P-7] the built-in one names itself, its authority and the day it began", () => {
		expect(builtInPolicy()).toMatchObject({ id: "FR-2021-08-09", authority: expect.stringMatching(/Santé/) });
		expect(builtInPolicy().dates.from).toBe(at("2021-08-09T00:00:00+02:00"));
		expect(builtInPolicy().rules.map((rule) => rule.id)).toEqual(["P-1", "P-2", "P-3", "P-4"]);
		expect(usablePolicy(JSON.parse(JSON.stringify(builtInPolicy())))).toEqual(builtInPolicy());
	});

	it("the one in force for the activity, the youngest first, else the built-in one", () => {
		const august = { ...HOME, id: "august", dates: { from: 1000, to: 3000 } };
		const winter = { ...HOME, id: "winter", dates: { from: 2000 }, activities: ["venue"] };
		const documents = [winter, august, null, "text", 5, [], { id: "broken" }];
		const chosen = (now: number, activity: "venue" | "train") => {
			const selected = selectPolicy(documents, { now, occasion: { activity } });
			return selected.outcome === "found" && [selected.policy.id, selected.at];
		};
		expect(chosen(999, "venue")).toEqual(["FR-2021-08-09", 999]);
		expect(chosen(1000, "venue")).toEqual(["august", 1000]);
		expect(chosen(2000, "venue")).toEqual(["winter", 2000]);
		expect(chosen(2000, "train")).toEqual(["august", 2000]);
		expect(chosen(3000, "train")).toEqual(["FR-2021-08-09", 3000]);
		const twins = [august, { ...august, id: "later in the list", dates: { from: 1000 } }];
		const last = { ...august, id: "later" };
		expect(selectPolicy([...twins, last], { now: 1500, occasion: VENUE })).toMatchObject({ policy: { id: "later" } });
	});

	it("one that applies and that this version cannot use is neither passed over nor replaced", () => {
		const good = { ...HOME, id: "good", dates: { from: 1000 } };
		for (const change of [
			{ rules: [{ ...HOME.rules[0], logic: { between: [1, 2, 3] } }] },
			{ onlyIndoors: true },
			{ zone: "Europe/Atlantide" },
			{ activities: ["venue", "flight"] },
			{ rules: "none" },
		]) {
			const newer = { ...good, id: "newer", dates: { from: 2000 }, ...change };
			const select = (now: number) => selectPolicy([good, newer], { now, occasion: VENUE });
			expect(select(1999)).toMatchObject({ outcome: "found", policy: { id: "good" } });
			expect(select(2000)).toEqual({ outcome: "unusable", id: "newer" });
			expect(findPolicy([newer], "newer", { now: 0, occasion: VENUE })).toEqual({ outcome: "unusable", id: "newer" });
		}
		const flights = { ...good, id: "flights", dates: { from: 3000 }, activities: ["flight"] };
		expect(selectPolicy([good, flights], { now: 3000, occasion: VENUE })).toMatchObject({ policy: { id: "good" } });
	});

	it("is found by its id, whether in force or not", () => {
		const documents = [
			{ ...HOME, id: "winter", dates: { from: 5000 } },
			{ ...builtInPolicy(), authority: "Autre" },
		];
		const named = (id: string) => findPolicy(documents, id, { now: 7, occasion: VENUE });
		expect(named("winter")).toMatchObject({ outcome: "found", policy: { id: "winter" }, at: 7 });
		expect(named("FR-2021-08-09")).toMatchObject({ policy: { authority: "Autre" } });
		expect(named("nothing")).toEqual({ outcome: "missing" });
		expect([hasPolicy([], "FR-2021-08-09"), hasPolicy([], "winter")]).toEqual([true, false]);
	});
});

describe("journeys", () => {
	const journey = (destination: string, arrival?: Extract<Occasion, { activity: "journey" }>["arrival"]): Occasion => ({
		activity: "journey",
		destination,
		arrival,
	});

	it("are judged by the destination's rules as they will be on arrival", () => {
		const august = abroad({ id: "august", dates: { from: at("2021-08-01T00:00:00+02:00") } });
		const autumn = abroad({ id: "autumn", dates: { from: at("2021-09-01T00:00:00+02:00") } });
		const now = at("2021-08-31T12:00:00Z");
		const chosen = (occasion: Occasion) => selectPolicy([august, autumn], { now, occasion });
		expect(chosen(journey("DE"))).toMatchObject({ policy: { id: "august" }, at: now });
		const late = { at: at("2021-08-31T21:59:59Z") };
		expect(chosen(journey("DE", late))).toMatchObject({ policy: { id: "august" }, ...late });
		const midnight = { at: at("2021-08-31T22:00:00Z") };
		expect(chosen(journey("DE", midnight))).toMatchObject({ policy: { id: "autumn" }, ...midnight });
	});

	it("a day of arrival begins with the destination's midnight; today is now", () => {
		const now = at("2021-08-31T21:30:00Z");
		const day = civilDay(2021, 9, 1);
		const moment = (zone: string, arrival = { day }) =>
			selectPolicy([abroad({ dates: { from: 0 }, zone })], { now, occasion: journey("DE", arrival) });
		expect(moment("Europe/Berlin")).toMatchObject({ at: at("2021-08-31T22:00:00Z") });
		expect(moment("Europe/Lisbon")).toMatchObject({ at: at("2021-08-31T23:00:00Z") });
		expect(moment("America/New_York")).toMatchObject({ at: at("2021-09-01T04:00:00Z") });
		expect(moment("Europe/Moscow")).toMatchObject({ at: now }); // there it is the day already
		// Clocks go forward at midnight: the day begins at one o'clock.
		const cuba = moment("America/Havana", { day: civilDay(2022, 3, 13) });
		expect(cuba).toMatchObject({ at: at("2022-03-13T05:00:00Z") });
		expect(moment("Pacific/Kiritimati", { day: day + 2 })).toMatchObject({ at: (day + 2) * DAY - 14 * 3600 });
	});

	it("to France are the built-in policy's; to a country without rules nobody's", () => {
		const now = at("2021-08-31T12:00:00Z");
		const select = (documents: readonly unknown[], occasion: Occasion) => selectPolicy(documents, { now, occasion });
		expect(select([], journey("FR"))).toMatchObject({ outcome: "found", policy: { id: "FR-2021-08-09" }, at: now });
		expect(select([], journey("DE"))).toEqual({ outcome: "missing" });
		expect(select([abroad({ dates: { from: now + 1 } })], journey("DE"))).toEqual({ outcome: "missing" });
		expect(select([abroad({ dates: { from: 0, to: now } })], journey("DE"))).toEqual({ outcome: "missing" });
		// Rules of arrival say nothing about venues and trains at home.
		expect(select([abroad({ dates: { from: 0 } })], VENUE)).toMatchObject({ policy: { id: "FR-2021-08-09" } });
	});

	it("the destinations with rules are told", () => {
		expect(destinationsOf([])).toEqual(["FR"]);
		expect(destinationsOf([abroad({ countries: ["DE", "AT"] }), HOME, { id: "broken" }])).toEqual(["AT", "DE", "FR"]);
	});
});
