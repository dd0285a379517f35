/** Taking papers back, as lib/device/counter/revocation.ts: a wish is on the disk before anybody is told, and leaves by itself. */

import { standingAfter } from "@/lib/outbox/paper-standing";
import type { Task } from "@/lib/outbox/run-tasks";
import { PATHS } from "@/lib/protocol/paths";
import { revocationAnswer } from "@/lib/protocol/revocations";
import type { Page } from "../device/page";
import type { Call } from "../device/portal-of";
import type { CounterDisk, Wish } from "./counter-disk";
import type { CounterRecord } from "./counter-record";

/** What this record replaces is taken back in the step that stores it (lib/device/counter/replaced-entry.ts). */
export function wishReplaced({ outbox, wishes }: CounterDisk, { corrects, reason }: CounterRecord): void {
	// Its index is somebody else's too: the portal revokes it once both have another paper (spec OL-5).
	if (corrects === undefined || reason === undefined || reason === "index_reused") return;
	const { entry, payload } = outbox.get(corrects) ?? {};
	if (entry === undefined || payload === null || payload === undefined) return;
	if (entry.state === "refused" && standingAfter(entry.reason) !== "stands") return;
	wish(wishes, payload, reason);
}

/** Without anything in its place: the person's result was another one (EN-15). */
export function wish(wishes: CounterDisk["wishes"], record: CounterRecord, reason: Wish["reason"]): void {
	const { key, attestation } = record;
	if (!wishes.has(key)) wishes.set(key, { attestation, reason, state: "waiting" });
}

export const wishesWait = ({ wishes }: CounterDisk) => waitingIn(wishes).length > 0;

const waitingIn = (wishes: CounterDisk["wishes"]) => [...wishes].filter(([, { state }]) => state === "waiting");

export function takingBack({ wishes }: CounterDisk, page: Page, call: Call): Task {
	return async () => {
		const waiting = waitingIn(wishes);
		if (waiting.length === 0) return { state: "idle" };
		for (const [key, one] of waiting) {
			const { attestation, reason } = one;
			const answered = await call(PATHS.revocations, { attestation, reason }, { answer: revocationAnswer });
			if (!answered.ok) return { state: "failed", error: answered.error };
			const state = answered.value.outcome === "revoked" ? "done" : "refused";
			await page.write(async () => wishes.set(key, { ...one, state }));
		}
		return { state: "done" };
	};
}
