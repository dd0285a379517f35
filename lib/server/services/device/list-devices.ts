import "server-only";
import type { Device } from "@/generated/prisma/client";
import type { DeviceRow } from "@/lib/protocol/console";
import { uuid } from "@/lib/protocol/fields";
import type { ServerContext } from "../../context/server-context";
import { numericDate } from "../../db/timestamp";
import { type ListQuery, PAGE_SIZE } from "../pharmacy/list-pharmacies";
import { deviceBacklogs } from "./count-missing-indices";

export type DevicePage = { readonly devices: readonly DeviceRow[]; readonly next: string | null };

/** Newest enrolments first. `q` looks into label, pharmacy and venue; `after` is the `next` of the page before. */
export async function listDevices({ db }: ServerContext, { q, after }: ListQuery): Promise<DevicePage> {
	const contains = { contains: q, mode: "insensitive" } as const;
	const rows = await db.device.findMany({
		where:
			q === ""
				? {}
				: {
						OR: [
							{ label: contains },
							{ pharmacyNumber: { startsWith: q } },
							{ pharmacy: { name: contains } },
							{ venue: { name: contains } },
						],
					},
		orderBy: [{ enrolledAt: "desc" }, { id: "asc" }],
		take: PAGE_SIZE + 1,
		...(uuid.safeParse(after).success ? { cursor: { id: after }, skip: 1 } : {}),
		include: {
			pharmacy: { select: { number: true, name: true, town: true } },
			venue: { select: { name: true } },
			delegations: { orderBy: { expiresAt: "desc" }, take: 1, select: { expiresAt: true } },
		},
	});
	const page = rows.slice(0, PAGE_SIZE);
	const backlogs = await deviceBacklogs(
		db,
		page.map(({ id }) => id),
	);
	const devices = page.map((device): DeviceRow => {
		const { pharmacy, venue, delegations } = device;
		const backlog = backlogs.get(device.id);
		return {
			id: device.id,
			role: device.role,
			label: device.label,
			owner:
				pharmacy === null
					? { pharmacy: null, name: venue?.name ?? "" }
					: { pharmacy: pharmacy.number, name: `${pharmacy.name}, ${pharmacy.town}` },
			enrolledAt: numericDate(device.enrolledAt),
			lastSeenAt: device.lastSeenAt === null ? null : numericDate(device.lastSeenAt),
			delegatedUntil: delegations[0] === undefined ? null : numericDate(delegations[0].expiresAt),
			registered: backlog?.registered ?? 0,
			missing: backlog?.missing ?? 0,
			unexplained: backlog?.unexplained ?? 0,
			twinSeenAt: device.twinSeenAt === null ? null : numericDate(device.twinSeenAt),
			restoredSeenAt: device.restoredSeenAt === null ? null : numericDate(device.restoredSeenAt),
			deniedAt: device.deniedAt === null ? null : numericDate(device.deniedAt),
			pinOrder: pinOrderOf(device),
		};
	});
	return { devices, next: rows.length > PAGE_SIZE ? (devices.at(-1)?.id ?? null) : null };
}

type OrderColumns = Pick<Device, "pinOrderAt" | "pinOrderBy" | "pinOrderHeededAt">;

function pinOrderOf({ pinOrderAt: at, pinOrderBy: by, pinOrderHeededAt: heeded }: OrderColumns): DeviceRow["pinOrder"] {
	if (at === null || by === null) return null;
	return { at: numericDate(at), by, heededAt: heeded === null ? null : numericDate(heeded) };
}
