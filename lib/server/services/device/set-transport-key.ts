/** [VA-5] The key by which a locked counter sends: the last one that its own key named. */
import "server-only";
import type { DevicePublicJwk } from "@/lib/protocol/device-kit";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import type { Transaction } from "../../db/database";

/** Nothing where none is named. A key that is any device's already stays that one's. */
export async function setTransportKey(
	tx: Transaction,
	deviceId: string,
	transport: DevicePublicJwk | undefined,
): Promise<void> {
	if (transport === undefined) return;
	const transportThumbprint = thumbprint(transport);
	const taken = { OR: [{ thumbprint: transportThumbprint }, { transportThumbprint }] };
	if ((await tx.device.findFirst({ where: taken, select: { id: true } })) !== null) return;
	await tx.device.update({ where: { id: deviceId }, data: { transportThumbprint, transportJwk: transport } });
}
