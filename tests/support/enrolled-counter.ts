/**
 * A counter that is enrolled with the test authority (authority.ts), on fake-indexeddb, for unit tests: unlocked, real WebCrypto
 * keys, real check-code keys, a clock and a lock that the test holds.
 */
import "fake-indexeddb/auto";
import { issuerCodeKeys } from "@/lib/checkcode/derive-keys";
import type { AttestationDraft } from "@/lib/device/counter/attestation-draft";
import type { IssuePorts } from "@/lib/device/counter/issue";
import { holdKeys } from "@/lib/device/identity/held-keys";
import { beginStart } from "@/lib/device/identity/start";
import { RelaisDatabase } from "@/lib/device/store/database";
import type { WithLock } from "@/lib/device/store/locks";
import type { DeviceRow } from "@/lib/device/store/rows";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import { HOUR } from "@/lib/shared/numeric-date";
import { DEVICE, delegationJwt, NOW, ROOT } from "./authority";
import { importPrivateKey } from "./deterministic-key";
import { memoryWitness } from "./memory-index-store";

export const MASTER = new Uint8Array(32).fill(7);

export function counterKit(overrides: Partial<DeviceKit> = {}): DeviceKit {
	return {
		deviceId: "device-1",
		role: "counter",
		label: "poste 2",
		serverTime: NOW,
		published: { keysetSeq: 1, listIat: 0 },
		root: ROOT.thumbprint,
		pharmacy: { number: "40123", name: "Pharmacie de l'Essai, Angers" },
		delegations: [delegationJwt()],
		highestIndex: null,
		codeKeys: { holder: "issuer", ...issuerCodeKeys(() => MASTER, "40123", NOW) },
		assignments: [],
		// Somebody's: nobody here opens what is encrypted to it.
		recordKey: { kid: "record-1", jwk: DEVICE.jwk },
		products: [{ code: "1232", name: "Panbio", kind: "A" }],
		...overrides,
	};
}

/** One after the other, like a Web Lock. */
function serialLock(): WithLock {
	let last: Promise<unknown> = Promise.resolve();
	return (_name, work) => {
		const turn = last.then(work, work);
		last = turn.catch(() => undefined);
		return turn;
	};
}

let counters = 0;

export async function enrolledCounter(kit: Partial<DeviceKit> = {}): Promise<IssuePorts & { db: RelaisDatabase }> {
	const db = new RelaisDatabase(`counter ${counters++}`);
	const { serverTime: _, ...parts } = counterKit(kit);
	const { jwk: publicJwk, thumbprint } = DEVICE;
	const row: DeviceRow = { id: "device", ...parts, publicJwk, thumbprint, enrolledAt: NOW, kitAt: NOW };
	await db.device.put(row);
	const storageKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
	holdKeys(db.name, { thumbprint, signingKey: await importPrivateKey(DEVICE), storageKey });
	const start = await beginStart(db);
	return {
		...{ db, lock: serialLock(), witness: memoryWitness(), now: () => NOW, zone: () => "Europe/Paris" },
		...{ start: async () => start, random: () => 0, learn: async () => undefined },
	};
}

let drafts = 0;

export function draft(overrides: Partial<AttestationDraft> = {}): AttestationDraft {
	drafts++;
	return {
		id: `00000000-0000-4000-8000-${drafts.toString(16).padStart(12, "0")}`,
		kind: "A",
		identity: { family: "ESSAI", given: "Camille Aimée", birth: "1990-02-03", sex: "F" },
		contact: {},
		performedAt: NOW - HOUR,
		product: { code: "1232", name: "Panbio" },
		locale: "fr",
		...overrides,
	};
}
