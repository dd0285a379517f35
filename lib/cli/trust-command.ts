/** `relais trust import|show`: national key lists into a signed trust list, and what a trust list holds. */
import type { Io } from "./io";
import { TRUST_IMPORT_HELP, trustImport } from "./trust-import";
import { TRUST_SHOW_HELP, trustShow } from "./trust-show";
import { UsageError } from "./usage-error";

export const TRUST_HELP = `${TRUST_IMPORT_HELP}\n${TRUST_SHOW_HELP}`;

export async function trustCommand([action, ...args]: readonly string[], io: Io): Promise<number> {
	if (action === "import") return trustImport(args, io);
	if (action === "show") return trustShow(args, io);
	throw new UsageError("trust: import or show");
}
