import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
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

it("[DL-3] [TL-1] after an older state was restored, no block and no sequence number comes twice", async () => {
	await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
	const backup = await portal.database.query("SELECT * FROM publications");
	// A day of lists that the backup does not know, the files of which are lost too.
	for (let hour = 0; hour < 24; hour++) {
		portal.clock.now += HOUR;
		await portal.server.publisher.publishAll();
	}
	const before = await publishedSeq();
	for (const { seq, document, content_hash, published_at } of backup) {
		const values = [seq, document, content_hash, published_at];
		await portal.database.query(
			"UPDATE publications SET seq = $1, document = $2, content_hash = $3, published_at = $4",
			values,
		);
	}
	await rm(join(portal.dataDir, "public"), { recursive: true });
	portal.clock.now += MINUTE;
	await portal.database.query(await documentedSql());
	await portal.server.publisher.publishAll();
	expect(await publishedSeq()).toBeGreaterThan(before);
	await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	expect(await statusLists()).toEqual([1, 2]);
});
