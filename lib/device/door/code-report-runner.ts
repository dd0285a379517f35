import "client-only";
import { reportCodes } from "@/lib/checkcode/accepted-codes";
import type { Task } from "@/lib/outbox/run-tasks";
import { CODE_REPORT_LIMIT, codeReportAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import { callFromDevice } from "../portal/call-from-device";
import { settledNow } from "../trust/clock";
import { loadBundle } from "../trust/list-store";
import { indexedDbAcceptedCodeStore } from "./accepted-code-store";
import { readCodeList } from "./read-code-list";

/** Codes wait six days before they are compared: once an hour is often enough. */
const COMPARE_EVERY = HOUR;
let compared: NumericDate = 0;

/** Compares the remembered codes with the cached lists, and reports those that nobody ever registered (spec CC-8). */
export const codeReportTask: Task = async () => {
	const now = await settledNow();
	const store = indexedDbAcceptedCodeStore();
	if (Math.abs(now - compared) < COMPARE_EVERY || (await store.days()).length === 0) return { state: "idle" };
	const bundle = await loadBundle();
	const opened = bundle && (await openTrust(bundle, { subtle: crypto.subtle }));
	if (opened?.ok !== true) return { state: "idle" };
	const reporting = await reportCodes({
		store,
		list: (day) => readCodeList(day, opened.value),
		report: (report) => callFromDevice(PATHS.codeReports, report, { answer: codeReportAnswer }),
		now,
		limit: CODE_REPORT_LIMIT,
	});
	if (reporting.state === "failed") return { state: "failed", error: reporting.error };
	compared = now;
	return reporting.state === "reported" ? { state: "done" } : { state: "idle" };
};
