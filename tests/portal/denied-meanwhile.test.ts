/** A device is denied between the moment that lets it in and the transaction that writes. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DeviceCaller } from "@/lib/server/auth/caller";
import { revokeAttestation } from "@/lib/server/services/attestation/revoke-attestation";
import { exchangeCheckIns } from "@/lib/server/services/check-in/exchange-check-ins";
import { storeCodeReport } from "@/lib/server/services/code-report/store-code-report";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { renewKit } from "@/lib/server/services/device/renew-kit";
import { denyPharmacy } from "@/lib/server/services/pharmacy/deny-pharmacy";
import { registerPositives } from "@/lib/server/services/positive/register-positives";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { OPERATOR } from "@/tests/support/actors";
import { granted } from "@/tests/support/granted";
import { type EnrolledDevice, enrolDevice, issueRecord } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY, VENUE } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let colleague: EnrolledDevice;
let neighbour: EnrolledDevice;
let door: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	colleague = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	neighbour = await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY });
	door = await enrolDevice(portal, { role: "door", venue: VENUE });
	await portal.server.publisher.publishAll();
	const { context } = portal.server;
	for (const { kit } of [counter, door])
		await granted(denyDevice(context, { device: kit.deviceId, reason: "stolen" }, OPERATOR));
	await granted(denyPharmacy(context, { pharmacy: OTHER_PHARMACY, reason: "fraud" }, OPERATOR));
});
afterAll(() => portal.close());

/** As it was let in, a moment before the denial. */
function caller({ key, kit }: EnrolledDevice, home: Pick<DeviceCaller, "role" | "pharmacyNumber" | "venueId">) {
	return { kind: "device", deviceId: kit.deviceId, thumbprint: key.thumbprint, key: "device", ...home } as const;
}
const ofPharmacy = (device: EnrolledDevice, pharmacyNumber: string) =>
	caller(device, { role: "counter", pharmacyNumber, venueId: null });

/** How many rows the tables have that these calls write. */
async function written(): Promise<Record<string, unknown> | undefined> {
	const [counts] = await portal.database.query(
		`SELECT (SELECT count(*) FROM check_ins)::int AS events, (SELECT count(*) FROM posts)::int AS posts,
			(SELECT count(*) FROM code_reports)::int AS reports, (SELECT count(*) FROM positive_results)::int AS positives,
			(SELECT count(*) FROM delegations)::int AS delegations, (SELECT count(*) FROM status_bits)::int AS revoked`,
	);
	return counts;
}

type Call = () => Promise<{ readonly ok: boolean }>;

const CALLS: Readonly<Record<string, Call>> = {
	"check-ins": async () => {
		const at = portal.clock.now;
		const event = { id: randomUUID(), assignment: "film", gate: "A", at, direction: "in", outcome: "accepted" };
		const passage = { ...event, type: "passage", format: "relais", pseudonym: "A".repeat(22), salt: "saltsaltsal" };
		const post = { assignment: "film", gate: "A", role: "both", after: 0, completeAt: null } as const;
		const verifier = caller(door, { role: "door", pharmacyNumber: null, venueId: VENUE });
		return exchangeCheckIns(portal.server.context, verifier, { events: [passage], post });
	},
	"code reports": async () => {
		const day = new Date(portal.clock.now * 1_000).toISOString().slice(0, 10);
		const verifier = caller(door, { role: "door", pharmacyNumber: null, venueId: VENUE });
		return storeCodeReport(portal.server.context, verifier, { day, hashes: ["AAAA"] });
	},
	"a kit": () => renewKit(portal.server.context, ofPharmacy(counter, PHARMACY), { key: randomUUID(), indicesLeft: 0 }),
	"a kit of a denied pharmacy": () =>
		renewKit(portal.server.context, ofPharmacy(neighbour, OTHER_PHARMACY), { key: randomUUID(), indicesLeft: 0 }),
	"a revocation": async () => {
		const { attestation } = await issueRecord(colleague, portal.clock.now);
		const reason = "entry_error";
		return revokeAttestation(portal.server.context, ofPharmacy(counter, PHARMACY), { attestation, reason });
	},
	"positive results": () => {
		const { now } = portal.clock;
		const result = {
			key: randomUUID(),
			identity: { family: "ESSAI", given: "Camille", birth: "1990-02-03", sex: "F" },
			contact: { phone: "+33612345678" },
			consent: true,
			product: "1232",
			lot: { number: "41ADG", expiry: "2021-11-30" },
			sampled: { at: now - HOUR, zone: "Europe/Paris" },
			recorded: { at: now - MINUTE, zone: "Europe/Paris" },
			locale: "fr",
		};
		return registerPositives(portal.server.context, ofPharmacy(counter, PHARMACY), [result]);
	},
};

describe("[AB-6] of a device that was denied after it was let in", () => {
	it.each(Object.entries(CALLS))("%s are refused, and nothing is written", async (_name, call) => {
		const before = await written();
		expect(await call()).toEqual({ ok: false, error: { code: "device_denied" } });
		expect(await written()).toEqual(before);
	});
});
