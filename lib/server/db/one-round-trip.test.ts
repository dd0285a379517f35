import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { inOneRoundTrip } from "./one-round-trip";
import type { Statement } from "./statements";

let portal: TestServer;

beforeAll(async () => {
	portal = await openTestServer();
});
afterAll(() => portal.close());

const add = (id: string): Statement => ({
	name: "add a venue",
	text: "INSERT INTO venues (id, name) VALUES ($1, $1) RETURNING id",
	values: [id],
});
const storedOf = async (ids: readonly string[]) =>
	(await portal.server.context.db.venue.findMany({ where: { id: { in: [...ids] } } })).map(({ id }) => id).sort();

describe("statements in one round trip", () => {
	it("are one transaction, and answer what the last of them answered", async () => {
		const { connections } = portal.server.context;
		expect(await inOneRoundTrip(connections, [add("one"), add("two")])).toEqual([{ id: "two" }]);
		expect(await storedOf(["one", "two"])).toEqual(["one", "two"]);
	});

	it("leave nothing where one of them fails, and a connection that serves on", async () => {
		const { connections } = portal.server.context;
		await expect(inOneRoundTrip(connections, [add("left"), add("left"), add("right")])).rejects.toMatchObject({
			code: "23505",
		});
		expect(await storedOf(["left", "right"])).toEqual([]);
		expect(await inOneRoundTrip(connections, [add("left")])).toEqual([{ id: "left" }]);
		expect([connections.idleCount, connections.waitingCount]).toEqual([connections.totalCount, 0]);
	});

	it("fail where the transaction fails only at its end", async () => {
		const { connections } = portal.server.context;
		const atTheEnd: Statement = { name: "deferred", text: "INSERT INTO later (id) VALUES (1), (1)" };
		await portal.database.query(
			"CREATE TABLE later (id int, CONSTRAINT once UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)",
		);
		await expect(inOneRoundTrip(connections, [atTheEnd])).rejects.toMatchObject({ code: "23505" });
		expect(await portal.database.query("SELECT count(*)::int AS kept FROM later")).toEqual([{ kept: 0 }]);
	});
});
