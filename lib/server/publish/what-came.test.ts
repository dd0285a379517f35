/** Published files are made from what came since the last time; all is read now and then, and where somebody else wrote. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import type { ServerContext } from "@/lib/server/context/server-context";
import { transact } from "@/lib/server/db/transact";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";
import { delegationFile } from "./publish-delegations";
import { type DenyFile, denyFile } from "./publish-deny-file";
import { statusLists } from "./publish-status-lists";
import { TRUST_PATHS, trustFolder } from "./trust-files";

let portal: TestServer;
let context: ServerContext;
let counter: EnrolledDevice;
let nextIndex = 0;

beforeAll(async () => {
	portal = await openTestServer();
	context = portal.server.context;
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
});
afterAll(() => portal.close());

const published = (path: string) => readFile(join(trustFolder(context.settings.dataDir), path), "utf8");

/** A paper whose pass was made and withdrawn. */
async function withdraw(): Promise<void> {
	const record = await issueRecord(counter, portal.clock.now, { index: nextIndex++ });
	const { attestation } = record;
	await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
	const answer = await postAs(portal, counter.key, {
		path: PATHS.revocations,
		body: { attestation, reason: "entry_error" },
	});
	expect(await answer.json()).toMatchObject({ outcome: "revoked" });
}

it("[IN-11] a status list is counted where a bit was set since, and all of them when everything is read", async () => {
	const lists = statusLists();
	const revoked = async () => {
		await lists.publish(context);
		const { status_list } = decodeJwt<{ status_list: { lst: string } }>(await published(TRUST_PATHS.status("1")));
		const bits = inflateSync(Buffer.from(status_list.lst, "base64url"));
		return bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
	};
	const set = (index: number, at: number) =>
		portal.database.query("INSERT INTO status_bits (list_no, index, reason, set_at) VALUES (1, $1, 'fraud', $2)", [
			index,
			new Date(at * 1_000),
		]);
	const { now } = portal.clock;
	expect(await revoked()).toBe(0);
	await set(4, now - HOUR);
	expect(await revoked()).toBe(0);
	await set(3, now - MINUTE);
	expect(await revoked()).toBe(2);
	portal.clock.now += 5 * MINUTE;
	expect(await revoked()).toBe(2);
	await set(5, now - HOUR);
	expect(await revoked()).toBe(2);
	lists.forget();
	expect(await revoked()).toBe(3);
});

it("[IN-11] a deny file grows by what was withdrawn since, and leaves out nothing that another instance published", async () => {
	const [one, other] = [denyFile(), denyFile()];
	const publish = (file: DenyFile, last: Awaited<ReturnType<DenyFile["publish"]>>) =>
		transact(context.db, (tx) => file.publish(context, tx, last ?? undefined));
	expect(await publish(one, null)).toBeNull();
	await withdraw();
	const first = await publish(one, null);
	expect(first).toMatchObject({ count: 1 });
	expect(await publish(one, first)).toEqual(first);
	// Were it read again, it would not be found.
	await portal.database.query("UPDATE records SET state = 'registered', reason = NULL");
	await withdraw();
	const second = await publish(one, first);
	expect(second).toMatchObject({ count: 2 });
	expect(await published(TRUST_PATHS.denyDelta(first?.sha256 ?? ""))).not.toBe("");
	await withdraw();
	const third = await publish(other, second);
	expect(third).toMatchObject({ count: 2 });
	// An hour ago by a clock that is behind: whoever follows reads all.
	await portal.database.query("UPDATE records SET withdrawn_at = $1", [new Date((portal.clock.now - HOUR) * 1_000)]);
	expect(await publish(one, third)).toEqual(third);
	await portal.database.query("UPDATE records SET state = 'revoked', reason = 'fraud'");
	expect(await publish(one, third)).toEqual(third);
	one.forget();
	expect(await publish(one, third)).toMatchObject({ count: 3 });
});

it("[IN-11] delegations are added to those that are known, and leave the file four days after their end", async () => {
	const file = delegationFile();
	const listed = async () => {
		await file.publish(context);
		return JSON.parse(await published(TRUST_PATHS.delegations)) as readonly string[];
	};
	const before = await listed();
	expect(before).toEqual(counter.kit.delegations);
	await portal.database.query("UPDATE delegations SET jwt = 'changed'");
	const added = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	expect((await listed()).toSorted()).toEqual([...before, ...added.kit.delegations].toSorted());
	file.forget();
	expect(await listed()).toContain("changed");
	await portal.database.query("UPDATE delegations SET expires_at = $1", [new Date((portal.clock.now + HOUR) * 1_000)]);
	file.forget();
	expect(await listed()).toHaveLength(before.length + 1);
	portal.clock.now += 97 * HOUR + 1;
	expect(await listed()).toEqual([]);
});
