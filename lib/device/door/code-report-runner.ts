import "client-only";
import type { Task } from "@/lib/outbox/run-tasks";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { type CodeReport, codeReportAnswer } from "@/lib/protocol/checkins";
import { DEVICE_PATHS } from "@/lib/protocol/device-kit";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { ok, type Result } from "@/lib/shared/result";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase } from "../store/database";
import { deviceNow } from "../trust/clock";
import { loadBundle } from "../trust/list-store";
import { compareWithList, forgetCodes, forgetOldCodes, rememberedDays } from "./accepted-codes";
import { readCodeList } from "./read-code-list";

/**
 * Compares the remembered codes with the lists that are cached and reports those that nobody ever registered
 * (spec CC-8). Nothing else about a code ever leaves the device.
 */

/** `codeReport` of lib/protocol/checkins.ts. */
const HASHES_IN_A_REPORT = 500;

type Post = (report: CodeReport) => Promise<Result<{ received: number }, PortalFailure>>;

const post: Post = (report) => callFromDevice(DEVICE_PATHS.codeReports, report, { answer: codeReportAnswer });

export async function reportCodes(
	trust: Trust,
	at: { readonly now: NumericDate; readonly db?: RelaisDatabase; readonly post?: Post },
): Promise<Result<{ asked: boolean }, PortalFailure>> {
	const { now, db = database() } = at;
	let asked = false;
	await forgetOldCodes(now, db);
	for (const day of await rememberedDays(db)) {
		const list = await readCodeList(day, trust, db);
		if (list === undefined) continue;
		const { hashes } = await compareWithList(list, now, db);
		for (let i = 0; i < hashes.length; i += HASHES_IN_A_REPORT) {
			const part = hashes.slice(i, i + HASHES_IN_A_REPORT);
			const answered = await (at.post ?? post)({ day, hashes: [...part] });
			if (!answered.ok) return answered;
			asked = true;
			await forgetCodes(part, db);
		}
	}
	return ok({ asked });
}

/** Codes wait six days before they are compared: once an hour is often enough. */
const COMPARE_EVERY = HOUR;
let compared = 0;

export const codeReportTask: Task = async () => {
	const now = deviceNow();
	if (Math.abs(now - compared) < COMPARE_EVERY || (await rememberedDays()).length === 0) return { state: "idle" };
	const bundle = await loadBundle();
	const opened = bundle && (await openTrust(bundle, { subtle: crypto.subtle }));
	if (opened?.ok !== true) return { state: "idle" };
	const reported = await reportCodes(opened.value, { now });
	if (!reported.ok) return { state: "failed", error: reported.error };
	compared = now;
	return reported.value.asked ? { state: "done" } : { state: "idle" };
};
