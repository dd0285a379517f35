import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { codeHash } from "@/lib/checkcode/code-hash";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { issueCode } from "@/lib/checkcode/issue-code";
import { revokedCode } from "@/lib/checkcode/revoked-codes";
import { macsOf } from "@/lib/checkcode/symbols";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { openServer } from "@/lib/server/context/open-context";
import { keepCardRevocations } from "@/lib/server/publish/publish-card-revocations";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { base64 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { hasEntry } from "@/lib/shared/sorted-entries";
import { openCodeList } from "@/lib/trust/code-list";
import { applyDenyDelta } from "@/lib/trust/deny-delta";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { verifyPass } from "@/lib/verify/verify-pass";
import { OPERATOR } from "@/tests/support/actors";
import { fetchTrustFile } from "@/tests/support/fetch-trust-file";
import { granted } from "@/tests/support/granted";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let nextIndex = 0;

beforeAll(async () => {
	portal = await openTestServer();
	vi.stubEnv("RELAIS_DATA", portal.dataDir);
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
});
afterAll(async () => {
	vi.unstubAllEnvs();
	await portal.close();
});

const text = async (path: string) => (await fetchTrustFile(path)).text();

/** Everything that a door caches. */
async function fetchTrust(): Promise<Trust> {
	const list = await text("list.jwt");
	const bare = await openTrust(
		{ root: portal.server.context.keys.root, keyset: await text("keyset.jwt"), list },
		{ subtle: crypto.subtle },
	);
	if (!bare.ok) throw new Error(bare.error.code);
	const status: Record<string, string> = {};
	for (const { id, uri } of bare.value.list?.status ?? []) status[id] = await text(uri.replace("/trust/", ""));
	const denyUri = bare.value.list?.deny?.uri.replace("/trust/", "");
	const deny =
		denyUri === undefined ? {} : { deny: base64(new Uint8Array(await (await fetchTrustFile(denyUri)).arrayBuffer())) };
	const delegations = JSON.parse(await text("delegations.json")) as string[];
	const trust = await openTrust(
		{ root: portal.server.context.keys.root, keyset: await text("keyset.jwt"), list, status, delegations, ...deny },
		{ subtle: crypto.subtle },
	);
	if (!trust.ok) throw new Error(trust.error.code);
	expect(trust.value.problems).toEqual([]);
	return trust.value;
}

async function register(options: Parameters<typeof issueRecord>[2] = {}): Promise<RecordInput> {
	const record = await issueRecord(counter, portal.clock.now, { index: nextIndex++, ...options });
	const answer = await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
	expect(answer.status).toBe(200);
	return record;
}

const revoke = (attestation: string) =>
	postAs(portal, counter.key, { path: PATHS.revocations, body: { attestation, reason: "entry_error" } });

describe("published trust", () => {
	it("is all that a door needs to accept a paper, embedded delegation or not", async () => {
		const trust = await fetchTrust();
		for (const embed of [true, false]) {
			const { attestation } = await issueRecord(counter, portal.clock.now, { index: nextIndex++, embed });
			expect(await verifyPass(attestation, trust, { now: portal.clock.now })).toMatchObject({
				outcome: "accepted",
				warnings: [],
			});
		}
	});

	it("[TL-5] refuses a revoked paper and its pass, registered or not", async () => {
		const registered = await register();
		const unregistered = await issueRecord(counter, portal.clock.now, { index: nextIndex++ });
		const opened = await portal.call("/api/passes/open", {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: JSON.stringify({ token: registered.holderToken, stripNumber: registered.stripNumber }),
		});
		const { hc1 } = (await opened.json()) as { hc1: string };
		for (const { attestation } of [registered, unregistered]) {
			const answers = [await revoke(attestation), await revoke(attestation)];
			const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
			expect(first).toEqual({ outcome: "revoked", revokedAt: portal.clock.now });
			expect(second).toEqual(first);
		}
		await portal.server.publisher.publishAll();
		const trust = await fetchTrust();
		const { now } = portal.clock;
		for (const paper of [registered.attestation, unregistered.attestation, hc1]) {
			expect(await verifyPass(paper, trust, { now })).toMatchObject({ outcome: "rejected", reason: "revoked" });
		}
		const late = await postAs(portal, counter.key, { path: PATHS.records, body: { records: [unregistered] } });
		expect(await late.json()).toMatchObject({ answers: [{ outcome: "refused", reason: "revoked" }] });
	});

	it("[DL-2] refuses everything of a denied device, at once", async () => {
		const stolen = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		const { attestation } = await issueRecord(stolen, portal.clock.now);
		const denial = { device: stolen.kit.deviceId, reason: "stolen" } as const;
		const { listSeq } = await granted(denyDevice(portal.server.context, denial, OPERATOR));
		const trust = await fetchTrust();
		expect(trust.list?.seq).toBe(listSeq);
		expect(await verifyPass(attestation, trust, { now: portal.clock.now })).toMatchObject({ reason: "issuer_denied" });
	});

	it("names the revocation lists of health cards that were imported", async () => {
		const crls = { "https://issuer.example": [{ kid: "k", method: "rid", ctr: 1, rids: ["AbC"] }] };
		await keepCardRevocations(portal.dataDir, crls);
		await portal.server.publisher.publishAll();
		const { list } = await fetchTrust();
		expect(await (await fetchTrustFile(list?.crls?.uri.replace("/trust/", "") ?? "")).json()).toEqual(crls);
	});

	it("leads from each deny file to the next", async () => {
		const denyVersion = async () => {
			const { list, deny } = await fetchTrust();
			if (!list?.deny || !deny) throw new Error("nothing is denied");
			const sha256 = new Uint8Array(Buffer.from(list.deny.sha256, "hex"));
			return { file: deny.bytes, sha256, count: list.deny.count };
		};
		const withdrawAnother = async () => {
			await revoke((await register()).attestation);
			await portal.server.publisher.publishAll();
			return denyVersion();
		};
		const [earlier, later] = [await withdrawAnother(), await withdrawAnother()];
		expect(later.count).toBe(earlier.count + 1);
		const answer = await fetchTrustFile(`deny/${Buffer.from(earlier.sha256).toString("hex")}.delta`);
		const applied = await applyDenyDelta(new Uint8Array(await answer.arrayBuffer()), earlier, {
			expected: later.sha256,
			digest: async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data)),
		});
		expect(applied).toEqual({ file: later.file });
	});

	it("[CC-8] lists codes of registered and of revoked papers by expiry day, and nothing else about them", async () => {
		const { now } = portal.clock;
		const exp = now + 40 * HOUR;
		const kept = await register({ claims: { exp, n: ["ESSAI", "Un"] } });
		const taken = await register({ claims: { exp, n: ["AUTRE", "Deux"] } });
		await revoke(taken.attestation);
		await portal.server.publisher.publishAll();
		const keys = counter.kit.codeKeys;
		if (keys.holder !== "issuer") throw new Error("no issuer keys");
		const formsOf = ({ identity }: RecordInput) => {
			const facts = {
				pharmacy: PHARMACY,
				kind: "A",
				exp,
				birth: identity.birth,
				initials: initialsOf(identity),
			} as const;
			const issued = issueCode(keys, facts);
			if (!issued.ok) throw new Error(issued.error.code);
			const day = new Date(issued.value.ends * 1_000).toISOString().slice(0, 10);
			const symbols = issued.value.code.replaceAll(" ", "");
			const slot = Math.floor(exp / 10_800);
			return { day, hash: codeHash(PHARMACY, symbols), entry: revokedCode({ ...facts, slot, macs: macsOf(symbols) }) };
		};
		const { keyset } = await fetchTrust();
		const { day, hash, entry } = formsOf(kept);
		if (keyset === undefined) throw new Error("no keyset");
		const list = await openCodeList(await text(`codes/${day}.jwt`), { day, keyset });
		if (list === undefined) throw new Error("the code list does not open");
		expect(hasEntry(list.registered, hash)).toBe(true);
		expect(hasEntry(list.revoked, entry)).toBe(false);
		expect(hasEntry(list.registered, formsOf(taken).hash)).toBe(false);
		expect(hasEntry(list.revoked, formsOf(taken).entry)).toBe(true);
	});

	it("[CC-8] [TL-5] a day's list of the same second has a later time", async () => {
		const exp = portal.clock.now + 64 * HOUR;
		const day = new Date(Math.floor(exp / 10_800) * 10_800_000).toISOString().slice(0, 10);
		const record = await register({ claims: { exp } });
		const timeOf = async () => {
			await portal.server.publisher.publishAll();
			return decodeJwt(await text(`codes/${day}.jwt`)).iat;
		};
		const first = (await timeOf()) ?? 0;
		await revoke(record.attestation);
		expect(await timeOf()).toBe(first + 1);
	});

	it("[CC-8] a code revoked by an earlier version is listed by its hash, and as an entry once asked for again", async () => {
		// A whole day before the papers of the tests above, whatever the hour: its day of codes is its own.
		const exp = portal.clock.now + 16 * HOUR;
		const day = new Date(Math.floor(exp / 10_800) * 10_800_000).toISOString().slice(0, 10);
		const record = await register({ claims: { exp } });
		await revoke(record.attestation);
		const [{ hash }] = (await portal.database.query(
			"SELECT encode(code_hash, 'hex') AS hash FROM records WHERE key = $1",
			[record.key],
		)) as [{ hash: string }];
		await portal.database.query(
			"UPDATE status_bits SET code_entry = NULL, code_hash = decode($1, 'hex') WHERE code_day = $2::date",
			[hash, day],
		);
		const { keyset } = await fetchTrust();
		if (keyset === undefined) throw new Error("no keyset");
		const published = async () => {
			await portal.server.publisher.publishAll();
			const list = await openCodeList(await text(`codes/${day}.jwt`), { day, keyset });
			return [list?.revoked.length, Buffer.from(list?.revokedHashes ?? []).toString("hex")];
		};
		expect(await published()).toEqual([0, hash]);
		await revoke(record.attestation);
		expect(await published()).toEqual([6, ""]);
	});
});

