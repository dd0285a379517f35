/**
 * `relais keys draft|sign|install|new-root`: a new keyset. Drafting and installing happen where the portal's keys are,
 * signing where the root is; only public keys travel.
 */
import { draftKeyset, type KeysetDraft, keysetDraft } from "@/lib/server/keys/draft-keyset";
import { type InstallFailure, installKeyset } from "@/lib/server/keys/install-keyset";
import { type SigningKeyFile, signingKeyFile } from "@/lib/server/keys/key-file";
import { isErrno, writeSecretly } from "@/lib/server/keys/key-folder";
import { makeSigningKey } from "@/lib/server/keys/make-key";
import { signKeyset } from "@/lib/server/keys/sign-keyset";
import { assertNever } from "@/lib/shared/assert-never";
import { isoUtc } from "@/lib/shared/instant";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { dataFolder, loadKeyFolder } from "./data-folder";
import { type Io, writeLines } from "./io";
import { parseOptions } from "./options";
import { givenPath, readJsonFile, readTextFile } from "./read-files";
import { currentTime, readTimeOption } from "./read-time";
import { UsageError } from "./usage-error";

export const KEYS_CEREMONY_HELP = `relais keys draft [--without KID]... [--data DIR] > draft.json
  Prints the next keyset, unsigned: all keys of the present one and the new ones of the folder. Public keys only.
  --without  leaves a key out: nothing that it ever signed counts any more
relais keys sign draft.json --root FILE [--next-root FILE] [--at ISO-8601|NumericDate] > keyset.jwt
  Signs it for 400 days. Needs no data folder: run it where the root is kept.
  --next-root  names the root that is to take over; devices that see this keyset will follow it
relais keys install keyset.jwt [--data DIR]
  Checks the signed keyset and puts it in the place of the present one. A running portal publishes it within a minute.
relais keys new-root FILE
  Makes a root key in FILE, readable by its owner only, and prints its thumbprint.`;

const DATA = { data: { type: "string" } } as const;

export async function keysDraft(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseOptions(args, { options: { ...DATA, without: { type: "string", multiple: true } } });
	const { claims, folder } = await loadKeyFolder(dataFolder(values.data), "keys draft");
	const files = folder.files.filter((file): file is SigningKeyFile => "jwk" in file);
	const without = values.without ?? [];
	const known = draftKeyset(claims, files).keys.map(({ kid }) => kid);
	const unknown = without.find((kid) => !known.includes(kid));
	if (unknown !== undefined) throw new UsageError(`--without: no such key: ${unknown}`);
	io.stdout.write(`${JSON.stringify(draftKeyset(claims, files, without), undefined, "\t")}\n`);
	return 0;
}

export async function keysSign(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, {
		options: { root: { type: "string" }, "next-root": { type: "string" }, at: { type: "string" } },
		positionals: 1,
	});
	const [path] = positionals;
	if (path === undefined) throw new UsageError("keys sign: the draft's FILE is needed");
	if (values.root === undefined) throw new UsageError("keys sign: --root FILE is needed");
	const draft = keysetDraft.safeParse(readJsonFile(path, "keys sign"));
	if (!draft.success) throw new UsageError(`keys sign: ${path} is no draft of a keyset`);
	const root = readRoot(values.root, "--root");
	const next = values["next-root"] === undefined ? undefined : readRoot(values["next-root"], "--next-root");
	const now = readTimeOption(values.at, "--at");
	const keyset = await signKeyset(draft.data, { root, now, nextRoot: next?.jwk });
	io.stdout.write(`${keyset}\n`);
	writeLines(io.stderr, [
		...describeDraft(draft.data),
		`signed at ${isoUtc(now)} by root ${thumbprint(root.jwk)}`,
		...(next === undefined ? [] : [`hands over to root ${thumbprint(next.jwk)}`]),
	]);
	return 0;
}

/** What the signers are to compare with what they were told. */
function describeDraft({ iss, seq, keys }: KeysetDraft): string[] {
	const until = (exp: number | undefined) => (exp === undefined ? "the keyset's end" : isoUtc(exp));
	return [
		`keyset ${seq} of ${iss}`,
		...keys.map(({ kid, use, nbf, exp }) => `${use.join("+")} ${kid}: from ${isoUtc(nbf)} to ${until(exp)}`),
	];
}

export async function keysInstall(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, { options: DATA, positionals: 1 });
	const [path] = positionals;
	if (path === undefined) throw new UsageError("keys install: the keyset's FILE is needed");
	const keyset = readTextFile(path, "keys install").trim();
	const installed = await installKeyset(dataFolder(values.data), { keyset, now: currentTime() });
	if (!installed.ok) throw new UsageError(`keys install: ${explain(installed.error)}; nothing was changed`);
	const { seq, exp, dropped, rootChanged } = installed.value;
	writeLines(io.stdout, [
		`keyset ${seq} is in use, until ${isoUtc(exp)}`,
		...dropped.map((kid) => `no longer named: ${kid}`),
		...(rootChanged ? ["devices are now enrolled under the new root"] : []),
	]);
	return 0;
}

function explain(failure: InstallFailure): string {
	switch (failure.code) {
		case "keyset_untrusted":
			return "not a keyset that the root in use signed, or the one it hands over to";
		case "keyset_not_newer":
			return `its number must be above ${failure.seq}: draft it again`;
		case "keyset_time":
			return "it is dated ahead of this machine's clock, or has ended: compare the clocks and sign it again";
		case "keyset_without_signer":
			return `the ${failure.use} key that is to sign under it now, or last, is not in this folder`;
		case "keys_exist":
		case "keys_missing":
		case "keys_unreadable":
			return `${failure.path}: ${failure.code}`;
		default:
			return assertNever(failure);
	}
}

export async function keysNewRoot(args: readonly string[], io: Io): Promise<number> {
	const [path] = parseOptions(args, { options: {}, positionals: 1 }).positionals;
	if (path === undefined) throw new UsageError("keys new-root: FILE is needed");
	const root = await makeSigningKey("root", currentTime());
	try {
		await writeSecretly(givenPath(path), `${JSON.stringify(root, undefined, "\t")}\n`);
	} catch (cause) {
		if (isErrno(cause, "EEXIST")) throw new UsageError(`keys new-root: ${path} exists; nothing was changed`);
		throw cause;
	}
	io.stdout.write(`${thumbprint(root.jwk)}\n`);
	return 0;
}

function readRoot(path: string, option: string): SigningKeyFile {
	const { data } = signingKeyFile.safeParse(readJsonFile(path, option));
	if (data?.use !== "root") throw new UsageError(`${option}: ${path} is no root key`);
	return data;
}
