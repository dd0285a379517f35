import { type DeviceRole, deviceRole } from "@/lib/protocol/device-kit";

/**
 * [ND-9] What this browser was enrolled as, told by something else than its database: localStorage is another file of the
 * profile, which a browser that makes room does not empty with the database. Where it is gone too, nobody can know.
 */

const NAME = "relais.enrolled";

export function markEnrolled(role: DeviceRole, storage: Pick<Storage, "setItem">): void {
	storage.setItem(NAME, role);
}

/** Undefined: never enrolled, or nobody can tell. */
export function enrolledAs(storage: Pick<Storage, "getItem">): DeviceRole | undefined {
	return deviceRole.safeParse(storage.getItem(NAME)).data;
}
