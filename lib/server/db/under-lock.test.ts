import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import type { Statement } from "./statements";
import { underLock } from "./under-lock";

let portal: TestServer;

beforeAll(async () => {
	portal = await openTestServer();
	await portal.database.query("CREATE TABLE tallies (id text PRIMARY KEY, count int NOT NULL CHECK (count < 100))");
	await portal.database.query("INSERT INTO tallies VALUES ('tally', 0)");
});
afterAll(() => portal.close());

type Tally = { readonly count: number };
const read: Statement = { name: "read tally", text: "SELECT count FROM tallies WHERE id = 'tally' FOR UPDATE" };
const write = (count: number): Statement => ({
	name: "write tally",
	text: "UPDATE tallies SET count = $1",
	values: [count],
});
const stored = async () => (await portal.database.query("SELECT count FROM tallies"))[0];

describe("a row under its lock", () => {
	it("is read and written by one at a time, however many come at once", async () => {
		const { connections } = portal.server.context;
		const add = () =>
			underLock(connections, read, ([row]: readonly Tally[]) => {
				const count = (row?.count ?? 0) + 1;
				return { answer: count, write: write(count) };
			});
		const answers = await Promise.all(Array.from({ length: 20 }, add));
		expect(answers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
		expect(await stored()).toEqual({ count: 20 });
	});

	it("is free again after nothing was written, after a fault of ours, and after one of the database's", async () => {
		const { connections } = portal.server.context;
		expect(await underLock(connections, read, () => ({ answer: "looked" }))).toBe("looked");
		const fault = new Error("a fault of ours");
		await expect(
			underLock(connections, read, () => {
				throw fault;
			}),
		).rejects.toBe(fault);
		await expect(underLock(connections, read, () => ({ answer: "never", write: write(100) }))).rejects.toMatchObject({
			code: "23514",
		});
		expect(await underLock(connections, read, ([row]: readonly Tally[]) => ({ answer: row?.count }))).toBe(20);
		expect([connections.idleCount, connections.waitingCount]).toEqual([connections.totalCount, 0]);
	});
});
