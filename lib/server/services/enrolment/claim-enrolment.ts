/**
 * A device claims its place with a one-time code and a key of its own. The same key may ask again, for instance after a
 * lost answer, and gets the same device and the same block; any other key finds the code used.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import type { EnrolmentCode } from "@/generated/prisma/client";
import type { DeviceKit, EnrolmentClaim } from "@/lib/protocol/device-kit";
import type { UnenrolledCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { secretHash } from "../../crypto/secret-text";
import type { Transaction } from "../../db/database";
import { isUniqueViolation } from "../../db/faults";
import { timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import { ApiProblem } from "../../http/problem-response";
import { allotDelegation } from "../device/allot-delegation";
import { buildKit } from "../device/build-kit";

export async function claimEnrolment(
	context: ServerContext,
	{ thumbprint }: UnenrolledCaller,
	claim: EnrolmentClaim,
): Promise<DeviceKit> {
	const kit = await transact(context.db, async (tx) => {
		const code = await lockCode(tx, claim.code);
		const deviceId =
			code.usedBy === null
				? await enrolDevice(context, tx, { code, claim, thumbprint })
				: await enrolledBefore(tx, code, thumbprint);
		return buildKit(context, tx, deviceId);
	});
	context.trustChanged({ list: true });
	return kit;
}

/** Two claims with one code come one after the other. */
async function lockCode(tx: Transaction, text: string): Promise<EnrolmentCode> {
	const codeHash = secretHash(text);
	await tx.$queryRaw`SELECT id FROM enrolment_codes WHERE code_hash = ${codeHash} FOR UPDATE`;
	const code = await tx.enrolmentCode.findUnique({ where: { codeHash } });
	if (code === null) throw new ApiProblem("enrolment_code_unknown");
	return code;
}

async function enrolledBefore(tx: Transaction, code: EnrolmentCode, thumbprint: string): Promise<string> {
	if (code.usedBy !== thumbprint) throw new ApiProblem("enrolment_code_used");
	const device = await tx.device.findUniqueOrThrow({
		where: { thumbprint },
		include: { pharmacy: { select: { deniedAt: true } } },
	});
	if (device.state === "denied" || device.pharmacy?.deniedAt) throw new ApiProblem("device_denied");
	return device.id;
}

type Enrolment = { readonly code: EnrolmentCode; readonly claim: EnrolmentClaim; readonly thumbprint: string };

async function enrolDevice(
	context: ServerContext,
	tx: Transaction,
	{ code, claim, thumbprint }: Enrolment,
): Promise<string> {
	const now = timestamp(context.clock());
	if (code.expiresAt <= now) throw new ApiProblem("enrolment_code_expired");
	const pharmacy =
		code.pharmacyNumber === null ? null : await tx.pharmacy.findUnique({ where: { number: code.pharmacyNumber } });
	if (pharmacy?.deniedAt) throw new ApiProblem("device_denied");
	const device = await createDevice(tx, {
		id: randomUUID(),
		role: code.role,
		label: claim.label,
		thumbprint,
		publicJwk: claim.jwk,
		pharmacyNumber: code.pharmacyNumber,
		venueId: code.venueId,
		enrolledAt: now,
		lastSeenAt: now,
	});
	await tx.enrolmentCode.update({ where: { id: code.id }, data: { usedAt: now, usedBy: thumbprint } });
	// The device's own id names its first request for a block.
	if (pharmacy !== null) await allotDelegation(context, tx, { device, pharmacy, requestKey: device.id });
	return device.id;
}

type NewDevice = Parameters<Transaction["device"]["create"]>[0]["data"] & { readonly id: string };

async function createDevice(tx: Transaction, data: NewDevice) {
	try {
		return await tx.device.create({ data });
	} catch (fault) {
		if (isUniqueViolation(fault)) throw new ApiProblem("device_exists");
		throw fault;
	}
}
