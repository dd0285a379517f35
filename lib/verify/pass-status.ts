import { isDenied } from "@/lib/trust/deny-list";
import type { Trust } from "@/lib/trust/trust";

/**
 * Whether the authority revoked this pass, under any of the ids that it carries. `unknown`: the list names a deny file
 * that was never fetched (TL-5).
 */
export function passStatus(trust: Trust, passIds: readonly string[]): "valid" | "revoked" | "unknown" {
	const { deny } = trust;
	if (deny) return passIds.some((id) => isDenied(deny.index, id)) ? "revoked" : "valid";
	return trust.list?.deny ? "unknown" : "valid";
}
