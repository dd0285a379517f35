/** The device kit (lib/protocol/device-kit.ts): all that a device needs to work without the portal. Reads only. */
import "server-only";
import { deviceSeed, issuerCodeKeys, verifierCodeKeys, verifierPositions } from "@/lib/checkcode/derive-keys";
import type { Reentry } from "@/lib/checkin/gate-rules";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import type { Transaction } from "../../db/database";
import { numericDate, timestamp } from "../../db/timestamp";
import { firstMaster, masterOfDay } from "../../keys/key-store";
import { TRUST_PATHS } from "../../publish/trust-files";
import { delegationName } from "./allot-delegation";
import { PRODUCTS } from "./products";

export async function buildKit(context: ServerContext, tx: Transaction, deviceId: string): Promise<DeviceKit> {
	const now = context.clock();
	const device = await tx.device.findUniqueOrThrow({
		where: { id: deviceId },
		include: {
			pharmacy: true,
			delegations: { where: { expiresAt: { gt: timestamp(now) } }, orderBy: { createdAt: "asc" } },
			venue: { include: { assignments: { where: { endsAt: { gt: timestamp(now) } }, orderBy: { startsAt: "asc" } } } },
		},
	});
	const { pharmacy, venue, delegations } = device;
	return {
		deviceId,
		role: device.role,
		label: device.label,
		serverTime: now,
		root: context.keys.root,
		published: { keysetSeq: context.keys.keysetSeq, listIat: await listTime(tx) },
		pharmacy: pharmacy === null ? null : { number: pharmacy.number, name: delegationName(pharmacy) },
		delegations: delegations.map(({ jwt }) => jwt),
		highestIndex: await highestIndex(tx, deviceId),
		codeKeys: codeKeys(context, deviceId, pharmacy?.number),
		assignments: (venue?.assignments ?? []).map((each) => ({
			id: each.id,
			kind: each.kind,
			name: each.name,
			gates: each.gates,
			capacity: each.capacity,
			reentry: each.reentry as Reentry,
			autoClose: each.autoClose,
			from: numericDate(each.startsAt),
			to: numericDate(each.endsAt),
		})),
		products: pharmacy === null ? [] : PRODUCTS.filter(({ kind }) => pharmacy.kinds.includes(kind)),
	};
}

/** 0 before the first list. */
async function listTime(tx: Transaction): Promise<NumericDate> {
	const list = await tx.publication.findUnique({ where: { name: TRUST_PATHS.list }, select: { publishedAt: true } });
	return list === null ? 0 : numericDate(list.publishedAt);
}

function codeKeys(
	{ keys, clock }: ServerContext,
	deviceId: string,
	pharmacy: string | undefined,
): DeviceKit["codeKeys"] {
	const masterOf = (day: string) => masterOfDay(keys, day);
	if (pharmacy !== undefined) return { holder: "issuer", ...issuerCodeKeys(masterOf, pharmacy, clock()) };
	const positions = verifierPositions(deviceSeed(firstMaster(keys), deviceId));
	return { holder: "verifier", ...verifierCodeKeys(masterOf, positions, clock()) };
}

/** In the list of the newest delegation: numbers of different lists cannot be compared. */
async function highestIndex(tx: Transaction, deviceId: string): Promise<number | null> {
	const newest = await tx.delegation.findFirst({
		where: { deviceId },
		orderBy: { createdAt: "desc" },
		select: { listNo: true },
	});
	if (newest === null) return null;
	const { _max } = await tx.record.aggregate({
		where: { delegation: { deviceId, listNo: newest.listNo } },
		_max: { statusIndex: true },
	});
	return _max.statusIndex;
}
