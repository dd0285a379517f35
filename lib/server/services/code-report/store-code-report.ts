/**
 * Keeps the truncated hashes of check codes that a door accepted and that nobody registered (spec CC-8): forgeries.
 * One that was registered in the meantime is not kept: it belongs to a person.
 */
import "server-only";
import { CODE_HASH_LENGTH } from "@/lib/checkcode/code-hash";
import { fromBase64url } from "@/lib/shared/bytes";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";

export async function storeCodeReport(
	{ db, log }: ServerContext,
	caller: DeviceCaller,
	{ day, hashes }: { readonly day: string; readonly hashes: readonly string[] },
): Promise<{ readonly stored: number }> {
	const codeDay = new Date(`${day}T00:00:00Z`);
	const reported = hashes.flatMap((text) => {
		const hash = fromBase64url(text);
		return hash?.length === CODE_HASH_LENGTH ? [hash] : [];
	});
	const registered = await db.record.findMany({
		where: { codeDay, codeHash: { in: reported } },
		select: { codeHash: true },
	});
	const known = new Set(registered.map(({ codeHash }) => Buffer.from(codeHash).toString("hex")));
	const forged = reported.filter((hash) => !known.has(Buffer.from(hash).toString("hex")));
	const { count } = await db.codeReport.createMany({
		data: forged.map((codeHash) => ({ codeDay, codeHash, deviceId: caller.deviceId })),
		skipDuplicates: true,
	});
	if (count > 0) log.warn({ deviceId: caller.deviceId, day, count }, "check codes accepted that nobody registered");
	return { stored: count };
}
