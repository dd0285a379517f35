import { expect, it } from "vitest";
import { createPace, GLANCE_MS, REST_AFTER_MS, REST_LOOK_MS } from "./pace";

const still = (kind: "look" | "glance") => ({ kind, moved: false });

it("[SC-28] every frame is searched while something moves, and for twenty seconds after", () => {
	const pace = createPace(0);
	for (let now = 0; now < REST_AFTER_MS; now += 100) {
		expect(pace.next(now)).toBe("look");
		pace.took(still("look"), now);
	}
	expect(REST_AFTER_MS).toBe(20_000);
});

it("[SC-28] then few are, until the first movement", () => {
	const pace = createPace(0);
	const taken = { look: 0, glance: 0 };
	for (let now = REST_AFTER_MS; now < REST_AFTER_MS + 60_000; now += GLANCE_MS) {
		const kind = pace.next(now);
		taken[kind]++;
		pace.took(still(kind), now);
	}
	expect(taken.look).toBeLessThanOrEqual(60_000 / REST_LOOK_MS + 1);
	expect(taken.glance).toBeGreaterThan(10 * taken.look);
	const now = REST_AFTER_MS + 60_000;
	expect(pace.next(now)).toBe("glance");
	pace.took({ kind: "glance", moved: true }, now);
	expect(pace.next(now)).toBe("look");
});
