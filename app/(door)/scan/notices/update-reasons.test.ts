import { describe, expect, it } from "vitest";
import { messages } from "@/lib/i18n/messages";
import { readTypes } from "@/tests/docs/type-codes";
import { whatOf } from "./update-reasons";

describe("an update that was refused", () => {
	const file = "lib/trust/update-decision.ts";
	const reasons = readTypes(process.cwd(), [file]).literalsOf(file, "UpdateReason");

	it("[TL-3] [VS-8] every reason has a sentence that says what happened and one that says what to do", () => {
		expect(reasons.length).toBeGreaterThan(10);
		for (const reason of reasons) {
			for (const { door } of Object.values(messages)) {
				const { title, body } = door.updateNotice[whatOf(reason)];
				expect(title).not.toBe("");
				// The code is what support asks for.
				expect(body).toContain("{code}");
			}
		}
	});

	it("[TL-3] a date ahead of the clock sends staff to the clock, a foreign signature to another network", () => {
		expect(whatOf("trust_from_future")).toBe("clock");
		expect(whatOf("list_untrusted")).toBe("untrusted");
		expect(messages.fr.door.updateNotice.clock.body).toMatch(/heure/);
		expect(messages.fr.door.updateNotice.untrusted.body).toMatch(/réseau/);
	});

	it("a code of another version is told like something unreadable", () => {
		expect(whatOf("toString")).toBe("unreadable");
		expect(whatOf("of_tomorrow")).toBe("unreadable");
	});
});
