import type { DeviceKit, DevicePublicJwk } from "@/lib/protocol/device-kit";

/**
 * This device as enrolled. Both keys are non-extractable: a copy of the disk's files does not contain them in a form
 * that a script could read, and a page can use but never export them.
 */
export type StoredDevice = Pick<
	DeviceKit,
	| "deviceId"
	| "role"
	| "label"
	| "root"
	| "pharmacy"
	| "delegations"
	| "highestIndex"
	| "codeKeys"
	| "assignments"
	| "products"
> & {
	/** ES256, usage `sign`. */
	readonly privateKey: CryptoKey;
	readonly publicJwk: DevicePublicJwk;
	/** RFC 7638 thumbprint of `publicJwk`, 43 characters. */
	readonly thumbprint: string;
	/** AES-256-GCM for what the outbox holds about people. */
	readonly storageKey: CryptoKey;
	readonly enrolledAt: number;
	/** When the server last answered with a kit. */
	readonly kitAt: number;
};
