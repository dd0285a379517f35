/** `relais trust import|show|update`: national key lists into a signed trust list, and what verifiers make of one. */
import type { Io } from "./io";
import { TRUST_IMPORT_HELP, trustImport } from "./trust-import";
import { TRUST_SHOW_HELP, trustShow } from "./trust-show";
import { TRUST_UPDATE_HELP, trustUpdate } from "./trust-update";
import { UsageError } from "./usage-error";

export const TRUST_HELP = `${TRUST_IMPORT_HELP}\n${TRUST_SHOW_HELP}\n${TRUST_UPDATE_HELP}`;

export async function trustCommand([action, ...args]: readonly string[], io: Io): Promise<number> {
	if (action === "import") return trustImport(args, io);
	if (action === "show") return trustShow(args, io);
	if (action === "update") return trustUpdate(args, io);
	throw new UsageError("trust: import, show or update");
}
