/**
 * Whether the key that is to sign now lies in the folder. Where its file was lost, the next generation must not take over
 * before its day: verifiers and counters would not know it yet, and nobody would notice the loss.
 */
import "server-only";
import { join } from "node:path";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { expectedFile } from "./expected-file";
import { KEYSET_USES, keyFileName } from "./key-file";
import { keysFolder } from "./key-folder";
import type { LoadedKeys } from "./key-store";

/** Uses whose generations only the folder's own index knows. Whether a field key is lost, stored rows tell. */
const INDEXED_USES = ["dcc", "code-master"] as const;

/** Path of the file that is expected and not there; undefined where every use has the key that is to sign now. */
export function missingKeyFile(dataDir: string, loaded: LoadedKeys, now: NumericDate): string | undefined {
	const lost =
		KEYSET_USES.map((use) => lostSigner(loaded, use, now)).find((file) => file !== undefined) ??
		INDEXED_USES.map((use) => lostGeneration(loaded, use, now)).find((file) => file !== undefined) ??
		notBegun(loaded, now);
	return lost === undefined ? undefined : join(keysFolder(dataDir), lost);
}

/** The keyset names keys in force for this use, and none of them lies here. */
function lostSigner({ claims, signing }: LoadedKeys, use: string, now: NumericDate): string | undefined {
	const inForce = claims.keys
		.filter((key) => key.use.includes(use) && key.nbf <= now + CLOCK_TOLERANCE && now <= key.exp)
		.sort((a, b) => b.nbf - a.nbf);
	const here = new Set(signing.filter((key) => key.use === use).map(({ publicJwk }) => publicJwk.x));
	const [last] = inForce;
	return last === undefined || inForce.some(({ jwk }) => here.has(jwk.x))
		? undefined
		: keyFileName({ use, kid: last.kid });
}

/** The generation that began last, of those that were ever written here, is gone. */
function lostGeneration({ folder }: LoadedKeys, use: string, now: NumericDate): string | undefined {
	const begun = folder.index.filter((each) => each.use === use && each.from <= now + CLOCK_TOLERANCE);
	const last = begun.sort((a, b) => b.from - a.from)[0]?.file;
	return last === undefined || folder.files.some((file) => keyFileName(file) === last) ? undefined : last;
}

/** All that is here of some use begins later. */
function notBegun(loaded: LoadedKeys, now: NumericDate): string | undefined {
	const keys = [...loaded.signing, ...loaded.secrets];
	const begun = new Set(keys.filter(({ from }) => from <= now + CLOCK_TOLERANCE).map(({ use }) => use));
	const idle = keys.find(({ use }) => !begun.has(use));
	return idle && expectedFile(loaded, idle.use);
}
