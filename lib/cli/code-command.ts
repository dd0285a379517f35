/** `relais code issue` and `relais code check` (spec §7): check codes, JSON lines in and out. */

import { z } from "zod";
import { type AcceptedCode, type CodeOutcome, checkCode } from "@/lib/checkcode/check-code";
import { type IssuerCodeKeys, POSITIONS, readKey, type VerifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { type CodeFailure, issueCode } from "@/lib/checkcode/issue-code";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import { CODE_KEY_POSITION } from "@/lib/shared/code-key-position";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { PHARMACY_NUMBER } from "@/lib/shared/pharmacy-number";
import type { Io } from "./io";
import { answerLines, type JsonLine, openInput } from "./json-lines";
import { parseOptions } from "./options";
import { readJsonFile } from "./read-files";
import { lineTime, readTimeOption } from "./read-time";
import { readRevokedCodes } from "./revoked-codes-file";
import { UsageError } from "./usage-error";

/** What `code check` answers: what CC-5 says, and `revoked` for one that is accepted and stands in the file (CC-8). */
type CodeAnswer = CodeOutcome["outcome"] | "revoked";

export const CODE_HELP = `relais code issue --keys FILE [--at ISO-8601|NumericDate] [INPUT]
  JSON lines {"id","pharmacy","kind","exp","birth","initials"} → {"id","code"}
  A code depends on its exp alone: --at is taken, so that both actions can be called alike, and changes nothing.
  FILE: {"pharmacy","days":{"YYYY-MM-DD":[12 × base64url]}}
relais code check --keys FILE [--revoked FILE] [--at ISO-8601|NumericDate] [INPUT]
  JSON lines {"id","number","code","birth","initials","at"?}
  → {"id","outcome":"typo|rejected|expired|keys_missing|accepted|revoked"}
  --keys FILE: {"days":{"YYYY-MM-DD":{"<position>":"<base64url G key>"}}}
  --revoked FILE: {"revoked":[{"pharmacy","kind","slot","symbols"}]}, slot absolute or as in the code (0–1023),
  symbols the code's twelve MAC symbols; of these the bits are compared that are published (CC-8)`;

const key = z.string().refine((text) => readKey(text) !== undefined, "not 16 bytes of base64url");
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const issuerKeys = z.object({
	pharmacy: z.string().regex(PHARMACY_NUMBER),
	days: z.record(day, z.array(key).length(POSITIONS)),
});
const verifierKeys = z.object({ days: z.record(day, z.record(z.string().regex(CODE_KEY_POSITION), key)) });

export async function codeCommand([action, ...args]: readonly string[], io: Io): Promise<number> {
	if (action === "issue") return issue(args, io);
	if (action === "check") return check(args, io);
	throw new UsageError("code: issue or check");
}

const OPTIONS = { keys: { type: "string" }, at: { type: "string" } } as const;
const CHECK_OPTIONS = { ...OPTIONS, revoked: { type: "string" } } as const;

async function issue(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, { options: OPTIONS, positionals: 1 });
	const keys = readKeys(values.keys, issuerKeys);
	await answerLines(openInput(positionals[0], io), io.stdout, (line) => issueLine(line, keys));
	return 0;
}

async function check(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, { options: CHECK_OPTIONS, positionals: 1 });
	const keys = readKeys(values.keys, verifierKeys);
	const isRevoked = values.revoked === undefined ? () => false : readRevokedCodes(values.revoked);
	const at = readTimeOption(values.at, "--at");
	await answerLines(openInput(positionals[0], io), io.stdout, (line) => checkLine(line, { keys, isRevoked, at }));
	return 0;
}

function readKeys<Keys>(path: string | undefined, schema: z.ZodType<Keys>): Keys {
	if (path === undefined) throw new UsageError("code: --keys FILE is needed");
	const keys = schema.safeParse(readJsonFile(path, "--keys"));
	if (keys.success) return keys.data;
	const place = keys.error.issues[0]?.path.join(".");
	throw new UsageError(`--keys: ${path} has no usable keys${place ? ` (at ${place})` : ""}`);
}

const request = z.object({
	pharmacy: z.string(),
	kind: z.enum(ATTESTATION_KINDS),
	exp: z.int(),
	birth: z.string(),
	initials: z.string(),
});

function issueLine(line: JsonLine, keys: IssuerCodeKeys) {
	const parsed = request.safeParse(line);
	const failed = (error: CodeFailure["code"]) => ({ code: null, error });
	if (!parsed.success) return failed("code_request_malformed");
	const issued = issueCode(keys, parsed.data);
	return issued.ok ? { code: issued.value.code } : failed(issued.error.code);
}

const typed = z.object({ number: z.string(), code: z.string(), birth: z.string(), initials: z.string() });

/** A line that is no entry at all is a typing error: the answer is to type it again. */
function checkLine(
	line: JsonLine,
	{ keys, isRevoked, at }: { keys: VerifierCodeKeys; isRevoked: (code: AcceptedCode) => boolean; at: NumericDate },
): { readonly outcome: CodeAnswer } {
	const parsed = typed.safeParse(line);
	const now = lineTime(line, at);
	if (!parsed.success || now === undefined) return { outcome: "typo" };
	const checked = checkCode(keys, parsed.data, now);
	return { outcome: checked.outcome === "accepted" && isRevoked(checked) ? "revoked" : checked.outcome };
}
