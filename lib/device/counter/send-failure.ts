import "client-only";
import type { SendFailure } from "@/lib/outbox/drain-outbox";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { err, type Result } from "@/lib/shared/result";

/** Statuses that speak about the body of the request (RFC 9110): malformed, too large, not processable. */
const ABOUT_THE_BATCH = new Set([400, 413, 422]);

/** Whether a failed call says something of the batch, or only of the way to the portal. */
export function sendFailure(failure: PortalFailure): Result<never, SendFailure> {
	const scope = failure.kind === "refused" && ABOUT_THE_BATCH.has(failure.status ?? 0) ? "batch" : "link";
	return err({ ...failure, scope });
}
