/** Refreshes the lists of a device and tells what came of it; the reason that is kept for the screen is the same. */
import { expect } from "vitest";
import type { RelaisDatabase } from "@/lib/device/store/database";
import { readRefusedUpdate } from "@/lib/device/trust/list-store";
import { refreshBundle } from "@/lib/device/trust/refresh";

/** The code of the failure, of the document that was refused, or "accepted". */
export async function refreshOutcome(db: RelaisDatabase): Promise<string> {
	const refreshed = await refreshBundle(db);
	if (!refreshed.ok) return refreshed.error.code;
	expect((await readRefusedUpdate(db))?.reason).toBe(refreshed.value.refused);
	return refreshed.value.refused ?? "accepted";
}
