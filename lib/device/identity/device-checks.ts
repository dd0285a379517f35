import "client-only";

/** What keeps a browser from being a device of Relais. Each has its own message and remedy. */
export type DeviceObstacle =
	| "insecure_context"
	| "no_web_crypto"
	| "no_locks"
	| "no_service_worker"
	| "no_storage"
	| "storage_not_persistent"
	| "key_not_storable";

/** What can be told without asking the user for anything. A browser that cannot promise to keep data is none of these. */
export function missingFeature(): DeviceObstacle | undefined {
	if (!window.isSecureContext) return "insecure_context";
	if (globalThis.crypto?.subtle === undefined) return "no_web_crypto";
	if (!("indexedDB" in window)) return "no_storage";
	if (!("locks" in navigator)) return "no_locks";
	if (!("serviceWorker" in navigator)) return "no_service_worker";
	return undefined;
}
