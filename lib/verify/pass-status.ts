import { isDenied } from "@/lib/trust/deny-list";
import type { Trust } from "@/lib/trust/trust";

/** Whether the authority revoked this pass. `unknown`: the list names a deny file that was never fetched (TL-5). */
export function passStatus(trust: Trust, passId: string): "valid" | "revoked" | "unknown" {
	if (trust.deny) return isDenied(trust.deny, passId) ? "revoked" : "valid";
	return trust.list?.deny ? "unknown" : "valid";
}
