import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { enrolDevice } from "../support/test-device";
import { openTestServer, type TestServer } from "../support/test-server";
import { makeWorld, PHARMACY } from "../support/test-world";

let portal: TestServer;
beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
});
afterAll(() => portal.close());

/** The statements that docs/operations.md tells operators to run. */
async function documentedSql(): Promise<string> {
	const page = await readFile(join(import.meta.dirname, "../../docs/operations.md"), "utf8");
	const [, sql] = /```sql\n([\s\S]+?)```/.exec(page) ?? [];
	if (sql === undefined) throw new Error("docs/operations.md has no SQL");
	return sql;
}

const claims = z.object({ seq: z.int() });
async function publishedSeq(): Promise<number> {
	const list = await readFile(join(portal.dataDir, "public/trust/list.jwt"), "utf8");
	return claims.parse(decodeJwt(list)).seq;
}

async function statusLists(): Promise<readonly unknown[]> {
	const rows = await portal.database.query("SELECT list_no FROM delegations ORDER BY created_at");
	return rows.map((row) => row["list_no"]);
}

test("[DL-3] [TL-1] after an older state was restored, no block and no sequence number comes twice", async () => {
	await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
	const before = await publishedSeq();
	await portal.database.query(await documentedSql());
	await portal.server.publisher.publishAll();
	expect(await publishedSeq()).toBeGreaterThan(before + 99_999);
	await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	expect(await statusLists()).toEqual([1, 2]);
});
