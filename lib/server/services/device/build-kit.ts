/** The device kit (lib/protocol/device-kit.ts): all that a device needs to work without the portal. Reads only. */
import "server-only";
import { deviceSeed, issuerCodeKeys, verifierCodeKeys, verifierPositions } from "@/lib/checkcode/derive-keys";
import type { Reentry } from "@/lib/checkin/gate-rules";
import { type DeviceKit, devicePublicJwk } from "@/lib/protocol/device-kit";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import { hmacSha256 } from "../../crypto/node-crypto";
import type { Transaction } from "../../db/database";
import { numericDate, timestamp } from "../../db/timestamp";
import { firstMaster, masterOfDay } from "../../keys/key-store";
import { TRUST_PATHS } from "../../publish/trust-files";
import { delegationName } from "./allot-delegation";
import { PRODUCTS } from "./products";

/** `sender`: for a device that encrypts its records when it issues them. Earlier ones do not know the member. */
export async function buildKit(
	context: ServerContext,
	tx: Transaction,
	deviceId: string,
	{ sender }: { readonly sender: boolean },
): Promise<DeviceKit> {
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
		...(pharmacy === null ? {} : { sheetDays: context.settings.sheetDays }),
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
		...(sender && pharmacy !== null ? recordKeyOf(context) : {}),
	};
}

function recordKeyOf({ keys }: ServerContext): Pick<DeviceKit, "recordKey"> {
	const [newest] = keys.record;
	if (newest === undefined) return {};
	const { kty, crv, x, y } = newest.publicJwk;
	return { recordKey: { kid: newest.kid, jwk: devicePublicJwk.parse({ kty, crv, x, y }) } };
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
	// Hundreds of keys: in plain JavaScript nobody else would be served for ten milliseconds.
	if (pharmacy !== undefined) return { holder: "issuer", ...issuerCodeKeys(masterOf, pharmacy, clock(), hmacSha256) };
	const positions = verifierPositions(deviceSeed(firstMaster(keys), deviceId));
	return { holder: "verifier", ...verifierCodeKeys(masterOf, positions, clock()) };
}

/**
 * Seen in any way: registered, refused, or revoked before it was registered. In the list of the newest delegation: numbers
 * of different lists cannot be compared.
 */
async function highestIndex(tx: Transaction, deviceId: string): Promise<number | null> {
	const [row] = await tx.$queryRaw<readonly { readonly highest: number | null }[]>`
		WITH blocks AS (
			SELECT pharmacy_number, jti, list_no, first_index, index_count FROM delegations
			WHERE device_id = ${deviceId}::uuid AND list_no = (
				SELECT list_no FROM delegations WHERE device_id = ${deviceId}::uuid ORDER BY created_at DESC LIMIT 1)
		)
		SELECT GREATEST(
			(SELECT max(r.status_index) FROM blocks b JOIN record_claims r
				ON r.pharmacy_number = b.pharmacy_number AND r.delegation_jti = b.jti),
			(SELECT max(s.index) FROM blocks b JOIN status_bits s
				ON s.list_no = b.list_no AND s.index >= b.first_index AND s.index < b.first_index + b.index_count)
		) AS highest`;
	return row?.highest ?? null;
}
