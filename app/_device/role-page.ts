import type { DeviceRole } from "@/lib/protocol/device-kit";

/** Where a device of each role does its work. */
export const ROLE_PAGES = { counter: "/counter", door: "/scan", train: "/scan" } as const satisfies Record<
	DeviceRole,
	string
>;
