/**
 * A device claims its place with a one-time code and a key of its own. The same key may ask again, for instance after a
 * lost answer, and gets the same device and the same block; any other key finds the code used.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import type { EnrolmentCode, Pharmacy, Prisma } from "@/generated/prisma/client";
import type { DeviceKit, EnrolmentClaim } from "@/lib/protocol/device-kit";
import { err, ok, type Result } from "@/lib/shared/result";
import { noteAct } from "../../audit/note-act";
import type { UnenrolledCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { secretHash } from "../../crypto/secret-text";
import type { Transaction } from "../../db/database";
import { timestamp } from "../../db/timestamp";
import { transactUnlessRefused } from "../../db/transact";
import { allotDelegation } from "../device/allot-delegation";
import { buildKit } from "../device/build-kit";
import { setTransportKey } from "../device/set-transport-key";
import type { Refusal } from "../refusal";
import { homeSubject } from "./home-subject";

export type ClaimRefusal = Refusal<
	| "enrolment_code_unknown"
	| "enrolment_code_used"
	| "enrolment_code_expired"
	| "device_denied"
	| "device_exists"
	| "storage_not_durable"
>;

export async function claimEnrolment(
	context: ServerContext,
	{ thumbprint, requestId }: UnenrolledCaller,
	claim: EnrolmentClaim,
): Promise<Result<DeviceKit, ClaimRefusal>> {
	const kit = await transactUnlessRefused(context.db, async (tx): Promise<Result<DeviceKit, ClaimRefusal>> => {
		const code = await lockCode(tx, claim.code);
		if (code === undefined) return err({ code: "enrolment_code_unknown" });
		// The code stays good, for a browser that keeps what it is given.
		if (code.role === "counter" && claim.durable === false) return err({ code: "storage_not_durable" });
		const deviceId =
			code.usedBy === null
				? await enrolDevice(context, tx, { code, claim, thumbprint, requestId })
				: await enrolledBefore(tx, code, thumbprint);
		if (!deviceId.ok) return deviceId;
		if (code.role === "counter") await setTransportKey(tx, deviceId.value, claim.transport);
		return ok(await buildKit(context, tx, deviceId.value, { sender: claim.transport !== undefined }));
	});
	if (kit.ok) {
		context.trustChanged({ list: true });
		context.acquaintances.keys.meet(thumbprint, claim.jwk);
	}
	return kit;
}

type LockedCode = Pick<EnrolmentCode, "id" | "role" | "pharmacyNumber" | "venueId" | "expiresAt" | "usedBy"> & {
	readonly pharmacy: (Pick<Pharmacy, "number" | "name" | "town" | "kinds"> & { readonly isDenied: boolean }) | null;
};

/** Two claims with one code come one after the other. */
async function lockCode(tx: Transaction, text: string): Promise<LockedCode | undefined> {
	const [code] = await tx.$queryRaw<readonly LockedCode[]>`
		SELECT c.id, c.role::text AS role, c.pharmacy_number AS "pharmacyNumber", c.venue_id AS "venueId",
			c.expires_at AS "expiresAt", c.used_by AS "usedBy",
			CASE WHEN p.number IS NOT NULL THEN json_build_object('number', p.number, 'name', p.name, 'town', p.town,
				'kinds', p.kinds, 'isDenied', p.denied_at IS NOT NULL) END AS pharmacy
		FROM enrolment_codes c LEFT JOIN pharmacies p ON p.number = c.pharmacy_number
		WHERE c.code_hash = ${secretHash(text)} FOR UPDATE OF c`;
	return code;
}

/** The id of the device. */
type Claimed = Result<string, ClaimRefusal>;

async function enrolledBefore(tx: Transaction, code: LockedCode, thumbprint: string): Promise<Claimed> {
	if (code.usedBy !== thumbprint) return err({ code: "enrolment_code_used" });
	const device = await tx.device.findUniqueOrThrow({
		where: { thumbprint },
		include: { pharmacy: { select: { deniedAt: true } } },
	});
	if (device.state === "denied" || device.pharmacy?.deniedAt) return err({ code: "device_denied" });
	return ok(device.id);
}

type Enrolment = {
	readonly code: LockedCode;
	readonly claim: EnrolmentClaim;
	readonly thumbprint: string;
	readonly requestId: string | undefined;
};

async function enrolDevice(
	context: ServerContext,
	tx: Transaction,
	{ code, claim, thumbprint, requestId }: Enrolment,
): Promise<Claimed> {
	const now = timestamp(context.clock());
	if (code.expiresAt <= now) return err({ code: "enrolment_code_expired" });
	const { pharmacy } = code;
	if (pharmacy?.isDenied) return err({ code: "device_denied" });
	const row = {
		id: randomUUID(),
		role: code.role,
		label: claim.label,
		thumbprint,
		publicJwk: claim.jwk,
		pharmacyNumber: code.pharmacyNumber,
		venueId: code.venueId,
		enrolledAt: now,
		lastSeenAt: now,
	} satisfies Prisma.DeviceCreateManyInput;
	// Skipped: another device has this key already, or gets it in a transaction that is waited for here.
	const [device] = await tx.device.createManyAndReturn({ data: [row], skipDuplicates: true });
	if (device === undefined) return err({ code: "device_exists" });
	await tx.enrolmentCode.update({ where: { id: code.id }, data: { usedAt: now, usedBy: thumbprint } });
	const by = { kind: "device", name: device.id, requestId } as const;
	await noteAct(tx, { action: "device.enrolled", by, subject: { code: code.id, ...homeSubject(code) } });
	// The device's own id names its first request for a block.
	if (pharmacy !== null) await allotDelegation(context, tx, { device, pharmacy, requestKey: device.id });
	return ok(device.id);
}
