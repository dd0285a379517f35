import { isDenied } from "@/lib/trust/deny-list";
import type { Trust } from "@/lib/trust/trust";

/**
 * Whether the authority revoked this pass, under any of the ids that it carries. `unknown`: it is in no file at hand, and
 * the file that the list names is not (TL-3, TL-5).
 */
export function passStatus(trust: Trust, passIds: readonly string[]): "valid" | "revoked" | "unknown" {
	const { deny, denyIsCurrent, list } = trust;
	if (deny && passIds.some((id) => isDenied(deny.index, id))) return "revoked";
	return denyIsCurrent || (list && !list.deny) ? "valid" : "unknown";
}
