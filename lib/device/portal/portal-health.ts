import "client-only";
import {
	type HealthState,
	nextHealth,
	type PortalHealth,
	portalHealth,
	UNKNOWN_HEALTH,
} from "@/lib/portal/portal-health";
import { database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";
import { deviceNow } from "../trust/clock";

/**
 * Whether the portal answers, as this device last experienced it: every call notes its outcome here.
 * `navigator.onLine` is never asked: being on a network says nothing about the portal.
 */
const parseHealth = (value: unknown): PortalHealth | undefined => portalHealth.safeParse(value).data;
const healthStore = (db: RelaisDatabase) => factStore("portal-health", parseHealth, db);

export async function readPortalHealth(db: RelaisDatabase = database()): Promise<PortalHealth> {
	return (await healthStore(db).read()) ?? UNKNOWN_HEALTH;
}

export async function notePortal(state: HealthState, db: RelaisDatabase = database()): Promise<void> {
	const experience = { state, now: deviceNow() };
	await healthStore(db).change((before = UNKNOWN_HEALTH) => nextHealth(before, experience));
}
