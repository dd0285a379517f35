/** `relais trust update` (spec §7): what a verifier makes of fetched documents, by the same code as the device's. */
import { writeFileSync } from "node:fs";
import { base64 } from "@/lib/shared/bytes";
import { type VerifierBundle, verifierBundle } from "@/lib/trust/bundle";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { newestWitness } from "@/lib/trust/trust-age";
import { type TrustUpdate, updateTrust } from "@/lib/trust/update";
import type { DocumentDecision, DocumentState } from "@/lib/trust/update-decision";
import type { Io } from "./io";
import { parseOptions } from "./options";
import { givenPath, readJsonFile } from "./read-files";
import { readTimeOption } from "./read-time";
import { UsageError } from "./usage-error";

export const TRUST_UPDATE_HELP = `relais trust update --cached FILE --fetched FILE [--at TIME] [--date TIME] [--out FILE]
  What a verifier that holds the bundle --cached makes of the documents of the bundle --fetched. One JSON line:
  {"keyset":"taken|kept|refused","list":…,"status":…,"deny":…,"reasons":{"list":"<code>"},"newest":<NumericDate>}
  --cached  a bundle with its root alone is a first contact
  --at      the device's clock; default: now
  --date    the Date of the answer that brought the documents
  --out     where to write the bundle that the verifier then holds`;

export async function trustUpdate(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseOptions(args, {
		options: {
			cached: { type: "string" },
			fetched: { type: "string" },
			at: { type: "string" },
			date: { type: "string" },
			out: { type: "string" },
		},
	});
	const held = readBundle(values.cached, "--cached");
	const fetched = readBundle(values.fetched, "--fetched");
	const now = readTimeOption(values.at, "--at");
	const date = values.date === undefined ? undefined : readTimeOption(values.date, "--date");
	const cached = await openHeld(held);
	// The pinned root is the verifier's, never one that was fetched.
	const question = { cached, fetched: { ...fetched, root: held.root }, now, date, subtle: crypto.subtle };
	const update = await updateTrust(question);
	if (!update.ok) throw new UsageError(`--cached: cannot be used (${update.error.code})`);
	if (values.out !== undefined) writeBundle(values.out, update.value.trust.bundle);
	io.stdout.write(`${JSON.stringify(lineOf(update.value))}\n`);
	return 0;
}

function readBundle(path: string | undefined, option: string): VerifierBundle {
	if (path === undefined) throw new UsageError(`trust update: ${option} FILE is needed`);
	const bundle = verifierBundle.safeParse(readJsonFile(path, option));
	if (!bundle.success) throw new UsageError(`${option}: ${path} is no verifier bundle`);
	return bundle.data;
}

/** Undefined for a root without keyset: a first contact. */
async function openHeld(bundle: VerifierBundle): Promise<Trust | undefined> {
	if (!bundle.keyset) return undefined;
	const trust = await openTrust(bundle, { subtle: crypto.subtle });
	if (!trust.ok) throw new UsageError(`--cached: cannot be used (${trust.error.code})`);
	return trust.value;
}

function writeBundle(path: string, { deny, ...bundle }: VerifierBundle): void {
	const file = deny instanceof Uint8Array ? base64(deny) : deny;
	writeFileSync(givenPath(path), `${JSON.stringify({ ...bundle, ...(file ? { deny: file } : {}) })}\n`);
}

function lineOf({ trust, keyset, list, status, deny }: TrustUpdate) {
	const lists = Object.values(status);
	const statusState: DocumentState =
		(["refused", "taken"] as const).find((state) => lists.some((one) => one.state === state)) ?? "kept";
	const reasons = {
		keyset: codeOf(keyset),
		list: codeOf(list),
		status: lists.map(codeOf).find((code) => code !== undefined),
		deny: codeOf(deny),
	};
	return {
		keyset: keyset.state,
		list: list.state,
		status: statusState,
		deny: deny.state,
		reasons,
		newest: newestWitness(trust)?.iat ?? null,
	};
}

/** Why it was refused, or what staff are told of it all the same. */
function codeOf(decision: DocumentDecision): string | undefined {
	return decision.state === "refused" ? decision.reason : decision.notice;
}