describe("the list's sequence", () => {
	const seq = async () => (await fetchTrust()).list?.seq ?? 0;

	it("[TL-1] rises with every change and every renewal, and not without", async () => {
		await portal.server.publisher.publishAll();
		const first = await text("list.jwt");
		await portal.server.publisher.publishAll();
		expect(await text("list.jwt")).toBe(first);
		const start = await seq();
		portal.clock.now += HOUR;
		await portal.server.publisher.publishAll();
		expect(await seq()).toBeGreaterThan(start);
	});

	it("goes on after the data folder lost its files, and is the same from another instance", async () => {
		const first = await text("list.jwt");
		await rm(join(portal.dataDir, "public"), { recursive: true });
		expect((await fetchTrustFile("list.jwt")).status).toBe(404);
		const other = await openServer(portal.server.context.settings, { clock: () => portal.clock.now });
		await Promise.all([other.publisher.publishAll(), portal.server.publisher.publishAll()]);
		await other.stop();
		expect(await text("list.jwt")).toBe(first);
	});

	it("[TL-2] keeps a key that vanished from its source until its removal is written down", async () => {
		const spki = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE";
		const folder = join(portal.dataDir, "trust");
		const keys = [
			{ use: "dcc", kid: "AAAAAAAAAAA=", country: "DE", spki },
			{ use: "dcc", kid: "BBBBBBBBBBA=", country: "IT", spki },
		];
		await mkdir(folder, { recursive: true });
		await writeFile(join(folder, "listed-keys.json"), JSON.stringify(keys));
		await portal.server.publisher.publishAll();
		const kids = async () => (await fetchTrust()).list?.keys.map(({ kid }) => kid) ?? [];
		expect(await kids()).toEqual(expect.arrayContaining(["AAAAAAAAAAA=", "BBBBBBBBBBA="]));
		await writeFile(join(folder, "listed-keys.json"), "[]");
		await portal.server.publisher.publishAll();
		expect(await kids()).toContain("AAAAAAAAAAA=");
		const removed = [{ use: "dcc", kid: "AAAAAAAAAAA=", reason: "compromised", at: portal.clock.now }];
		await writeFile(join(folder, "removed-keys.json"), JSON.stringify(removed));
		await portal.server.publisher.publishAll();
		expect(await kids()).not.toContain("AAAAAAAAAAA=");
		expect((await fetchTrust()).list?.removed).toMatchObject([{ kid: "AAAAAAAAAAA=" }]);
	});

	it("leaves the last good files in place when a source is unreadable, and does not stop", async () => {
		const path = join(portal.dataDir, "trust", "listed-keys.json");
		const good = await text("list.jwt");
		await writeFile(path, "{ broken");
		await expect(portal.server.publisher.publishAll()).rejects.toThrow();
		expect(await text("list.jwt")).toBe(good);
		await writeFile(path, "[]");
		await portal.server.publisher.publishAll();
		const drafts = (await readdir(join(portal.dataDir, "public"), { recursive: true })).filter((name) =>
			name.includes("draft"),
		);
		expect(drafts).toEqual([]);
	});

	it("ages: a list that nobody renewed for a day is seen as such", async () => {
		const trust = await fetchTrust();
		const { attestation } = await issueRecord(counter, portal.clock.now, { index: nextIndex++ });
		const verdict = await verifyPass(attestation, trust, { now: portal.clock.now + DAY });
		expect(verdict.warnings).toContain("trust_ageing");
	});
});
