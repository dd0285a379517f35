import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { sumCounts } from "@/lib/checkin/outcome-counts";
import { tallyOf } from "@/lib/checkin/tally";
import { HOUR } from "@/lib/shared/numeric-date";
import { RelaisDatabase } from "../store/database";
import { recordPassage } from "./check-in";
import { countUnsent, indexedDbCheckinStore } from "./checkin-store";
import { newGate } from "./gate-choice";
import { countOutcome, loadOutcomes } from "./outcome-store";

const NOW = 1_628_868_600;
const CONTROLS = 2000;
const FORMATS = ["relais", "hc1", "shc", "2ddoc", "code"] as const;

it("[TR-2] a shift of 8 hours with 2,000 controls and no network: all of them counted, none of a person kept", async () => {
	const db = new RelaisDatabase("a whole shift");
	const run = { from: "Rennes", to: "Paris", date: "2021-08-13" };
	const gate = newGate({
		...{ assignment: "t8715", name: "Train 8715", gate: "Voiture 4", mode: "train", capacity: null },
		...{ ends: NOW + 8 * HOUR, run },
	});
	for (let i = 0; i < CONTROLS; i++) {
		const now = NOW + Math.floor((i * 8 * HOUR) / CONTROLS);
		const format = FORMATS[i % FORMATS.length] ?? "relais";
		// Every tenth is refused, every fiftieth cannot be verified; every seventh person was controlled before.
		if (i % 10 === 9) {
			const reason = i % 50 === 49 ? "issuer_unknown" : "time_expired";
			const outcome = i % 50 === 49 ? "unverifiable" : "refused";
			await countOutcome(gate, { outcome, format, reason }, { now, db });
			continue;
		}
		const passId = `URN:UVCI:${i % 7 === 6 ? i - 1 : i}`;
		const outcome = format === "code" ? "provisional" : "accepted";
		const presented = { passId, outcome, format, direction: "in", again: false } as const;
		const recorded = await recordPassage(gate, presented, { now, db });
		expect(recorded).toMatchObject({ ok: true, value: { outcome: "recorded" } });
		await countOutcome(gate, { outcome: "admitted", format, reason: "" }, { now, db });
	}
	db.close();

	const after = new RelaisDatabase("a whole shift");
	const counts = await loadOutcomes("t8715", after);
	expect(Object.fromEntries(sumCounts(counts, ({ outcome, reason }) => `${outcome} ${reason}`))).toEqual({
		...{ "admitted ": 1800, "refused time_expired": 160, "unverifiable issuer_unknown": 40 },
	});
	const events = await indexedDbCheckinStore(after).events("t8715");
	expect(tallyOf(events, "t8715")).toMatchObject({ entries: 1800, exits: 0 });
	expect(await countUnsent(after)).toBe(1800);
	// A shift's numbers are a few rows for each minute, whatever the number of controls.
	expect(new Set(counts.map(({ minute }) => minute)).size).toBe(480);
	const kept = JSON.stringify(await Promise.all(after.tables.map((table) => table.toArray())));
	expect(kept).not.toContain("UVCI");
}, 120_000);
