import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMAND } from "@/tests/support/actors";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { seedDemoWorld } from "./seed-demo-world";

let portal: TestServer;
beforeAll(async () => {
	portal = await openTestServer();
});
afterAll(() => portal.close());

describe("demo world", () => {
	it("is made once, with fresh links each time, and goes on from now", async () => {
		const first = await seedDemoWorld(portal.server.context, COMMAND);
		portal.clock.now += 60 * 86_400;
		const second = await seedDemoWorld(portal.server.context, COMMAND);
		expect(Object.keys(first ?? {})).toEqual(["counter", "door", "train", "console"]);
		for (const [name, link] of Object.entries(first ?? {})) {
			expect(link).toMatch(name === "console" ? /\/console#[\w-]{22}$/ : /\/enrol#[0-9A-Z]{20}\.[\w-]{43}$/);
			expect(link).not.toBe(second?.[name as keyof typeof second]);
		}
		const [counts] = await portal.database.query(
			"SELECT (SELECT count(*) FROM pharmacies)::int AS pharmacies, (SELECT count(*) FROM venues)::int AS venues, " +
				"(SELECT count(*) FROM assignments WHERE ends_at > $1)::int AS running",
			[new Date(portal.clock.now * 1_000)],
		);
		expect(counts).toEqual({ pharmacies: 3, venues: 2, running: 2 });
	});

	it("is not made in a database that holds another world", async () => {
		const other = await openTestServer();
		await other.server.context.db.pharmacy.create({ data: { number: "70000", name: "Autre", town: "Ailleurs" } });
		expect(await seedDemoWorld(other.server.context, COMMAND)).toBeUndefined();
		expect(await other.database.query("SELECT number FROM pharmacies")).toEqual([{ number: "70000" }]);
		await other.close();
	});
});
