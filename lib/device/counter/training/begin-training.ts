import "client-only";
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { issuerCodeKeys } from "@/lib/checkcode/derive-keys";
import { type DeviceKit, type DevicePublicJwk, devicePublicJwk } from "@/lib/protocol/device-kit";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { TRAINING_SIGNER } from "@/lib/trust/training-signer";
import { loadUnlocked } from "../../identity/device-store";
import { dropKeys, holdKeys } from "../../identity/held-keys";
import { withSealedCodes } from "../../identity/sealed-codes";
import type { UnlockedDevice } from "../../identity/stored-device";
import {
	TRAINING_PHARMACY,
	TRAINING_STATUS,
	trainingCodeMaster,
	trainingDelegation,
} from "../../identity/training-issuer";
import { speakTo } from "../../portal/transport";
import { isOpened, RelaisDatabase, workOn } from "../../store/database";
import type { DeviceRow } from "../../store/rows";
import { deviceNow } from "../../trust/clock";
import { type TrainingPortal, trainingPortal } from "./training-portal";

/**
 * The exercise of a counter (DM-1): a device, its keys and a portal that live in the memory of this page, under the very
 * code of a counter. The page must never have opened the device's own database, and never does.
 */
export type Training = {
	readonly device: UnlockedDevice;
	readonly portal: TrainingPortal;
	/** Forgets everything. The page then works on nothing any more. */
	readonly end: () => Promise<void>;
};

const DATABASE = "relais-counter-training";
/** A door's own passes of an exercise have the indices before. */
const FIRST_INDEX = 16;

export async function beginTraining(now: NumericDate): Promise<Training> {
	if (isOpened()) throw new Error("an exercise needs a page that has worked on nothing yet");
	const db = new RelaisDatabase(DATABASE, { indexedDB: new IDBFactory(), IDBKeyRange });
	workOn(db);
	const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
	const storageKey = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
	const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
	const publicJwk = devicePublicJwk.parse({ kty, crv, x, y });
	const kit = await trainingKit(publicJwk, now);
	const portal = trainingPortal(kit, deviceNow);
	speakTo(portal.answer);
	const { serverTime: _, ...parts } = kit;
	const own = { publicJwk, thumbprint: thumbprint(publicJwk), enrolledAt: now, kitAt: now };
	const row: DeviceRow = { id: "device", ...parts, ...own };
	await db.device.put(await withSealedCodes(row, storageKey));
	holdKeys(db.name, { thumbprint: own.thumbprint, signingKey: pair.privateKey, storageKey });
	const device = await loadUnlocked(db);
	if (device === undefined) throw new Error("the exercise has no device");
	const end = async () => {
		dropKeys(db.name);
		await db.delete({ disableAutoOpen: true });
	};
	return { device, portal, end };
}

async function trainingKit(jwk: DevicePublicJwk, now: NumericDate): Promise<DeviceKit> {
	const jti = Array.from(crypto.getRandomValues(new Uint8Array(4)), (byte) => byte.toString(16).padStart(2, "0")).join(
		"",
	);
	const block = [FIRST_INDEX, TRAINING_STATUS.size - FIRST_INDEX] as const;
	return {
		...{
			deviceId: "exercise",
			role: "counter",
			label: "Exercice",
			serverTime: now,
			root: thumbprint(TRAINING_SIGNER.jwk),
		},
		published: { keysetSeq: 0, listIat: now },
		pharmacy: TRAINING_PHARMACY,
		delegations: [await trainingDelegation({ jti, from: now - HOUR, block, jwk })],
		highestIndex: null,
		codeKeys: { holder: "issuer", ...issuerCodeKeys(trainingCodeMaster, TRAINING_PHARMACY.number, now) },
		assignments: [],
		products: [...TRAINING_PRODUCTS],
	};
}

/** By their codes in the European lists, as kits have them. */
const TRAINING_PRODUCTS: DeviceKit["products"] = [
	{ code: "1232", name: "Abbott Rapid Diagnostics, Panbio COVID-19 Ag Rapid Test", kind: "A" },
	{ code: "EU/1/20/1528", name: "Comirnaty", kind: "V", doses: 2 },
];
