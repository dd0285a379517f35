import "server-only";
import type { ConsoleCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";

/** Ends the session on the server, for every copy of its cookie. */
export async function closeConsoleSession({ db }: ServerContext, { sessionHash }: ConsoleCaller): Promise<void> {
	await db.consoleSession.deleteMany({ where: { tokenHash: Uint8Array.from(sessionHash) } });
}
