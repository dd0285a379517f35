import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { civilDay } from "@/lib/shared/civil-day";
import { RelaisDatabase } from "../store/database";
import { writeFact } from "../store/facts";
import { changeGate, chooseGate, newGate, occasionOf, readGate } from "./gate-choice";

const NOON = Date.parse("2021-08-20T12:00:00Z") / 1000;

describe("what passes are shown for", () => {
	it("a venue, a train, or a journey from a train", () => {
		const journey = { destination: "DE" };
		expect(occasionOf({ mode: "event", journey }, NOON)).toEqual({ activity: "venue" });
		expect(occasionOf({ mode: "train" }, NOON)).toEqual({ activity: "train" });
		expect(occasionOf({ mode: "train", journey }, NOON)).toEqual({ activity: "journey", destination: "DE" });
	});

	it("a day of arrival that is today or over is now", () => {
		const arrivalOn = (arrival: string) => {
			const occasion = occasionOf({ mode: "train", journey: { destination: "DE", arrival } }, NOON);
			return occasion.activity === "journey" && occasion.arrival;
		};
		expect(arrivalOn("2021-08-21")).toEqual({ day: civilDay(2021, 8, 21) });
		for (const day of ["2021-08-20", "2021-08-19", "soon"]) expect(arrivalOn(day)).toBeUndefined();
	});
});

describe("the post that staff chose", () => {
	const earlier = { assignment: "event", name: "Cinéma", gate: "A", mode: "event", capacity: null, ends: NOON + 3600 };
	const post = newGate({ ...earlier, mode: "event" });

	it("[SC-10] keeps its direction; an earlier version's post goes in", async () => {
		const db = new RelaisDatabase("gate choice");
		await changeGate({ direction: "out" }, db);
		expect(await readGate(NOON, db)).toEqual({ state: "none" });
		await chooseGate(post, db);
		await changeGate({ direction: "out" }, db);
		expect(await readGate(NOON, db)).toEqual({ state: "chosen", gate: { ...post, direction: "out" } });
		await writeFact("gate", earlier, db);
		expect(await readGate(NOON, db)).toEqual({ state: "chosen", gate: post });
	});
});
