import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import type { Counted } from "@/lib/checkin/outcome-counts";
import { DAY } from "@/lib/shared/numeric-date";
import { RelaisDatabase } from "../store/database";
import { countOutcome, forgetOldOutcomes, loadOutcomes } from "./outcome-store";

const NOW = 1_628_868_630;
const GATE = { assignment: "train", gate: "Voiture 4" };
const EXPIRED: Counted = { outcome: "refused", format: "relais", reason: "time_expired" };

let databases = 0;
const freshDatabase = () => new RelaisDatabase(`outcomes ${databases++}`);

describe("counted verdicts on the disk", () => {
	it("[TR-3] every one counts, also those of one moment, and a restart keeps them", async () => {
		const db = freshDatabase();
		await Promise.all(Array.from({ length: 20 }, () => countOutcome(GATE, EXPIRED, { now: NOW, db })));
		await countOutcome(GATE, { ...EXPIRED, reason: "revoked" }, { now: NOW, db });
		await countOutcome(GATE, EXPIRED, { now: NOW + 60, db });
		await countOutcome({ ...GATE, assignment: "another" }, EXPIRED, { now: NOW, db });
		db.close();
		const counts = await loadOutcomes("train", new RelaisDatabase(db.name));
		expect(counts.map(({ minute, reason, count }) => [minute - NOW, reason, count])).toEqual([
			[-30, "revoked", 1],
			[-30, "time_expired", 20],
			[30, "time_expired", 1],
		]);
	});

	it("[TR-3] are forgotten a week later", async () => {
		const db = freshDatabase();
		await countOutcome(GATE, EXPIRED, { now: NOW, db });
		await forgetOldOutcomes({ now: NOW + 6 * DAY, db });
		expect(await loadOutcomes("train", db)).toHaveLength(1);
		await forgetOldOutcomes({ now: NOW + 8 * DAY, db });
		expect(await loadOutcomes("train", db)).toEqual([]);
	});
});
