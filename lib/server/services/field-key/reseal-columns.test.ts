import { randomBytes } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { openServer } from "@/lib/server/context/open-context";
import { fieldKeyId } from "@/lib/server/crypto/field-keys";
import { COMMAND } from "@/tests/support/actors";
import { enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";
import { openPass } from "../pass/open-pass";
import { fieldKeysInUse, resealColumns } from "./reseal-columns";

let portal: TestServer;

beforeAll(async () => {
	portal = await openTestServer({ SMTP_URL: "smtp://127.0.0.1:1" });
	await makeWorld(portal);
});
afterAll(() => portal.close());

describe("rotating the key of the encrypted columns", () => {
	it("reseals everything under the new key, after which the old one may go", async () => {
		const { context } = portal.server;
		const counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await portal.server.publisher.publishAll();
		const contact = { email: "camille@essai.example" };
		const records = await Promise.all(
			[0, 1, 2].map((index) => issueRecord(counter, portal.clock.now, { index, record: { contact } })),
		);
		// A second paper with the index of the first.
		const second = await issueRecord(counter, portal.clock.now, { index: 0, claims: { n: ["AUTRE", "Dominique"] } });
		await postAs(portal, counter.key, { path: PATHS.records, body: { records } });
		await postAs(portal, counter.key, { path: PATHS.records, body: { records: [second] } });
		const oldKey = context.cipher.keyId;
		expect(await fieldKeysInUse(context)).toEqual([oldKey]);

		const newKey = randomBytes(32);
		const clock = () => portal.clock.now;
		const settings = { ...context.settings, fieldKeys: newKey.toString("base64url") };
		const rotated = await openServer(settings, { clock });
		expect(rotated.context.cipher.keyId).toBe(fieldKeyId(newKey));
		expect(await resealColumns(rotated.context, COMMAND)).toEqual({
			records: 3,
			passes: 3,
			letters: 3,
			shared: 1,
			positives: 0,
		});
		expect(await resealColumns(rotated.context, COMMAND)).toEqual({
			records: 0,
			passes: 0,
			letters: 0,
			shared: 0,
			positives: 0,
		});
		expect(await fieldKeysInUse(rotated.context)).toEqual([fieldKeyId(newKey)]);
		const { holderToken: token = "", stripNumber } = records[0] ?? {};
		const opened = await openPass(rotated.context, { token, stripNumber });
		expect(opened).toMatchObject({ state: "ready" });
		await rotated.stop();

		await expect(portal.server.start()).rejects.toThrow(/field keys that are missing/);

		// The old key leaves the folder, and the portal's machine.
		const folder = join(portal.dataDir, "keys");
		const files = (await readdir(folder)).filter((name) => name.startsWith("field-"));
		expect(files).toHaveLength(1);
		for (const file of files) await rm(join(folder, file));
		const alone = await openServer(settings, { clock });
		await alone.start();
		expect(await openPass(alone.context, { token, stripNumber })).toMatchObject({ state: "ready" });
		await alone.stop();
		await expect(openServer(context.settings, { clock })).rejects.toThrow(
			`keys_missing: ${join(folder, files[0] ?? "")}`,
		);
	});
});
