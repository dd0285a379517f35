/** `relais keys sign|prove-root`: a keyset is signed where the root is kept, and accepted where its successor is. */
import { draftObjection, type KeysetDraft, keysetDraft } from "@/lib/server/keys/draft-keyset";
import { type SigningKeyFile, signingKeyFile } from "@/lib/server/keys/key-file";
import { readKeyset } from "@/lib/server/keys/key-store";
import { type HandOver, type NextRoot, proveRoot, readProof, signKeyset } from "@/lib/server/keys/sign-keyset";
import { assertNever } from "@/lib/shared/assert-never";
import { isoUtc } from "@/lib/shared/instant";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type Io, writeLines } from "./io";
import { parseOptions } from "./options";
import { readJsonFile, readTextFile } from "./read-files";
import { readTimeOption } from "./read-time";
import { UsageError } from "./usage-error";

export async function keysSign(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, {
		options: {
			root: { type: "string" },
			"next-root": { type: "string" },
			present: { type: "string" },
			at: { type: "string" },
		},
		positionals: 1,
	});
	const draft = readDraft(positionals[0], "keys sign");
	if (values.root === undefined) throw new UsageError("keys sign: --root FILE is needed");
	const root = readRoot(values.root, "--root");
	const now = readTimeOption(values.at, "--at");
	refuseObjectionable(values.present === undefined ? draft : { ...draft, before: readBefore(values.present) }, now);
	const handOver = { iss: draft.iss, seq: draft.seq, root: thumbprint(root.jwk) };
	const path = values["next-root"];
	const nextRoot = path === undefined ? undefined : await readNextRoot(path, handOver);
	const keyset = await signKeyset(draft, { root, now, nextRoot });
	io.stdout.write(`${keyset}\n`);
	writeLines(io.stderr, [
		...describeDraft(draft),
		`signed at ${isoUtc(now)} by root ${handOver.root}`,
		...(nextRoot === undefined ? [] : [`hands over to root ${thumbprint(nextRoot.jwk)}`]),
	]);
	return 0;
}

export async function keysProveRoot(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, {
		options: { root: { type: "string" }, "next-root": { type: "string" } },
		positionals: 1,
	});
	const draft = readDraft(positionals[0], "keys prove-root");
	const { root, "next-root": path } = values;
	if (path === undefined) throw new UsageError("keys prove-root: --next-root FILE is needed");
	if (!/^[A-Za-z0-9_-]{43}$/.test(root ?? "")) throw new UsageError("--root: the present root's thumbprint is needed");
	const next = readRoot(path, "--next-root");
	const { proof } = await proveRoot(next, { iss: draft.iss, seq: draft.seq, root: root ?? "" });
	io.stdout.write(`${proof}\n`);
	writeLines(io.stderr, [...describeDraft(draft), `root ${thumbprint(next.jwk)} takes over from ${root}`]);
	return 0;
}

function readDraft(path: string | undefined, command: string): KeysetDraft {
	if (path === undefined) throw new UsageError(`${command}: the draft's FILE is needed`);
	const draft = keysetDraft.safeParse(readJsonFile(path, command));
	if (!draft.success) throw new UsageError(`${command}: ${path} is no draft of a keyset`);
	return draft.data;
}

/** What the keyset itself says, instead of what the draft says of it. */
function readBefore(path: string): KeysetDraft["before"] {
	const present = readKeyset(readTextFile(path, "--present").trim());
	if (!present) throw new UsageError(`--present: ${path} is no keyset`);
	const { keys, removed } = present.claims;
	return { keys: keys.map(({ kid, exp }) => ({ kid, exp })), removed: removed.map(({ kid }) => kid) };
}

function refuseObjectionable(draft: KeysetDraft, now: NumericDate): void {
	const objection = draftObjection(draft, now);
	if (objection === undefined) return;
	const { code, kid } = objection;
	switch (code) {
		case "key_withdrawn":
			throw new UsageError(`keys sign: ${kid} was withdrawn, and this draft would bring it back; nothing was signed`);
		case "key_unexplained":
			throw new UsageError(
				`keys sign: ${kid} has not ended and is not in this draft; withdraw it (keys draft --without) or keep it`,
			);
		default:
			assertNever(code);
	}
}

/** What the signers are to compare with what they were told. */
function describeDraft({ iss, seq, keys, removed, before }: KeysetDraft): string[] {
	const until = (exp: number | undefined) => (exp === undefined ? "the keyset's end" : isoUtc(exp));
	const news = (kid: string) => (before.removed.includes(kid) ? "" : ", by this keyset, for good");
	return [
		`keyset ${seq} of ${iss}`,
		...keys.map(({ kid, use, nbf, exp }) => `${use.join("+")} ${kid}: from ${isoUtc(nbf)} to ${until(exp)}`),
		...removed.map(({ kid, reason, at }) => `${kid}: withdrawn on ${isoUtc(at)} (${reason})${news(kid)}`),
	];
}

/** The next root's own key file makes the proof here; a proof was made where that root is kept. */
async function readNextRoot(path: string, handOver: HandOver): Promise<NextRoot> {
	const text = readTextFile(path, "--next-root").trim();
	if (text.startsWith("{")) return proveRoot(readRoot(path, "--next-root"), handOver);
	const proven = readProof(text, handOver);
	if (!proven) throw new UsageError(`--next-root: ${path} is no root key, and no proof for this keyset and root`);
	return proven;
}

function readRoot(path: string, option: string): SigningKeyFile {
	const { data } = signingKeyFile.safeParse(readJsonFile(path, option));
	if (data?.use !== "root") throw new UsageError(`${option}: ${path} is no root key`);
	return data;
}
