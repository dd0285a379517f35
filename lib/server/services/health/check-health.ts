import "server-only";
import type { ServerContext } from "../../context/server-context";
import { askDatabase } from "./ask-database";

/** Whether this process serves, and whether it reached its database within the last second. */
export async function checkHealth({ db }: ServerContext): Promise<{ readonly database: boolean }> {
	return { database: (await askDatabase(db)).reach !== "away" };
}
