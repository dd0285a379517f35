import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { RelaisDatabase } from "../store/database";
import { firstUseSeen, noteFirstUse } from "./first-use";

describe("the first-use cards", () => {
	it("[DP-5] are shown once on a device, whatever is restarted", async () => {
		const db = new RelaisDatabase("first use");
		expect(await firstUseSeen(db)).toBe(false);
		await noteFirstUse(db);
		db.close();
		expect(await firstUseSeen(new RelaisDatabase("first use"))).toBe(true);
	});
});
