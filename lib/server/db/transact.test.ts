import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { err, ok, type Result } from "@/lib/shared/result";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import type { Transaction } from "./database";
import { transact, transactUnlessRefused } from "./transact";

let portal: TestServer;

beforeAll(async () => {
	portal = await openTestServer();
});
afterAll(() => portal.close());

const addVenue = (tx: Transaction, id: string) => tx.venue.create({ data: { id, name: id } });
const isStored = async (id: string) => (await portal.server.context.db.venue.count({ where: { id } })) === 1;

describe("a transaction", () => {
	it("rolls back what was written before a refusal, and hands the refusal on", async () => {
		const { db } = portal.server.context;
		const answer = await transactUnlessRefused(db, async (tx): Promise<Result<string, { code: string }>> => {
			await addVenue(tx, "refused");
			return err({ code: "refused" });
		});
		expect(answer).toEqual({ ok: false, error: { code: "refused" } });
		expect(await isStored("refused")).toBe(false);
	});

	it("commits what was answered with a value", async () => {
		const { db } = portal.server.context;
		const answer = await transactUnlessRefused(db, async (tx) => ok((await addVenue(tx, "granted")).id));
		expect(answer).toEqual({ ok: true, value: "granted" });
		expect(await isStored("granted")).toBe(true);
	});

	it("rolls back and throws where the work throws", async () => {
		const { db } = portal.server.context;
		const fault = new Error("a fault of ours");
		for (const [id, run] of [
			["thrown", transact],
			["thrown too", transactUnlessRefused<never, never>],
		] as const) {
			const work = async (tx: Transaction): Promise<never> => {
				await addVenue(tx, id);
				throw fault;
			};
			await expect(run(db, work)).rejects.toBe(fault);
			expect(await isStored(id)).toBe(false);
		}
	});
});
