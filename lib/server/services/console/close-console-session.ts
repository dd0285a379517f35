import "server-only";
import { actorOf } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ConsoleCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { transact } from "../../db/transact";

/** Ends the session on the server, for every copy of its cookie. */
export async function closeConsoleSession({ db }: ServerContext, caller: ConsoleCaller): Promise<void> {
	const tokenHash = Uint8Array.from(caller.sessionHash);
	await transact(db, async (tx) => {
		const { count } = await tx.consoleSession.deleteMany({ where: { tokenHash } });
		if (count > 0) await noteAct(tx, { action: "console.closed", by: actorOf(caller), subject: {} });
	});
}
