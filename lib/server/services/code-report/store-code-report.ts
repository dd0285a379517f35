/**
 * Keeps the truncated hashes of check codes that a door accepted and that are not registered as they were typed (spec
 * CC-8). Each may be a forgery, or a registered code with a symbol changed that the door does not verify: many of them
 * are a reason to look, one is not, and neither says anything against the door. One that was registered in the meantime
 * is not kept: it belongs to a person.
 */
import "server-only";
import type { CodeReport, CodeReportAnswer } from "@/lib/protocol/checkins";
import { fromBase64url } from "@/lib/shared/bytes";
import { DAY } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { transactUnlessRefused } from "../../db/transact";
import { stillAdmitted } from "../device/still-admitted";
import type { Refusal } from "../refusal";

/**
 * A door forgets a code after 7 days (CC-8), and no code lies further ahead than 64 (CC-7); a wrong clock is allowed
 * for.
 */
const OLDEST = 30 * DAY;
const FURTHEST = 70 * DAY;
/** Reports of one expiry day that are kept of one door: far more than a door has typed codes. */
const REPORTS_PER_DAY = 1_000;

export async function storeCodeReport(
	{ db, log, clock }: ServerContext,
	{ deviceId }: DeviceCaller,
	{ day, hashes }: CodeReport,
): Promise<Result<CodeReportAnswer, Refusal<"field_impossible" | "device_denied">>> {
	const codeDay = new Date(`${day}T00:00:00Z`);
	const ahead = codeDay.getTime() / 1_000 - clock();
	if (ahead < -OLDEST || ahead > FURTHEST) return err({ code: "field_impossible", field: "day" });
	const reported = hashes.flatMap((text) => fromBase64url(text) ?? []);
	const [registered, kept] = await Promise.all([
		db.record.findMany({ where: { codeDay, codeHash: { in: reported } }, select: { codeHash: true } }),
		db.codeReport.count({ where: { codeDay, deviceId } }),
	]);
	const known = new Set(registered.map(({ codeHash }) => Buffer.from(codeHash).toString("hex")));
	const unregistered = reported.filter((hash) => !known.has(Buffer.from(hash).toString("hex")));
	const room = Math.max(0, REPORTS_PER_DAY - kept);
	const rows = unregistered.slice(0, room).map((codeHash) => ({ codeDay, codeHash, deviceId }));
	const written = await transactUnlessRefused(db, async (tx) => {
		const admitted = await stillAdmitted(tx, deviceId);
		return admitted.ok ? ok(await tx.codeReport.createMany({ data: rows, skipDuplicates: true })) : admitted;
	});
	if (!written.ok) return written;
	const { count } = written.value;
	if (count > 0) log.warn({ deviceId, day, count }, "check codes accepted that are not registered as typed");
	if (unregistered.length > room) log.warn({ deviceId, day, kept }, "a door reports unusually many check codes");
	return ok({ received: reported.length });
}
