/** `relais keys init`: the authority's keys, made once. */
import { initKeys } from "@/lib/server/keys/key-store";
import { dataFolder } from "./data-folder";
import type { Io } from "./io";
import { parseOptions } from "./options";
import { currentTime } from "./read-time";
import { UsageError } from "./usage-error";

export const KEYS_HELP = `relais keys init [--data DIR] [--issuer NAME]
  Makes root, list, delegation, status, DCC, check-code and field keys in DIR/keys, readable by their owner only, and
  publishes the keyset. Never replaces keys. Prints the root's thumbprint, which devices pin.
  --data    default: $RELAIS_DATA or .relais
  --issuer  name of the authority; default: $RELAIS_ORIGIN or relais`;

export async function keysCommand([action, ...args]: readonly string[], io: Io): Promise<number> {
	if (action !== "init") throw new UsageError("keys: init is needed; try relais keys --help");
	const { values } = parseOptions(args, { options: { data: { type: "string" }, issuer: { type: "string" } } });
	const dir = dataFolder(values.data);
	const issuer = values.issuer ?? process.env["RELAIS_ORIGIN"] ?? "relais";
	const made = await initKeys(dir, { issuer, now: currentTime() });
	if (!made.ok) throw new UsageError(`keys init: ${made.error.path} already holds keys; nothing was changed`);
	io.stdout.write(`${made.value.rootThumbprint}\n`);
	io.stderr.write(`keys are in ${dir}/keys; move root-*.json to a safe, everything else runs without it\n`);
	return 0;
}
