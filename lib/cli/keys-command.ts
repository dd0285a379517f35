/** `relais keys …`: the authority's keys, from the first ones to the hand-over of the root. */
import { initKeys } from "@/lib/server/keys/init-keys";
import { dataFolder } from "./data-folder";
import type { Io } from "./io";
import { KEYS_CEREMONY_HELP, keysDraft, keysInstall, keysNewRoot } from "./keys-ceremony";
import { KEYS_GENERATIONS_HELP, keysAdd, keysShow } from "./keys-generations";
import { keysProveRoot, keysSign } from "./keys-signing";
import { parseOptions } from "./options";
import { currentTime } from "./read-time";
import { UsageError } from "./usage-error";

const KEYS_INIT_HELP = `relais keys init [--data DIR] [--issuer NAME]
  Makes root, list, delegation, status, DCC, check-code and field keys in DIR/keys, readable by their owner only, and
  publishes the keyset. Never replaces keys. Prints the root's thumbprint, which devices pin.
  --data    default: $RELAIS_DATA or .relais
  --issuer  name of the authority; default: $RELAIS_ORIGIN or relais`;

export const KEYS_HELP = `${KEYS_INIT_HELP}\n${KEYS_GENERATIONS_HELP}\n${KEYS_CEREMONY_HELP}`;

const ACTIONS: ReadonlyMap<string, (args: readonly string[], io: Io) => Promise<number>> = new Map([
	["init", keysInit],
	["show", keysShow],
	["add", keysAdd],
	["draft", keysDraft],
	["sign", keysSign],
	["prove-root", keysProveRoot],
	["install", keysInstall],
	["new-root", keysNewRoot],
]);

export async function keysCommand([action, ...args]: readonly string[], io: Io): Promise<number> {
	const run = ACTIONS.get(action ?? "");
	if (!run) throw new UsageError(`keys: one of ${[...ACTIONS.keys()].join(", ")}; try relais keys --help`);
	return run(args, io);
}

async function keysInit(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseOptions(args, { options: { data: { type: "string" }, issuer: { type: "string" } } });
	const dir = dataFolder(values.data);
	const issuer = values.issuer ?? process.env["RELAIS_ORIGIN"] ?? "relais";
	const made = await initKeys(dir, { issuer, now: currentTime() }).catch((cause: unknown) => unwritable(dir, cause));
	if (!made.ok) throw new UsageError(`keys init: ${made.error.path} already holds keys; nothing was changed`);
	io.stdout.write(`${made.value.rootThumbprint}\n`);
	io.stderr.write(`keys are in ${dir}/keys; move root-*.json to a safe, everything else runs without it\n`);
	return 0;
}

/** The system's message names a temporary file; what to look at is the folder that was given. */
function unwritable(dir: string, cause: unknown): never {
	if (!(cause instanceof Error && "syscall" in cause && "code" in cause)) throw cause;
	throw new UsageError(`keys init: ${dir} is no folder that this account can write to (${cause.code})`);
}
