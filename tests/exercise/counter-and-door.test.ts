/** The exercises of a counter and of a door: what passes between them, and what a door at work says to it. */
import { beforeAll, expect, test as it, vi } from "vitest";
import { verifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { initialsOf } from "@/lib/checkcode/holder-facts";
import { issueDraft } from "@/lib/device/counter/issue";
import { openAttestation } from "@/lib/device/counter/sealed-attestation";
import { beginTraining, type Training } from "@/lib/device/counter/training/begin-training";
import { REFUSED_BIRTH_NAME, REFUSED_FAMILY } from "@/lib/device/counter/training/training-portal";
import { enterCode } from "@/lib/device/door/enter-code";
import { makeTrainingWorld } from "@/lib/device/door/training/training-world";
import { heldKeys } from "@/lib/device/identity/held-keys";
import { indexWitness } from "@/lib/device/identity/index-store";
import { beginStart } from "@/lib/device/identity/start";
import { callFromDevice, probeFromDevice } from "@/lib/device/portal/call-from-device";
import { DATABASE_NAME, database } from "@/lib/device/store/database";
import { withLock } from "@/lib/device/store/locks";
import { usedSecrets } from "@/lib/device/store/vault/slots";
import { PATHS } from "@/lib/protocol/paths";
import { type RecordInput, recordBatchAnswer } from "@/lib/protocol/records";
import type { VerifierBundle } from "@/lib/trust/bundle";
import { openTrust } from "@/lib/trust/open-trust";
import { verifyPass } from "@/lib/verify/verify-pass";
import { bundle, NOW } from "../support/authority";
import { draft, MASTER } from "../support/enrolled-counter";

let training: Training;
/** No request leaves, and nothing is written beside the database. */
const outside = vi.fn((): never => {
	throw new Error("an exercise reached for something that is not its own");
});

const locked: string[] = [];
beforeAll(async () => {
	const request = (name: string, work: () => unknown) => {
		locked.push(name);
		return work();
	};
	vi.stubGlobal("navigator", { locks: { request } });
	vi.stubGlobal("fetch", outside);
	vi.stubGlobal("Worker", outside);
	vi.stubGlobal("window", {
		get localStorage() {
			return outside();
		},
	});
	vi.stubGlobal("location", { origin: "https://portal.example" });
	training = await beginTraining(NOW);
});

async function issued(over: Parameters<typeof draft>[0] = {}) {
	const db = database();
	const start = await beginStart(db);
	const made = await issueDraft(draft(over), {
		...{ db, lock: (_name, work) => work(), witness: indexWitness(db), now: () => NOW, zone: () => "Europe/Paris" },
		...{ start: async () => start, random: () => 0, learn: async () => undefined },
	});
	if (!made.ok) throw new Error(made.error.code);
	return made.value;
}

async function lastRecord(): Promise<RecordInput> {
	const row = (await database().outbox.orderBy("queuedAt").toArray()).at(-1);
	const opened = row?.sealed && (await openAttestation(training.device.storageKey, row.key, row.sealed));
	if (opened?.record == null) throw new Error("no record");
	return opened.record;
}

async function verdictUnder(given: VerifierBundle, text: string) {
	const trust = await openTrust(given, { subtle: crypto.subtle });
	if (!trust.ok) throw new Error(trust.error.code);
	return verifyPass(text, trust.value, { now: NOW, ownPast: NOW, occasion: { activity: "venue" } });
}

const sent = async (over: Partial<RecordInput> = {}) => {
	await issued();
	const records = [{ ...(await lastRecord()), ...over }];
	const answered = await callFromDevice(PATHS.records, { records }, { answer: recordBatchAnswer });
	return answered.ok ? answered.value.answers[0] : answered.error;
};

it("[DM-1] works on a database of its own, in memory, and on no page that worked on another", async () => {
	expect(database().inMemory).toBe(true);
	expect(database().name).not.toBe(DATABASE_NAME);
	await issued();
	// Secrets of the acts lie beside them, not in the file of the device.
	expect(await database().secrets.count()).toBeGreaterThan(0);
	expect(await usedSecrets()).toHaveLength(await database().secrets.count());
	// And no tab of the counter waits for it.
	expect(await withLock("relais-issue", async () => locked)).toEqual([`relais-issue.${database().name}`]);
	await expect(beginTraining(NOW)).rejects.toThrow("a page that has worked on nothing yet");
});

it("[DM-4] [DP-4] its sheet is refused as a practice sheet at a real door, and accepted at a door in an exercise", async () => {
	const sheet = await issued();
	expect(await verdictUnder(bundle(), sheet.rp1)).toMatchObject({ outcome: "rejected", reason: "issuer_training" });
	const world = await makeTrainingWorld(NOW);
	expect(await verdictUnder(world.bundle, sheet.rp1)).toMatchObject({ outcome: "accepted", warnings: [] });
});

it("[DM-4] [DP-4] its check code is good at a door in an exercise only", async () => {
	const sheet = await issued();
	const world = await makeTrainingWorld(NOW);
	const trust = await openTrust(world.bundle, { subtle: crypto.subtle });
	if (!trust.ok) throw new Error(trust.error.code);
	const { family, given, birth } = sheet.person;
	const typed = { ...sheet.checkCode, birth, initials: initialsOf({ family, given }) };
	const occasion = { activity: "venue" } as const;
	const at = { trust: trust.value, now: NOW, ownPast: NOW, occasion, db: database() };
	expect(await enterCode(typed, { ...at, keys: world.codeKeys })).toMatchObject({ outcome: "accepted" });
	const keys = verifierCodeKeys(() => MASTER, [0, 2, 5, 6, 9, 11], NOW);
	expect(await enterCode(typed, { ...at, keys })).toMatchObject({ outcome: "rejected", reason: "code_rejected" });
});

it("[DM-3] its portal registers once, refuses what is there to be practised, and answers in the portal's own shapes", async () => {
	const first = await sent();
	expect(first).toMatchObject({ outcome: "registered" });
	const record = await lastRecord();
	expect(await callFromDevice(PATHS.records, { records: [record] }, { answer: recordBatchAnswer })).toMatchObject({
		value: { answers: [first] },
	});
	const { identity } = record;
	expect(await sent({ identity: { ...identity, birthName: REFUSED_BIRTH_NAME } })).toMatchObject({
		...{ outcome: "refused", reason: "record_malformed", field: "identity.birthName" },
	});
	expect(await sent({ identity: { ...identity, family: REFUSED_FAMILY } })).toMatchObject({
		...{ outcome: "refused", reason: "identity_mismatch" },
	});
	expect(await sent({ sampled: { at: NOW, zone: "" } })).toMatchObject({
		reason: "record_malformed",
		field: "sampled.zone",
	});
	expect(await callFromDevice(PATHS.sharedPapers, {}, { answer: recordBatchAnswer })).toMatchObject({
		error: { kind: "refused", code: "path_unknown" },
	});
});

it("[DM-3] an outage can be practised", async () => {
	training.portal.setAway(true);
	expect(await sent()).toMatchObject({ kind: "unreachable" });
	expect(await probeFromDevice()).toMatchObject({ ok: false });
	training.portal.setAway(false);
	expect(await probeFromDevice()).toMatchObject({ ok: true });
});

it("[DM-1] once it is left nothing of it is there, and nothing was reached for meanwhile", async () => {
	const { name } = database();
	expect(heldKeys(name)).toBeDefined();
	await training.end();
	expect(heldKeys(name)).toBeUndefined();
	await expect(database().outbox.count()).rejects.toThrow();
	expect(outside).not.toHaveBeenCalled();
});
