/** Fresh keys for an enrolled device and, when it runs low or its delegation grows old, another delegation. */
import "server-only";
import type { DeviceKit, KitRequest } from "@/lib/protocol/device-kit";
import { DAY } from "@/lib/shared/numeric-date";
import { ok } from "@/lib/shared/result";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import type { Transaction } from "../../db/database";
import { timestamp } from "../../db/timestamp";
import { transactUnlessRefused } from "../../db/transact";
import { allotDelegation, BLOCK_SIZE } from "./allot-delegation";
import { buildKit } from "./build-kit";
import { meetStartWithin } from "./meet-start";
import { seenIndices } from "./seen-indices";
import { setTransportKey } from "./set-transport-key";
import { stillAdmitted, type UnlessDenied } from "./still-admitted";

/** Fewer free indices than this: another block. */
const LOW_INDICES = BLOCK_SIZE / 4;
/** Half of a delegation's life: a device that comes by once a fortnight never runs out. */
const RENEW_BEFORE = 15 * DAY;
/** A device that asks for more than this in a day is broken, or uses up the number space on purpose. */
const DELEGATIONS_PER_DAY = 4;

type Renewed = UnlessDenied<DeviceKit>;

export async function renewKit(context: ServerContext, caller: DeviceCaller, request: KitRequest): Promise<Renewed> {
	let allotted = false;
	const kit = await transactUnlessRefused(context.db, async (tx): Promise<Renewed> => {
		const admitted = await stillAdmitted(tx, caller.deviceId, "own");
		if (!admitted.ok) return admitted;
		const { start: report } = request;
		const life = report && (await meetStartWithin(tx, { context, caller, report }));
		allotted = caller.role === "counter" && (await renewDelegation(context, tx, { caller, request }));
		await tx.device.update({ where: { id: caller.deviceId }, data: { lastSeenAt: timestamp(context.clock()) } });
		if (caller.role === "counter") await setTransportKey(tx, caller.deviceId, request.transport);
		const kit = await buildKit(context, tx, caller.deviceId, { sender: request.transport !== undefined });
		if (life === undefined) return ok(kit);
		return ok({ ...kit, life, ...(await ofThisLife(tx, { caller, request })) });
	});
	if (kit.ok && allotted) context.trustChanged({ list: true });
	return kit;
}

async function renewDelegation(
	context: ServerContext,
	tx: Transaction,
	{ caller, request }: { readonly caller: DeviceCaller; readonly request: KitRequest },
): Promise<boolean> {
	const now = context.clock();
	const delegations = await tx.delegation.findMany({
		where: {
			deviceId: caller.deviceId,
			OR: [{ expiresAt: { gt: timestamp(now) } }, { requestKey: request.key }],
		},
		select: { expiresAt: true, createdAt: true, requestKey: true },
	});
	if (delegations.some(({ requestKey }) => requestKey === request.key)) return false;
	const lasting = delegations.some(({ expiresAt }) => expiresAt > timestamp(now + RENEW_BEFORE));
	if (lasting && request.indicesLeft >= LOW_INDICES) return false;
	const recent = delegations.filter(({ createdAt }) => createdAt > timestamp(now - DAY)).length;
	if (recent >= DELEGATIONS_PER_DAY) {
		context.log.warn({ deviceId: caller.deviceId, recent }, "a device asks for unusually many index blocks");
		return false;
	}
	const { pharmacy, ...device } = await tx.device.findUniqueOrThrow({
		where: { id: caller.deviceId },
		include: { pharmacy: true },
	});
	if (pharmacy === null) return false;
	await allotDelegation(context, tx, { device, pharmacy, requestKey: request.key });
	return true;
}

/** What this request was given, and what was seen of the device's blocks: a device that tells of its starts asks for it. */
async function ofThisLife(
	tx: Transaction,
	{ caller: { deviceId }, request }: { readonly caller: DeviceCaller; readonly request: KitRequest },
): Promise<Pick<DeviceKit, "allotted" | "seen">> {
	const given = await tx.delegation.findUnique({
		where: { deviceId_requestKey: { deviceId, requestKey: request.key } },
		select: { jti: true },
	});
	return { allotted: given?.jti ?? null, seen: await seenIndices(tx, deviceId) };
}
