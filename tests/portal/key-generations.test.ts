/**
 * New generations of the authority's keys, while the portal runs: what was signed before stays good, devices that are
 * offline when a key takes over know it already, and the root can be handed over.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeHash } from "@/lib/checkcode/code-hash";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { issueCode } from "@/lib/checkcode/issue-code";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { draftKeyset, draftObjection } from "@/lib/server/keys/draft-keyset";
import { installKeyset } from "@/lib/server/keys/install-keyset";
import type { SigningKeyFile } from "@/lib/server/keys/key-file";
import { keysFolder, writeKeyFile } from "@/lib/server/keys/key-folder";
import { loadKeys } from "@/lib/server/keys/key-store";
import { makeSecretKey, makeSigningKey } from "@/lib/server/keys/make-key";
import { type KeysetSigning, proveRoot, signKeyset } from "@/lib/server/keys/sign-keyset";
import { TRUST_PATHS, trustFolder } from "@/lib/server/publish/trust-files";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { DAY } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import { updateTrust } from "@/lib/trust/update";
import { verifyPass } from "@/lib/verify/verify-pass";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY } from "@/tests/support/test-world";
import { readTrustFiles } from "@/tests/support/trust-files";

let portal: TestServer;
let counter: EnrolledDevice;
/** A door, as it was at the last moment when it had a network. */
let door: Trust;
let firstRoot: SigningKeyFile;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	firstRoot = (await signingFiles()).find(({ use }) => use === "root") as SigningKeyFile;
	door = await refreshed(undefined);
});
afterAll(() => portal.close());

async function folder() {
	const loaded = await loadKeys(portal.dataDir);
	if (!loaded.ok) throw new Error(loaded.error.code);
	return loaded.value;
}

async function signingFiles(): Promise<SigningKeyFile[]> {
	return (await folder()).folder.files.filter((file): file is SigningKeyFile => "jwk" in file);
}

/** The ceremony, from the draft to the running portal's next round. */
async function newKeyset(signing: Partial<KeysetSigning> = {}, without: readonly string[] = []): Promise<void> {
	const { now } = portal.clock;
	const { claims, withdrawn: known } = await folder();
	const withdrawn = without.map((kid) => ({ kid, reason: "stolen", at: now }));
	const draft = draftKeyset(claims, await signingFiles(), { known, now: withdrawn });
	expect(draftObjection(draft, now)).toBeUndefined();
	const keyset = await signKeyset(draft, { root: firstRoot, now, ...signing });
	expect((await installKeyset(portal.dataDir, { keyset, now })).ok).toBe(true);
	await portal.server.publisher.publishNow();
}

/** What a door makes of the published files. */
async function refreshed(cached: Trust | undefined): Promise<Trust> {
	await portal.server.publisher.publishNow();
	const status = { "1": await readFile(join(trustFolder(portal.dataDir), "status", "1.jwt"), "utf8") };
	const root = cached?.root ?? portal.server.context.keys.root;
	const keysets = await missedKeysets(cached?.keyset?.seq ?? portal.server.context.keys.keysetSeq);
	const fetched = { root, ...(await readTrustFiles(portal.dataDir)), keysets, status };
	const update = await updateTrust({ cached, fetched, now: portal.clock.now, subtle: crypto.subtle });
	if (!update.ok) throw new Error(update.error.code);
	const { trust, keyset, list } = update.value;
	for (const decision of [keyset, list]) if (decision.state === "refused") throw new Error(decision.reason);
	expect([keyset, trust.problems]).toEqual([expect.not.objectContaining({ notice: expect.anything() }), []]);
	return trust;
}

/** As a door asks for them, one after the other. */
async function missedKeysets(since: number): Promise<string[]> {
	const numbers = Array.from({ length: portal.server.context.keys.keysetSeq - since }, (_, index) => since + 1 + index);
	const read = (seq: number) => readFile(join(trustFolder(portal.dataDir), TRUST_PATHS.keysetOf(seq)), "utf8");
	return Promise.all(numbers.map(read));
}

async function register(device: EnrolledDevice, record: RecordInput): Promise<void> {
	const answer = await postAs(portal, device.key, { path: PATHS.records, body: { records: [record] } });
	expect(await answer.json()).toMatchObject({ answers: [{ outcome: "registered" }] });
}

async function judged({ attestation }: RecordInput, trust: Trust): Promise<string> {
	const { outcome, reason } = await verifyPass(attestation, trust, { now: portal.clock.now, policy: "none" });
	return reason ?? outcome;
}

const signerOf = (jwt: string) => decodeProtectedHeader(jwt).kid;
const vaccinated = (exp: number) => ({ k: "V" as const, d: [2, 2] as const, p: "EU/1/20/1528", exp });

