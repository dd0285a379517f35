import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { PATHS } from "@/lib/protocol/paths";
import { openServer } from "@/lib/server/context/open-context";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { denyPharmacy } from "@/lib/server/services/pharmacy/deny-pharmacy";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { trustListClaims } from "@/lib/trust/trust-list";
import { printedBlock } from "../fleet/printed";
import { OPERATOR } from "../support/actors";
import { granted } from "../support/granted";
import { enrolDevice, issueRecord, postAs } from "../support/test-device";
import { openTestServer, type TestServer } from "../support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY } from "../support/test-world";

let portal: TestServer;
beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
});
afterAll(() => portal.close());

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
	// As docs/operations.md tells operators to.
	await portal.database.query(await printedBlock("sql", "UPDATE status_lists"));
	await portal.server.publisher.publishAll();
	expect(await publishedSeq()).toBeGreaterThan(before);
	await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	expect(await statusLists()).toEqual([1, 2]);
});

/** Copies of all rows, put back later: what a dump of this moment would bring. */
async function dump(): Promise<() => Promise<void>> {
	const tables = (
		await portal.database.query(
			// A partitioned table has all that its partitions have.
			`SELECT relname AS name FROM pg_class
			 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
		)
	).map(({ name }) => String(name));
	const copies = tables.map((name) => `CREATE TABLE backup."${name}" AS TABLE public."${name}"`);
	await portal.database.query(`DROP SCHEMA IF EXISTS backup CASCADE; CREATE SCHEMA backup; ${copies.join(";")}`);
	return async () => {
		const back = tables.map((name) => `INSERT INTO public."${name}" TABLE backup."${name}"`);
		const all = tables.map((name) => `public."${name}"`).join(",");
		// A dump makes its tables, and then their triggers; here they are there already.
		const trail = (state: string) => `ALTER TABLE audit_entries ${state} TRIGGER audit_entries_kept`;
		const emptied = `SET session_replication_role = replica; ${trail("DISABLE")}; TRUNCATE ${all}`;
		await portal.database.query(`${emptied}; ${back.join(";")}; ${trail("ENABLE ALWAYS")}`);
	};
}

it("[TL-2] [DL-2] what was denied, revoked and handed out after the dump stays so", async () => {
	const known = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	const record = await issueRecord(known, portal.clock.now);
	await postAs(portal, known.key, { path: PATHS.records, body: { records: [record] } });
	await portal.server.publisher.publishAll();
	const restore = await dump();

	portal.clock.now += HOUR;
	const young = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await postAs(portal, known.key, {
		path: PATHS.revocations,
		body: { attestation: record.attestation, reason: "entry_error" },
	});
	for (const { kit } of [known, young]) {
		await granted(denyDevice(portal.server.context, { device: kit.deviceId, reason: "stolen" }, OPERATOR));
	}
	await granted(denyPharmacy(portal.server.context, { pharmacy: OTHER_PHARMACY, reason: "fraud" }, OPERATOR));
	await portal.server.publisher.publishAll();
	const before = await publishedList();
	expect(before.denied).toHaveLength(3);

	await restore();
	portal.clock.now += MINUTE;
	const restarted = await openServer(portal.server.context.settings, { clock: () => portal.clock.now });
	await restarted.publisher.publishAll();
	const after = await publishedList();
	expect(after.seq).toBeGreaterThan(before.seq);
	const named = ({ jti, sub }: { jti?: string | undefined; sub?: string | undefined }) => jti ?? sub ?? "";
	expect(after.denied.map(named).sort()).toEqual(before.denied.map(named).sort());
	expect(after.deny?.count).toBe(before.deny?.count);
	// The database knows again what it can know.
	const rows = (sql: string) => portal.database.query(sql);
	expect(await rows("SELECT id FROM devices WHERE state = 'denied'")).toEqual([{ id: known.kit.deviceId }]);
	expect(await rows("SELECT number FROM pharmacies WHERE denied_at IS NOT NULL")).toEqual([{ number: OTHER_PHARMACY }]);
	expect(await rows("SELECT state FROM records")).toEqual([{ state: "revoked" }]);
	expect(await rows("SELECT code_hash IS NOT NULL AS known FROM status_bits")).toEqual([{ known: true }]);
	expect(await rows("SELECT max(no) AS no, bool_or(next_index >= 4000) AS reached FROM status_lists")).toMatchObject([
		{ reached: true },
	]);
	await restarted.stop();
});

async function publishedList() {
	const document = await readFile(join(portal.dataDir, "public/trust/list.jwt"), "utf8");
	return trustListClaims.parse(decodeJwt(document));
}
