import "fake-indexeddb/auto";
import { compactDecrypt, exportJWK, generateKeyPair, importJWK } from "jose";
import { afterEach, describe, expect, it, vi } from "vitest";
import { devicePublicJwk } from "@/lib/protocol/device-kit";
import type { RecordInput } from "@/lib/protocol/records";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { makeTransportKey } from "../identity/transport-key";
import type { RelaisDatabase } from "../store/database";
import { issueDraft } from "./issue";
import { addEnvelopes } from "./late-envelopes";
import { indexedDbOutboxStore } from "./outbox-store";
import { indexedDbPositiveStore } from "./positive-store";
import { positiveSender } from "./positive-tasks";
import { recordPositive } from "./record-positive";
import { recordSender } from "./record-sender";

async function portalKey() {
	const { privateKey } = await generateKeyPair("ECDH-ES", { crv: "P-256", extractable: true });
	const { kty, crv, x, y, d } = await exportJWK(privateKey);
	return { recordKey: { kid: "r1", jwk: devicePublicJwk.parse({ kty, crv, x, y }) }, d };
}

async function opened(envelope: string, { recordKey, d }: Awaited<ReturnType<typeof portalKey>>): Promise<RecordInput> {
	const key = await importJWK({ ...recordKey.jwk, ...(d === undefined ? {} : { d }) }, "ECDH-ES");
	return JSON.parse(new TextDecoder().decode((await compactDecrypt(envelope, key)).plaintext));
}

/** Answers each batch, and shows what came: bodies, and who signed. */
function answering(outcomes: (key: string) => object) {
	const sent: { body: { [list: string]: { key: string }[] }; kid: string }[] = [];
	vi.stubGlobal("location", { origin: "http://portal" });
	vi.stubGlobal("window", { localStorage: { getItem: () => null, setItem: () => undefined } });
	// One page, which nobody waits for.
	const request = (_name: string, work: unknown, held: unknown = work) => (held as () => unknown)();
	vi.stubGlobal("navigator", { locks: { request, query: async () => ({ held: [] }) } });
	vi.stubGlobal("fetch", async (_url: URL, init: { body: Uint8Array; headers: Record<string, string> }) => {
		const body = JSON.parse(new TextDecoder().decode(init.body));
		const [head = ""] = (init.headers["authorization"] ?? "").replace("Device ", "").split(".");
		sent.push({ body, kid: JSON.parse(Buffer.from(head, "base64url").toString()).kid });
		const list: { key: string }[] = body.records ?? body.results;
		const answers = list.map(({ key }) => ({ key, ...outcomes(key) }));
		return new Response(JSON.stringify({ answers }), { headers: { date: new Date().toUTCString() } });
	});
	return sent;
}

/** Of a counter that is enrolled in this database. */
const portsOf = (db: RelaisDatabase) => ({ db, now: () => NOW, zone: () => "Europe/Paris" });

async function counterWithOne() {
	const key = await portalKey();
	const { db, ...ports } = await enrolledCounter({ recordKey: key.recordKey });
	const one = draft();
	await issueDraft(one, { ...ports, db });
	const stored = await indexedDbOutboxStore(db).get(one.id);
	if (stored?.payload == null) throw new Error("nothing stored");
	return { db, key, entry: { key: one.id, payload: stored.payload } };
}

afterEach(() => vi.unstubAllGlobals());

describe("a record for the portal alone", () => {
	it("[VA-5] is made when it is issued, holds the whole record, and lies there until the portal has answered", async () => {
		const { db, key, entry } = await counterWithOne();
		const record = await opened(entry.payload.envelope ?? "", key);
		expect(record).toMatchObject({ key: entry.key, identity: { family: "ESSAI" } });
		const store = indexedDbOutboxStore(db);
		await store.apply(entry.key, { type: "send", at: 1 });
		await store.apply(entry.key, { type: "interrupted" });
		expect((await store.get(entry.key))?.payload?.envelope).toBe(entry.payload.envelope);
		await store.apply(entry.key, { type: "send", at: 2 });
		await store.apply(entry.key, { type: "registered", registeredAt: 3, passId: "p" });
		expect((await store.get(entry.key))?.payload?.envelope).toBeUndefined();
	});

	it("[VA-5] is what a locked counter sends, by the key that can only send; unlocked, the counter sends the record", async () => {
		const { db, entry } = await counterWithOne();
		const transport = await makeTransportKey();
		const sent = answering(() => ({ outcome: "retry", reason: "x" }));
		await recordSender({ unlocked: undefined, transport })([entry]);
		expect(sent[0]).toMatchObject({ kid: transport.thumbprint, body: { records: [{ key: entry.key }] } });
		expect(Object.keys(sent[0]?.body["records"]?.[0] ?? {})).toEqual(["key", "envelope"]);
		const unlocked = await loadUnlocked(db);
		await recordSender({ unlocked, transport: undefined })([entry]);
		expect(sent[1]?.body["records"]?.[0]).toMatchObject({ identity: { family: "ESSAI" } });
	});

	it("[VA-5] a positive result has one too, sent while it is locked, until the portal has answered", async () => {
		const { db, key } = await counterWithOne();
		const { kind: _, ...rest } = draft();
		const result = await recordPositive({ ...rest, consent: true, lot: { number: "41ADG" } }, portsOf(db));
		if (!result.ok) throw new Error(result.error.code);
		const store = indexedDbPositiveStore(db);
		const payload = (await store.get(rest.id))?.payload;
		if (payload?.envelope === undefined) throw new Error("no envelope");
		expect(await opened(payload.envelope, key)).toEqual(result.value);
		const transport = await makeTransportKey();
		const sent = answering(() => ({ outcome: "retry", reason: "x" }));
		const entry = { key: rest.id, payload };
		await positiveSender({ unlocked: undefined, transport })([entry]);
		expect(sent[0]).toMatchObject({ kid: transport.thumbprint });
		expect(sent[0]?.body).toEqual({ results: [{ key: rest.id, envelope: payload.envelope }] });
		await positiveSender({ unlocked: await loadUnlocked(db), transport: undefined })([entry]);
		expect(sent[1]?.body).toEqual({ results: [result.value] });
		await store.apply(rest.id, { type: "send", at: 1 });
		await store.apply(rest.id, { type: "registered", registeredAt: 3, passId: "" });
		expect(await db.positives.get(rest.id)).not.toHaveProperty("envelope");
	});

	it("[VA-5] one without an envelope waits for somebody who opens the counter, and gets one there", async () => {
		const { db, key, entry } = await counterWithOne();
		const transport = await makeTransportKey();
		await db.outbox
			.where("key")
			.equals(entry.key)
			.modify((row) => Reflect.deleteProperty(row, "envelope"));
		const { index, sealed } = entry.payload;
		const answer = await recordSender({ unlocked: undefined, transport })([
			{ key: entry.key, payload: { index, sealed } },
		]);
		expect(answer).toEqual({ ok: true, value: [{ key: entry.key, outcome: "retry", reason: "counter_locked" }] });
		const unlocked = await loadUnlocked(db);
		if (unlocked === undefined) throw new Error("locked");
		await addEnvelopes(unlocked, db);
		expect((await opened((await db.outbox.get(entry.key))?.envelope ?? "", key)).key).toBe(entry.key);
	});
});