describe("a new generation of list, delegation and status keys", () => {
	it("signs from its day on; doors that were offline meanwhile and papers from before are none the worse", async () => {
		const { now } = portal.clock;
		const before = await issueRecord(counter, now, { claims: vaccinated(now + 300 * DAY) });
		const ignorant = door;
		const younger = await Promise.all(
			(["list", "delegation", "status"] as const).map((use) => makeSigningKey(use, now, now + 7 * DAY)),
		);
		for (const key of younger) await writeKeyFile(keysFolder(portal.dataDir), key);
		// Files alone change nothing.
		expect(signerOf((await readTrustFiles(portal.dataDir)).list)).toBe(signerOf(door.bundle.list ?? ""));
		await newKeyset();
		door = await refreshed(door);
		expect(door.keyset?.seq).toBe(2);
		expect(signerOf(door.bundle.list ?? "")).toBe(signerOf(ignorant.bundle.list ?? ""));

		portal.clock.now += 7 * DAY;
		const [listKey, delegationKey, statusKey] = younger.map(({ kid }) => kid);
		const later = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
		expect(signerOf(later.kit.delegations[0] ?? "")).toBe(delegationKey);
		const after = await issueRecord(later, portal.clock.now);
		expect([await judged(before, door), await judged(after, door)]).toEqual(["accepted", "accepted"]);
		expect([await judged(before, ignorant), await judged(after, ignorant)]).toEqual(["accepted", "issuer_unknown"]);
		await register(counter, before);
		await register(later, after);

		door = await refreshed(door);
		expect(signerOf(door.bundle.list ?? "")).toBe(listKey);
		expect(signerOf(door.bundle.status?.["1"] ?? "")).toBe(statusKey);
		expect([await judged(before, door), await judged(after, door)]).toEqual(["accepted", "accepted"]);
	});

	it("a key that is dropped leaves no list behind, and nothing that it signed counts", async () => {
		const { now } = portal.clock;
		const stolen = signerOf(door.bundle.list ?? "") ?? "";
		const delegationKey = portal.server.context.keys.delegation[0].kid;
		const paper = await issueRecord(await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY }), now);
		for (const use of ["list", "delegation"] as const) {
			await writeKeyFile(keysFolder(portal.dataDir), await makeSigningKey(use, now));
		}
		await newKeyset({}, [stolen, delegationKey]);
		door = await refreshed(door);
		expect(signerOf(door.bundle.list ?? "")).not.toBe(stolen);
		expect(await judged(paper, door)).toBe("issuer_unknown");
		const renewed = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		expect(await judged(await issueRecord(renewed, now), door)).toBe("accepted");

		// Its file still lies there, and the next ordinary keyset leaves it where it is.
		await newKeyset();
		door = await refreshed(door);
		expect(door.keyset?.keys.map(({ kid }) => kid)).not.toContain(stolen);
		expect(door.keyset?.removed.map(({ kid }) => kid)).toEqual([stolen, delegationKey]);
		expect(await judged(paper, door)).toBe("issuer_unknown");
	});
});

describe("a new check-code master", () => {
	it("[CC-1] [CC-4] takes over with a day: counter and authority agree on every code, before and after", async () => {
		const { now } = portal.clock;
		const from = Math.ceil((now + 10 * DAY) / DAY) * DAY;
		const old = portal.server.context.keys.codeMaster[0].secret;
		await writeKeyFile(keysFolder(portal.dataDir), makeSecretKey("code-master", now, from));
		await portal.server.publisher.publishNow();
		const device = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		const { codeKeys } = device.kit;
		if (codeKeys.holder !== "issuer") throw new Error("a counter without its keys");
		for (const [index, exp] of [from - 1, from, from + 5 * DAY].entries()) {
			const record = await issueRecord(device, now, { index, claims: vaccinated(exp) });
			await register(device, record);
			const { family, given, birth } = record.identity;
			const person = { birth, initials: initialsOf({ family, given }) };
			const issued = issueCode(codeKeys, { pharmacy: PHARMACY, kind: "V", exp, ...person });
			if (!issued.ok) throw new Error(issued.error.code);
			const row = await portal.server.context.db.record.findFirstOrThrow({ where: { key: record.key } });
			const printed = codeHash(PHARMACY, issued.value.code.replaceAll(" ", ""));
			expect(Buffer.from(row.codeHash ?? [])).toEqual(Buffer.from(printed));
		}
		expect(portal.server.context.keys.codeMaster[0].secret).toEqual(old);
	});
});

describe("a new root", () => {
	it("[TL-8] is followed by all devices, also those that slept through it, and pinned by those enrolled after", async () => {
		const { now } = portal.clock;
		const next = await makeSigningKey("root", now);
		const { iss, seq } = (await folder()).claims;
		const nextRoot = await proveRoot(next, { iss, seq: seq + 1, root: thumbprint(firstRoot.jwk) });
		await newKeyset({ nextRoot });
		const ignorant = door;
		door = await refreshed(door);
		expect(door.root).toBe(thumbprint(firstRoot.jwk));
		await newKeyset({ root: next });
		door = await refreshed(door);
		expect(door.root).toBe(thumbprint(next.jwk));
		expect((await refreshed(ignorant)).root).toBe(thumbprint(next.jwk));

		const late = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		expect(late.kit.root).toBe(thumbprint(next.jwk));
		const record = await issueRecord(late, now);
		expect(await judged(record, door)).toBe("accepted");
		await register(late, record);
	});
});
