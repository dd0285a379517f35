import "client-only";
import { z } from "zod";
import type { DoorDevice } from "../identity/stored-device";
import { database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";

const GUEST_FACT = "guest-id";
const parseId = (value: unknown): string | undefined => z.uuid().safeParse(value).data;

/**
 * A device without enrolment at work at a door, with what another gate handed to it (GG-8): it verifies passes and
 * counts, has no keys of check codes, and sends nothing before it is enrolled. Its id, for other gates, is made once.
 */
export async function guestDevice(db: RelaisDatabase = database()): Promise<DoorDevice> {
	const deviceId = await factStore(GUEST_FACT, parseId, db).change((known) => known ?? crypto.randomUUID());
	return { deviceId, role: "door", label: "", codeKeys: { holder: "verifier", days: {} }, assignments: [] };
}
