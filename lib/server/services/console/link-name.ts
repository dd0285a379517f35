import "server-only";
import { base64url } from "@/lib/shared/bytes";

/** By which the audit trail names a console link: where it was made, and where it was opened. Opens nothing. */
export function linkName(tokenHash: Uint8Array): string {
	return base64url(tokenHash.slice(0, 8));
}
