/** Who a request comes from, once proven. */
import "server-only";
import type { DeviceRole } from "@/lib/protocol/device-kit";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** Absent where no request asks: a command, or a test. */
type Asked = { readonly requestId?: string | undefined };

export type DeviceCaller = Asked & {
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

/** Somebody of whom nothing is known until the database was asked, which is limited (spec AB-3). */
type Stranger = {
	/** Says that what it brought is ours: asking was not for nothing. */
	readonly isKnown: () => void;
};

/** A key that proved itself but belongs to no device yet. */
export type UnenrolledCaller = Asked & { readonly kind: "unenrolled"; readonly thumbprint: string };
/** Its proof counts from when it is spent: throws where it came before. */
type Unspent = { readonly spend: () => Promise<void> };
export type ConsoleCaller = Asked & {
	readonly kind: "console";
	readonly operator: string;
	readonly sessionHash: Uint8Array;
	readonly expiresAt: NumericDate;
};
type AnonymousCaller = { readonly kind: "anonymous" };

/** What a handler is given for each access (lib/protocol/routes.ts); auth/identify-caller.ts decides. */
export type Callers = {
	readonly public: AnonymousCaller & Stranger;
	/** Signed by the key that the body brings along: enrolment. */
	readonly "device:unenrolled": UnenrolledCaller & Stranger & Unspent;
	readonly "device:any": DeviceCaller;
	readonly "device:counter": DeviceCaller;
	readonly "device:sender": DeviceCaller;
	/** Doors and trains. */
	readonly "device:verifier": DeviceCaller;
	readonly console: ConsoleCaller;
	readonly monitor: { readonly kind: "monitor" };
};
