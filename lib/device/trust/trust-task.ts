import "client-only";
import { z } from "zod";
import type { Task } from "@/lib/outbox/run-tasks";
import { MINUTE } from "@/lib/shared/numeric-date";
import { loadDevice } from "../identity/device-store";
import { readFact, writeFact } from "../store/facts";
import { refreshBundle } from "./bundle-refresh";
import { deviceNow } from "./clock";
import { refreshCodeLists } from "./code-list-cache";

/**
 * Refreshes the key lists now and then. They are static files that may come from elsewhere than the portal, so their
 * failure says nothing about it: this task never reports the link as failed.
 */
const TRIED_FACT = "trust-tried";
const EVERY = 15 * MINUTE;
const AFTER_FAILURE = 2 * MINUTE;
const tried = z.object({ at: z.number(), ok: z.boolean() });

export const trustTask: Task = async () => {
	const device = await loadDevice();
	if (device === undefined) return { state: "idle" };
	const last = await readFact(TRIED_FACT, (value) => tried.safeParse(value).data);
	const now = deviceNow();
	const next = last === undefined || last.at > now ? now : last.at + (last.ok ? EVERY : AFTER_FAILURE);
	if (now < next) return { state: "idle", again: next };
	const refreshed = await refreshBundle();
	await writeFact(TRIED_FACT, { at: now, ok: refreshed.ok });
	if (refreshed.ok && device.role !== "counter") await refreshCodeLists(refreshed.value, { now });
	return { state: "idle", again: now + (refreshed.ok ? EVERY : AFTER_FAILURE) };
};
