/**
 * `relais keys draft|install|new-root`: a new keyset, where the portal's keys are. It is signed where the root is
 * (./keys-signing.ts); only public keys travel.
 */
import { draftKeyset } from "@/lib/server/keys/draft-keyset";
import { type InstallFailure, installKeyset } from "@/lib/server/keys/install-keyset";
import type { SigningKeyFile } from "@/lib/server/keys/key-file";
import { isErrno, writeSecretly } from "@/lib/server/keys/key-folder";
import { makeSigningKey } from "@/lib/server/keys/make-key";
import { WITHDRAWAL_REASONS, type WithdrawalReason } from "@/lib/server/keys/withdrawal";
import { assertNever } from "@/lib/shared/assert-never";
import { isoUtc } from "@/lib/shared/instant";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { dataFolder, loadKeyFolder } from "./data-folder";
import { type Io, writeLines } from "./io";
import { parseOptions } from "./options";
import { givenPath, readTextFile } from "./read-files";
import { currentTime } from "./read-time";
import { UsageError } from "./usage-error";

export const KEYS_CEREMONY_HELP = `relais keys draft [--without KID]... [--reason stolen|lost|retired] [--data DIR] > draft.json
  Prints the next keyset, unsigned: all keys of the present one and the new ones of the folder. Public keys only. A key
  that was ever withdrawn is never among them.
  --without  withdraws a key, for good: nothing that it ever signed counts any more
  --reason   why, for the keyset's removed; default: retired
relais keys sign draft.json --root FILE [--next-root FILE] [--present KEYSET] [--at ISO-8601|NumericDate] > keyset.jwt
  Signs it for 400 days. Needs no data folder: run it where the root is kept. Refuses a draft that brings a withdrawn key
  back, and one that lacks a key which has not ended and is not called withdrawn.
  --next-root  the root that is to take over: its key file, or its proof from keys prove-root; devices will follow it
  --present    compares the draft with this keyset, rather than with what the draft says of it
relais keys prove-root draft.json --next-root FILE --root THUMBPRINT > proof.jwt
  For a next root that is kept elsewhere than the present one, whose thumbprint is given: its consent to the hand-over
  by this very draft. Needs no data folder.
relais keys install keyset.jwt [--data DIR]
  Checks the signed keyset and puts it in the place of the present one. A running portal publishes it within a minute.
relais keys new-root FILE
  Makes a root key in FILE, readable by its owner only, and prints its thumbprint.`;

const DATA = { data: { type: "string" } } as const;

export async function keysDraft(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseOptions(args, {
		options: { ...DATA, without: { type: "string", multiple: true }, reason: { type: "string" } },
	});
	const { claims, folder, withdrawn } = await loadKeyFolder(dataFolder(values.data), "keys draft");
	const reason = readReason(values.reason);
	const files = folder.files.filter((file): file is SigningKeyFile => "jwk" in file);
	const without = values.without ?? [];
	const gone = without.find((kid) => withdrawn.some((each) => each.kid === kid));
	if (gone !== undefined) throw new UsageError(`--without: already withdrawn: ${gone}`);
	const nameable = draftKeyset(claims, files, { known: withdrawn }).keys.map(({ kid }) => kid);
	const unknown = without.find((kid) => !nameable.includes(kid));
	if (unknown !== undefined) throw new UsageError(`--without: no such key: ${unknown}`);
	const at = currentTime();
	const draft = draftKeyset(claims, files, { known: withdrawn, now: without.map((kid) => ({ kid, reason, at })) });
	io.stdout.write(`${JSON.stringify(draft, undefined, "\t")}\n`);
	return 0;
}

function readReason(text = "retired"): WithdrawalReason {
	const reason = WITHDRAWAL_REASONS.find((each) => each === text);
	if (reason === undefined) throw new UsageError(`--reason: one of ${WITHDRAWAL_REASONS.join(", ")}`);
	return reason;
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
		case "keyset_not_next":
			return `its number must be ${failure.seq}, the next: draft it again`;
		case "keyset_restores_withdrawn":
			return `it brings back ${failure.kid}, which was withdrawn: draft it again`;
		case "keyset_root_unproven":
			return "the next root that it announces has not proved itself for this keyset: relais keys prove-root";
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
