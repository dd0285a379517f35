/** The device kit (lib/protocol/device-kit.ts): all that a device needs to work without the portal. Reads only. */
import "server-only";
import type { Pharmacy } from "@/generated/prisma/client";
import { deviceSeed, issuerCodeKeys, verifierCodeKeys, verifierPositions } from "@/lib/checkcode/derive-keys";
import { type DeviceKit, devicePublicJwk } from "@/lib/protocol/device-kit";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import { hmacSha256 } from "../../crypto/node-crypto";
import type { Transaction } from "../../db/database";
import { timestamp } from "../../db/timestamp";
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
	const { pharmacy, ...device } = await readDevice(tx, deviceId, now);
	return {
		deviceId,
		role: device.role,
		label: device.label,
		serverTime: now,
		root: context.keys.root,
		published: { keysetSeq: context.keys.keysetSeq, listIat: device.listIat },
		pharmacy: pharmacy === null ? null : { number: pharmacy.number, name: delegationName(pharmacy) },
		delegations: device.delegations,
		highestIndex: device.highestIndex,
		codeKeys: codeKeys(context, deviceId, pharmacy?.number),
		...(pharmacy === null ? {} : { sheetDays: context.settings.sheetDays }),
		assignments: device.assignments,
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

type DeviceFacts = Pick<DeviceKit, "role" | "label" | "delegations" | "assignments" | "highestIndex"> & {
	readonly pharmacy: Pick<Pharmacy, "number" | "name" | "town" | "kinds"> | null;
	/** 0 before the first list. */
	readonly listIat: NumericDate;
};

/**
 * In one question: whoever enrols holds the end of the status list meanwhile. The highest index is of those seen in any way,
 * registered, refused, or revoked before it was registered, in the list of the newest delegation: numbers of different
 * lists cannot be compared.
 */
async function readDevice(tx: Transaction, deviceId: string, now: NumericDate): Promise<DeviceFacts> {
	const time = timestamp(now);
	const [device] = await tx.$queryRaw<readonly DeviceFacts[]>`
		WITH blocks AS (
			SELECT pharmacy_number, jti, list_no, first_index, index_count FROM delegations
			WHERE device_id = ${deviceId}::uuid AND list_no = (
				SELECT list_no FROM delegations WHERE device_id = ${deviceId}::uuid ORDER BY created_at DESC LIMIT 1)
		)
		SELECT d.role::text AS role, d.label,
			(SELECT json_build_object('number', p.number, 'name', p.name, 'town', p.town, 'kinds', p.kinds)
				FROM pharmacies p WHERE p.number = d.pharmacy_number) AS pharmacy,
			ARRAY(SELECT g.jwt FROM delegations g WHERE g.device_id = d.id AND g.expires_at > ${time}
				ORDER BY g.created_at) AS delegations,
			coalesce((SELECT json_agg(json_build_object('id', a.id, 'kind', a.kind, 'name', a.name, 'gates', a.gates,
					'capacity', a.capacity, 'reentry', a.reentry, 'autoClose', a.auto_close,
					'from', floor(extract(epoch FROM a.starts_at)), 'to', floor(extract(epoch FROM a.ends_at)))
				ORDER BY a.starts_at) FROM assignments a WHERE a.venue_id = d.venue_id AND a.ends_at > ${time}), '[]') AS assignments,
			coalesce((SELECT floor(extract(epoch FROM published_at))::float8 FROM publications
				WHERE name = ${TRUST_PATHS.list}), 0) AS "listIat",
			GREATEST(
				(SELECT max(r.status_index) FROM blocks b JOIN record_claims r
					ON r.pharmacy_number = b.pharmacy_number AND r.delegation_jti = b.jti),
				(SELECT max(s.index) FROM blocks b JOIN status_bits s
					ON s.list_no = b.list_no AND s.index >= b.first_index AND s.index < b.first_index + b.index_count)
			) AS "highestIndex"
		FROM devices d WHERE d.id = ${deviceId}::uuid`;
	if (device === undefined) throw new Error("a kit for no device");
	return device;
}
