/** `relais trust import`: reads the files, lets the service compare and write, signs the list, says what changed. */
import { readFileSync } from "node:fs";
import { signListOffline } from "@/lib/server/publish/sign-list-offline";
import { type ImportFailure, type ImportReport, importKeyLists } from "@/lib/server/services/trust/import-key-lists";
import type { VciSignature } from "@/lib/server/services/trust/verify-vci-signature";
import { assertNever } from "@/lib/shared/assert-never";
import { dataFolder, openKeys } from "./data-folder";
import { type Io, writeLines } from "./io";
import { parseOptions } from "./options";
import { givenPath, readJsonFile } from "./read-files";
import { readTimeOption } from "./read-time";
import { UsageError } from "./usage-error";

export const TRUST_IMPORT_HELP = `relais trust import [--dcc FILE] [--shc FILE] [--twoddoc FILE] [--data DIR] [--reason TEXT]
              [--shc-signature FILE] [--shc-certificate FILE] [--shc-anew] [--test-keys] [--allow-shrink] [--dry-run]
              [--at ISO-8601|NumericDate]
  Turns national key lists into the authority's signed trust list. Lists that are not given stay as they are; a key that
  a given list no longer holds is removed with the reason. An import that loses more than a quarter of a list is held
  back: feeds have been cut short before.
  --dcc              JSON array of document signers {kid, country, spki, notBefore, notAfter, eku}
  --shc              snapshot of the VCI directory; its signature is FILE's name with .sig, its certificate with .crt
  --shc-anew         takes another certificate of the directory than last time, or an older snapshot
  --twoddoc          JSON of 2D-DOC certificates by key id; test authorities are left out without --test-keys
  --reason           written beside every removed key; default: withdrawn
  --allow-shrink     takes a list that became much shorter for what it says
  --dry-run          compares and reports, changes nothing
  --at               the time to sign with; default: now`;

export async function trustImport(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseOptions(args, {
		options: {
			dcc: { type: "string" },
			shc: { type: "string" },
			twoddoc: { type: "string" },
			data: { type: "string" },
			reason: { type: "string" },
			"shc-signature": { type: "string" },
			"shc-certificate": { type: "string" },
			"shc-anew": { type: "boolean" },
			"test-keys": { type: "boolean" },
			"allow-shrink": { type: "boolean" },
			"dry-run": { type: "boolean" },
			at: { type: "string" },
		},
	});
	const { dcc, shc, twoddoc } = values;
	if (dcc === undefined && shc === undefined && twoddoc === undefined) {
		throw new UsageError("trust import: --dcc, --shc or --twoddoc FILE is needed");
	}
	const dataDir = dataFolder(values.data);
	const keys = await openKeys(dataDir, "trust import");
	const [now, dryRun] = [readTimeOption(values.at, "--at"), values["dry-run"] ?? false];
	const files = {
		...(dcc === undefined ? {} : { dcc: readJsonFile(dcc, "--dcc") }),
		...(shc === undefined ? {} : { shc: readSigned(shc, values["shc-signature"], values["shc-certificate"]) }),
		...(twoddoc === undefined ? {} : { twoddoc: readJsonFile(twoddoc, "--twoddoc") }),
	};
	const imported = await importKeyLists(files, {
		dataDir,
		keys,
		now,
		reason: values.reason ?? "withdrawn",
		testKeys: values["test-keys"] ?? false,
		allowShrink: values["allow-shrink"] ?? false,
		directoryAnew: values["shc-anew"] ?? false,
		dryRun,
	});
	if (!imported.ok) throw new UsageError(`trust import: ${explain(imported.error)}`);
	writeLines(io.stdout, linesOf(imported.value));
	if (dryRun) return 0;
	const { seq } = await signListOffline(dataDir, { keys, now });
	io.stdout.write(`trust list ${seq} signed\n`);
	return 0;
}

function linesOf({ changes, skipped, removed, vciFingerprint }: ImportReport): string[] {
	const lines = Object.entries(changes).map(([use, { before, now, added, vanished }]) => {
		const left = skipped[use as keyof typeof skipped]?.length ?? 0;
		return `${use}: ${now} keys (${before} before, ${added} new, ${vanished} removed, ${left} left out)`;
	});
	for (const [use, entries] of Object.entries(skipped)) {
		for (const { subject, reason } of entries) lines.push(`${use}: left out ${subject} (${reason})`);
	}
	if (vciFingerprint !== undefined) lines.push(`shc: signed by the certificate ${vciFingerprint}`);
	return [...lines, `removed: ${removed} keys in all`];
}

function explain(failure: ImportFailure): string {
	switch (failure.code) {
		case "file_unusable":
			return `the file for ${failure.use} is no such list; nothing was changed`;
		case "vci_signature":
			return `the snapshot cannot be trusted (${failure.problem}); nothing was changed`;
		case "suspicious_shrink":
			return `${failure.use} would lose ${failure.vanished} of ${failure.before} keys; nothing was changed (--allow-shrink)`;
		case "import_running":
			return "another import is running; nothing was changed";
		case "listed_keys_damaged":
			return "the keys of the last import cannot be read (trust/listed-keys.json, trust/removed-keys.json); nothing was changed";
		default:
			return assertNever(failure);
	}
}

function readSigned(snapshot: string, signature: string | undefined, certificate: string | undefined): VciSignature {
	const stem = snapshot.replace(/\.json$/, "");
	return {
		snapshot: readBytes(snapshot, "--shc"),
		signature: readBytes(signature ?? `${stem}.sig`, "--shc-signature"),
		certificate: readBytes(certificate ?? `${stem}.crt`, "--shc-certificate"),
	};
}

function readBytes(path: string, option: string): Uint8Array {
	try {
		return readFileSync(givenPath(path));
	} catch (cause) {
		const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
		throw new UsageError(`${option}: cannot read ${path} (${code})`);
	}
}
