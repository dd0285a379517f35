/** Who a request comes from, once proven. */
import "server-only";
import type { DeviceRole } from "@/lib/protocol/device-kit";
import type { NumericDate } from "@/lib/shared/numeric-date";

export type DeviceCaller = {
	readonly kind: "device";
	readonly deviceId: string;
	readonly role: DeviceRole;
	readonly thumbprint: string;
	/** Which of its keys signed. A transport key sends records and does nothing else. */
	readonly key: "device" | "transport";
	/** Counters only. */
	readonly pharmacyNumber: string | null;
	/** Doors and trains only. */
	readonly venueId: string | null;
};

/** A key that proved itself but belongs to no device yet. */
export type UnenrolledCaller = { readonly kind: "unenrolled"; readonly thumbprint: string };
export type ConsoleCaller = {
	readonly kind: "console";
	readonly operator: string;
	readonly sessionHash: Uint8Array;
	readonly expiresAt: NumericDate;
};
/** `source`: where it comes from, for limits; never stored as it stands. */
type AnonymousCaller = { readonly kind: "anonymous"; readonly source: string };

/** What a handler is given for each access (lib/protocol/routes.ts); auth/identify-caller.ts decides. */
export type Callers = {
	readonly public: AnonymousCaller;
	/** Signed by the key that the body brings along: enrolment. */
	readonly "device:unenrolled": UnenrolledCaller;
	readonly "device:any": DeviceCaller;
	readonly "device:counter": DeviceCaller;
	readonly "device:sender": DeviceCaller;
	/** Doors and trains. */
	readonly "device:verifier": DeviceCaller;
	readonly console: ConsoleCaller;
};
