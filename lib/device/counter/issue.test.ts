import { describe, expect, it, vi } from "vitest";
import { checkCode } from "@/lib/checkcode/check-code";
import { verifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { readHolderLink } from "@/lib/protocol/holder-link";
import { readStripNumber } from "@/lib/protocol/strip-number";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import { verifyPass } from "@/lib/verify/verify-pass";
import { BLOCK_COUNT, BLOCK_FIRST, bundle, delegationJwt, NOW } from "@/tests/support/authority";
import { draft, enrolledCounter, MASTER } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { indexedDbKitStore } from "../identity/kit-store";
import { beginStart, reportOf } from "../identity/start";
import { issueDraft } from "./issue";
import { indexedDbOutboxStore } from "./outbox-store";
import { revocationName } from "./revocation";
import { openAttestation } from "./sealed-attestation";
import { openApart } from "./sealed-part";

async function issued(ports: Awaited<ReturnType<typeof enrolledCounter>>, over: Parameters<typeof draft>[0] = {}) {
	const result = await issueDraft(draft(over), ports);
	if (!result.ok) throw new Error(result.error.code);
	return result.value;
}

const codeOf = async (result: ReturnType<typeof issueDraft>) => {
	const answer = await result;
	return answer.ok ? "issued" : answer.error.code;
};

describe("issuing at the counter", () => {
	it("the sheet's QR is accepted by a door that never heard of the pharmacy", async () => {
		const sheet = await issued(await enrolledCounter());
		const trust = await openTrust(bundle(), { subtle: crypto.subtle });
		if (!trust.ok) throw new Error(trust.error.code);
		const verdict = await verifyPass(sheet.rp1, trust.value, { now: NOW + HOUR });
		expect(verdict.outcome).toBe("accepted");
		expect(verdict.outcome === "accepted" && verdict.pass.person).toMatchObject({
			family: "ESSAI",
			given: "Camille Aimée",
			birth: "1990-02-03",
		});
	});

	it("[RP-2] a test's paper ends when the delegation says, counted from the sample", async () => {
		const sheet = await issued(await enrolledCounter());
		expect(sheet.expires).toBe(NOW - HOUR + 72 * HOUR);
	});

	it("the sheet's check code is accepted with what a door reads from the identity document", async () => {
		const sheet = await issued(await enrolledCounter());
		const keys = verifierCodeKeys(() => MASTER, [0, 2, 3, 7, 8, 11], NOW);
		const entry = { number: sheet.checkCode.number, code: sheet.checkCode.code, birth: "900203", initials: "EC" };
		expect(checkCode(keys, entry, NOW + HOUR)).toMatchObject({ outcome: "accepted" });
	});

	it("the strip's link asks for the number beside it, which the record carries", async () => {
		const ports = await enrolledCounter();
		const sheets = [await issued(ports), await issued(ports)];
		const device = await loadUnlocked(ports.db);
		if (device === undefined) throw new Error("no device");
		for (const [i, row] of (await ports.db.outbox.orderBy("index").toArray()).entries()) {
			const opened = row.sealed && (await openAttestation(device.storageKey, row.key, row.sealed));
			const { holderPath = "", stripNumber = "" } = sheets[i] ?? {};
			expect(readHolderLink(holderPath.slice("/pass".length))).toMatchObject({
				asks: "stripNumber",
				token: opened?.record?.holderToken,
				paperUntil: sheets[i]?.expires,
			});
			expect(opened?.record?.stripNumber).toBe(stripNumber);
			expect(readStripNumber(stripNumber)).toBe(stripNumber);
			// What strangers see of the sheet says nothing of it.
			expect(sheets[i]?.rp1).not.toContain(stripNumber);
		}
		expect(new Set(sheets.map(({ holderPath }) => holderPath)).size).toBe(2);
	});

	it("the entry is on the disk, waiting, before the sheet comes back; nothing about the person is in the clear", async () => {
		const ports = await enrolledCounter();
		const sheet = await issued(ports);
		const [row, ...others] = await ports.db.outbox.toArray();
		expect(others).toEqual([]);
		expect(row).toMatchObject({ state: "waiting", index: `Dq3x.${BLOCK_FIRST}`, trimmed: false });
		const device = await loadUnlocked(ports.db);
		if (row?.sealed == null || device === undefined) throw new Error("nothing sealed");
		expect(new TextDecoder("latin1").decode(row.sealed.data)).not.toContain("ESSAI");
		const opened = await openAttestation(device.storageKey, row.key, row.sealed);
		expect(opened?.sheet).toEqual(sheet);
		expect(opened?.record).toMatchObject({ key: row.key, attestation: sheet.rp1, identity: { family: "ESSAI" } });
	});

	it("a sealed row that was moved under another key does not open", async () => {
		const ports = await enrolledCounter();
		await issued(ports);
		const [row] = await ports.db.outbox.toArray();
		const device = await loadUnlocked(ports.db);
		if (row?.sealed == null || device === undefined) throw new Error("nothing sealed");
		expect(await openAttestation(device.storageKey, "another key", row.sealed)).toBeUndefined();
	});

	it("a double click issues once: the same draft gives the same sheet", async () => {
		const ports = await enrolledCounter();
		const twice = draft();
		const [first, second] = await Promise.all([issueDraft(twice, ports), issueDraft(twice, ports)]);
		expect(second).toEqual(first);
		expect(await ports.db.outbox.count()).toBe(1);
	});

	it("a draft that was issued before shows no second paper once its sheet is forgotten", async () => {
		const ports = await enrolledCounter();
		const one = draft();
		expect(await codeOf(issueDraft(one, ports))).toBe("issued");
		await ports.db.outbox.update(one.id, { sealed: null, trimmed: true });
		expect(await codeOf(issueDraft(one, ports))).toBe("issued_before");
		expect(await ports.db.outbox.count()).toBe(1);
	});

	it("[DL-3] many at once, each with its own index", async () => {
		const ports = await enrolledCounter();
		const sheets = await Promise.all(Array.from({ length: 20 }, () => issued(ports)));
		expect(new Set(sheets.map((sheet) => sheet.index)).size).toBe(20);
	});

	it("a full disk refuses to issue, and the index that was taken is never used again", async () => {
		const ports = await enrolledCounter();
		const full = Object.assign(new DOMException("full", "QuotaExceededError"));
		const add = vi.spyOn(ports.db.outbox, "add").mockRejectedValueOnce(full);
		expect(await codeOf(issueDraft(draft(), ports))).toBe("storage_full");
		add.mockRestore();
		expect(await ports.db.outbox.count()).toBe(0);
		expect((await issued(ports)).index).toBe(BLOCK_FIRST + 1);
	});

	it("a witness that cannot be written refuses to issue", async () => {
		const ports = await enrolledCounter();
		const witness = {
			read: () => undefined,
			remember: () => {
				throw new DOMException("full", "QuotaExceededError");
			},
		};
		expect(await codeOf(issueDraft(draft(), { ...ports, witness }))).toBe("storage_full");
		expect(await ports.db.outbox.count()).toBe(0);
	});

	it("what cannot be issued says why", async () => {
		const ports = await enrolledCounter();
		expect(await codeOf(issueDraft(draft({ performedAt: NOW + HOUR }), ports))).toBe("time_in_future");
		expect(await codeOf(issueDraft(draft({ performedAt: NOW - 72 * HOUR }), ports))).toBe("sample_too_old");
		const onlyTests = await enrolledCounter({ delegations: [delegationJwt({ k: "A" })] });
		expect(await codeOf(issueDraft(draft({ kind: "V", dose: [1, 2] }), onlyTests))).toBe("kind_not_delegated");
		const ended = await enrolledCounter({ delegations: [delegationJwt({ nbf: NOW - 20 * DAY, exp: NOW })] });
		expect(await codeOf(issueDraft(draft(), ended))).toBe("no_delegation");
		const door = await enrolledCounter({ codeKeys: { holder: "verifier", days: {} } });
		expect(await codeOf(issueDraft(draft(), door))).toBe("not_enrolled");
		const noKeys = await enrolledCounter({ codeKeys: { holder: "issuer", pharmacy: "40123", days: {} } });
		expect(await codeOf(issueDraft(draft(), noKeys))).toBe("code_keys_missing");
	});

	it("[EN-6] a long name is on the paper in whole words, and whole in the record", async () => {
		const ports = await enrolledCounter();
		const given = "Maria Fernanda Guadalupe del Carmen Hernández";
		const long = draft({ identity: { family: "ESSAI", given, birth: "1990-02-03", sex: "F" } });
		const sheet = await issueDraft(long, ports);
		expect(sheet).toMatchObject({ value: { person: { given: "Maria Fernanda Guadalupe del Carmen" } } });
	});

	it("a name that no attestation can hold is refused and leaves nothing in the outbox", async () => {
		const ports = await enrolledCounter();
		const identity = { family: "\ud800", given: "", birth: "1990-02-03", sex: "X" } as const;
		expect(await codeOf(issueDraft(draft({ identity }), ports))).toBe("signing_failed");
		expect(await ports.db.outbox.count()).toBe(0);
	});

	it("a used-up block goes over to the next delegation, and then says so", async () => {
		const blocks = [
			delegationJwt({ jti: "one", sl: ["s1", 10, 1] }),
			delegationJwt({ jti: "two", sl: ["s1", 50, 1], nbf: NOW - DAY, exp: NOW + DAY }),
		];
		const ports = await enrolledCounter({ delegations: blocks });
		expect([(await issued(ports)).index, (await issued(ports)).index]).toEqual([10, 50]);
		expect(await codeOf(issueDraft(draft(), ports))).toBe("indices_exhausted");
	});

	it("[SH-4] a vaccination runs from now, carries its dose and ends with its code; a test's code ends within its last hours", async () => {
		const ports = await enrolledCounter();
		const sheet = await issued(ports, {
			kind: "V",
			dose: [2, 2],
			product: { code: "EU/1/20/1528", name: "Comirnaty" },
		});
		expect(sheet).toMatchObject({ dose: [2, 2], expires: sheet.checkCode.ends });
		expect(NOW + 72 * HOUR - sheet.expires).toBeGreaterThanOrEqual(0);
		expect(NOW + 72 * HOUR - sheet.expires).toBeLessThan(3 * HOUR);
		const test = await issued(ports);
		expect(test.expires).toBe(NOW - HOUR + 72 * HOUR);
		expect(test.expires - test.checkCode.ends).toBeGreaterThanOrEqual(0);
		expect(test.expires - test.checkCode.ends).toBeLessThan(3 * HOUR);
	});

	it("a correction marks the refused entry in the same transaction", async () => {
		const ports = await enrolledCounter();
		await issued(ports);
		const [first] = await ports.db.outbox.toArray();
		if (first === undefined) throw new Error("nothing issued");
		const refused = { type: "refused", at: NOW, reason: "identity_mismatch" } as const;
		await indexedDbOutboxStore(ports.db).apply(first.key, refused);
		const better = draft({ corrects: { key: first.key, reason: "entry_error" } });
		await issueDraft(better, ports);
		expect(await ports.db.outbox.get(first.key)).toMatchObject({ state: "refused", correctedBy: better.id });
	});

	it("[SH-1] a correction names what it replaces, and takes its paper back for the reason that was chosen", async () => {
		const ports = await enrolledCounter();
		const first = draft();
		await issueDraft(first, ports);
		const better = draft({ corrects: { key: first.id, reason: "result_corrected" } });
		await issueDraft(better, ports);
		const { storageKey } = (await loadUnlocked(ports.db)) ?? {};
		const row = await ports.db.outbox.get(better.id);
		if (storageKey === undefined || row?.sealed == null) throw new Error("nothing issued");
		const { record } = (await openAttestation(storageKey, better.id, row.sealed)) ?? {};
		expect(record?.corrects).toEqual({ key: first.id, reason: "result_corrected" });
		const wish = await ports.db.revocations.get(first.id);
		if (wish?.sealed == null) throw new Error("nothing is taken back");
		const place = { storageKey, name: revocationName(first.id) };
		expect(await openApart({ ...place, sealed: wish.sealed })).toMatchObject({
			reason: "result_corrected",
		});
	});

	it("the whole block can be used, no more and no less", async () => {
		const ports = await enrolledCounter({ delegations: [delegationJwt({ sl: ["s1", BLOCK_FIRST, 3] })] });
		const indices = [];
		for (let i = 0; i < 3; i++) indices.push((await issued(ports)).index);
		expect(indices).toEqual([BLOCK_FIRST, BLOCK_FIRST + 1, BLOCK_FIRST + 2]);
		expect(await codeOf(issueDraft(draft(), ports))).toBe("indices_exhausted");
		expect(BLOCK_COUNT).toBeGreaterThan(3);
	});

	it("[OL-6] the record carries the start and its running number; what came to nothing is told as void", async () => {
		const ports = await enrolledCounter();
		const start = await ports.start();
		await issued(ports);
		const full = Object.assign(new DOMException("full", "QuotaExceededError"));
		const add = vi.spyOn(ports.db.outbox, "add").mockRejectedValueOnce(full);
		expect(await codeOf(issueDraft(draft(), ports))).toBe("storage_full");
		add.mockRestore();
		await issued(ports);
		const device = await loadUnlocked(ports.db);
		if (device === undefined) throw new Error("no device");
		const numbers = [];
		for (const row of await ports.db.outbox.orderBy("index").toArray()) {
			const opened = row.sealed && (await openAttestation(device.storageKey, row.key, row.sealed));
			numbers.push(opened?.record?.start);
		}
		expect(numbers).toEqual([
			{ id: start, number: 1 },
			{ id: start, number: 3 },
		]);
		expect(await reportOf(start, ports.db)).toMatchObject({ id: start, given: 3, void: 1, waiting: 2, refused: 0 });
	});

	it("[OL-2] what the portal has to say is heard before an index is taken", async () => {
		const ports = await enrolledCounter();
		const learn = async () => {
			const renewed = { highestIndex: null, seen: [{ jti: "Dq3x", spent: "g" }] };
			await indexedDbKitStore(ports.db).renew((kit) => ({ ...kit, ...renewed }));
		};
		expect((await issued({ ...ports, learn })).index).toBe(BLOCK_FIRST + 16);
	});

	it("[OL-1] each start draws anew, and no index comes twice", async () => {
		const ports = await enrolledCounter();
		const before = [await issued(ports), await issued(ports)];
		const next = await beginStart(ports.db);
		const after = await issued({ ...ports, start: async () => next });
		expect([...before, after].map(({ index }) => index - BLOCK_FIRST)).toEqual([0, 1, 16]);
	});

	it("[OL-5] a person whose number is another's gets a new sheet, and nothing is revoked by the counter", async () => {
		const ports = await enrolledCounter();
		await issued(ports);
		const [first] = await ports.db.outbox.toArray();
		const again = draft({ corrects: { key: first?.key ?? "", reason: "index_reused" } });
		expect(await codeOf(issueDraft(again, ports))).toBe("issued");
		expect(await ports.db.revocations.count()).toBe(0);
	});
});
