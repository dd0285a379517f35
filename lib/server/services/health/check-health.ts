import "server-only";
import type { ServerContext } from "../../context/server-context";

const TIMEOUT_MS = 2_000;

/** Whether this process serves, and whether it reaches its database just now. */
export async function checkHealth({ db }: ServerContext): Promise<{ readonly database: boolean }> {
	const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), TIMEOUT_MS).unref());
	const answered = db.$queryRaw`SELECT 1`.then(
		() => true,
		() => false,
	);
	return { database: await Promise.race([answered, late]) };
}
