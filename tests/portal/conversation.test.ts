/**
 * The conversation that docs/api.md prints, held with a real portal: a counter from its enrolment to a revocation, and a
 * door beside it. `RELAIS_WRITE_DOCS=1` writes it into the page instead of comparing.
 */

import { createHash, randomUUID } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkinExchangeAnswer, codeReportAnswer } from "@/lib/protocol/checkins";
import { deviceKit } from "@/lib/protocol/device-kit";
import { SERVER_TIME_HEADER } from "@/lib/protocol/device-proof";
import { type OpenPassAnswer, openPassAnswer } from "@/lib/protocol/holder";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import { revocationAnswer } from "@/lib/protocol/revocations";
import { trustFileResponse } from "@/lib/server/http/trust-file-response";
import { createEnrolmentCode } from "@/lib/server/services/enrolment/create-enrolment-code";
import { OPERATOR } from "@/tests/support/actors";
import { granted } from "@/tests/support/granted";
import { type DeviceKey, deviceKey, issueRecord, proofFor } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, VENUE } from "@/tests/support/test-world";
import { Transcript } from "@/tests/support/transcript";
import { fillBlocks } from "@/tools/api-docs/blocks";

const PAGE = join(import.meta.dirname, "../../docs/api.md");

let portal: TestServer;
let transcript: Transcript;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	transcript = new Transcript(portal.clock.now);
});
afterAll(() => portal.close());

type Sent = { readonly path: string; readonly body: unknown; readonly key?: DeviceKey; readonly clockError?: number };

/** The parsed answer, which the transcript notes with its request. */
async function post<Answer>(
	{ path, body: value, key, clockError = 0 }: Sent,
	schema: { readonly parse: (json: unknown) => Answer },
	shown: readonly string[] = [],
): Promise<Answer> {
	const body = JSON.stringify(value);
	const now = portal.clock.now + clockError;
	const proof = key === undefined ? {} : { Authorization: await proofFor(key, { path, body, now }) };
	const headers = { ...proof, "Content-Type": "application/json" };
	const answer = await portal.call(path, { method: "POST", headers, body });
	await transcript.note({ method: "POST", path, headers, body }, answer.clone(), shown);
	return schema.parse(await answer.json());
}

async function claim(home: { role: "counter"; pharmacy: string } | { role: "door"; venue: string }, label: string) {
	const { code } = await granted(
		createEnrolmentCode(portal.server.context, { id: randomUUID(), ...home }, { by: OPERATOR }),
	);
	const key = await deviceKey();
	const kit = await post({ path: PATHS.claim, body: { code, jwk: key.jwk, label }, key }, deviceKit);
	return { key, kit };
}

const openPass = ({ holderToken, stripNumber }: RecordInput) =>
	post<OpenPassAnswer>({ path: PATHS.openPass, body: { token: holderToken, stripNumber } }, openPassAnswer);

/** The first bytes, as a device writes them: cutting the text instead would leave stray bits in its last character. */
const digest = (text: string, bytes: number) =>
	createHash("sha256").update(text).digest().subarray(0, bytes).toString("base64url");

it("is what the page prints", async () => {
	transcript.say(
		"A pharmacy's software has a one-time code from the authority. It makes a P-256 key and claims the code.",
	);
	const counter = await claim({ role: "counter", pharmacy: PHARMACY }, "poste 1");
	const { key } = counter;

	transcript.say(
		"Its clock is ten minutes slow. Nothing is done, and the answer says what time it is for the next proof.",
	);
	const renewal = { path: PATHS.kit, body: { key: randomUUID(), indicesLeft: 2_000 }, key };
	const late = await post({ ...renewal, clockError: -600 }, problem, [SERVER_TIME_HEADER]);
	expect(late.error.code).toBe("proof_time");

	transcript.say("It issues an attestation without the portal, and registers it later. One member is wrong.");
	const record = await issueRecord(counter, portal.clock.now, {
		record: { contact: { phone: "01 23 45 67 89" } },
	});
	const wrong = { ...record, sampled: { ...record.sampled, at: record.sampled.at + 60 } };
	const refused = await post({ path: PATHS.records, body: { records: [wrong] }, key }, recordBatchAnswer);
	expect(refused.answers[0]).toMatchObject({ outcome: "refused", reason: "record_malformed", field: "sampled.at" });

	transcript.say("Nothing was kept: the record is put right and sent under the same key.");
	const sent = { path: PATHS.records, body: { records: [record] }, key };
	const first = await post(sent, recordBatchAnswer);
	expect(first.answers[0]?.outcome).toBe("registered");

	transcript.say("The answer was lost. The same again gets the same answer; nothing is registered twice.");
	expect(await post(sent, recordBatchAnswer)).toEqual(first);

	transcript.say(
		"The holder opens the link of the strip, `/pass#n.<holderToken>.<exp in base 36>`, and types the strip number.",
	);
	expect((await openPass(record)).state).toBe("ready");

	transcript.say(
		"A door is enrolled for a venue and counts who comes in. It is told its own events too: its disk may be lost.",
	);
	const door = await claim({ role: "door", venue: VENUE }, "entrée");
	const assignment = door.kit.assignments[0]?.id;
	const event = {
		type: "passage",
		id: randomUUID(),
		assignment,
		gate: "A",
		at: portal.clock.now,
		direction: "in",
		outcome: "accepted",
		format: "relais",
		pseudonym: digest(record.key, 16),
		salt: digest(door.key.thumbprint, 8),
	};
	const place = { assignment, gate: "A", role: "entry", after: 0, completeAt: null };
	const exchange = { path: PATHS.checkins, body: { events: [event], post: place }, key: door.key };
	expect(await post(exchange, checkinExchangeAnswer)).toMatchObject({
		stored: [event.id],
		refused: [],
		others: { events: [event], more: false, posts: [{ post: door.kit.deviceId, gate: "A", age: null }] },
	});

	transcript.say("It accepted a typed code that is in no list of registered ones as it was typed.");
	const day = new Date(portal.clock.now * 1_000).toISOString().slice(0, 10);
	const report = { day, hashes: [digest("no code", 3)] };
	const received = await post({ path: PATHS.codeReports, body: report, key: door.key }, codeReportAnswer);
	expect(received.received).toBe(1);

	transcript.say("The pharmacy takes the attestation back. Its pass goes with it.");
	const body = { attestation: record.attestation, reason: "entry_error" };
	const revoked = await post({ path: PATHS.revocations, body, key }, revocationAnswer);
	expect(revoked.outcome).toBe("revoked");
	expect((await openPass(record)).state).toBe("withdrawn");

	transcript.say(
		"The next trust list names the status lists; the attestation's bit is set in the one of its delegation.",
	);
	await portal.server.publisher.publishAll();
	const listed = await trustFileResponse(new Request(`${ORIGIN}/trust/list.jwt`), {
		dataDir: portal.dataDir,
		path: "list.jwt",
	});
	await transcript.note({ method: "GET", path: "/trust/list.jwt" }, listed, ["content-type", "cache-control"]);

	const page = readFileSync(PAGE, "utf8");
	const filled = fillBlocks(page, { conversation: transcript.text });
	if (process.env["RELAIS_WRITE_DOCS"] === "1") writeFileSync(PAGE, filled);
	else expect(page).toBe(filled);
});
