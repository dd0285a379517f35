import { describe, expect, it } from "vitest";
import { nextHealth, type PortalHealth } from "./portal-health";

describe("portal health", () => {
	it("keeps the time since when it is away while tries fail", () => {
		const away = nextHealth({ state: "unknown" }, { state: "away", now: 100 });
		expect(nextHealth(away, { state: "away", now: 160 })).toEqual({ state: "away", since: 100 });
		expect(nextHealth(away, { state: "answers", now: 170 })).toEqual({ state: "answers", since: 170, lastAnswer: 170 });
		expect(nextHealth(away, { state: "busy", now: 180 })).toEqual({ state: "busy", since: 180 });
	});

	it("remembers a good answer to the minute: the very same object is no write", () => {
		const good: PortalHealth = { state: "answers", since: 100, lastAnswer: 200 };
		expect(nextHealth(good, { state: "answers", now: 259 })).toBe(good);
		expect(nextHealth(good, { state: "answers", now: 260 })).toEqual({ ...good, lastAnswer: 260 });
	});
});
