/** What whoever has the list key of a portal can sign, and the ceremony by which that key is withdrawn. */
import { execFile } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { decodeJwt, decodeProtectedHeader, importJWK, type JWK, SignJWT } from "jose";
import { highestSeq } from "@/lib/trust/trust-list";
import { ROOT } from "../../scripts/bootstrap/project.mjs";

const run = promisify(execFile);

type KeyFile = { readonly kid: string; readonly jwk: JWK };

async function keyFileOf(
	dataFolder: string,
	prefix: string,
): Promise<{ readonly file: string; readonly key: KeyFile }> {
	const folder = path.join(dataFolder, "keys");
	const name = (await readdir(folder)).find((each) => each.startsWith(prefix));
	if (name === undefined) throw new Error(`no ${prefix} in ${folder}`);
	const file = path.join(folder, name);
	return { file, key: JSON.parse(await readFile(file, "utf8")) };
}

const publishedList = async (dataFolder: string) =>
	(await readFile(path.join(dataFolder, "public/trust/list.jwt"), "utf8")).trim();

export type Theft = {
	/** Kid of the stolen key. */
	readonly kid: string;
	/** The published list with other claims, numbered as high as its time allows (now, unless they say otherwise). */
	forgeList(claims: Record<string, unknown>): Promise<string>;
};

export async function stealListKey(dataFolder: string): Promise<Theft> {
	const { kid } = decodeProtectedHeader(await publishedList(dataFolder));
	const { key } = await keyFileOf(dataFolder, `list-${kid}`);
	return {
		kid: key.kid,
		forgeList: async (claims) => {
			const iat = Math.floor(Date.now() / 1000);
			return new SignJWT({ ...decodeJwt(await publishedList(dataFolder)), iat, seq: highestSeq(iat), ...claims })
				.setProtectedHeader({ alg: "ES256", typ: "trust-list+jwt", kid: key.kid })
				.sign(await importJWK(key.jwk, "ES256"));
		},
	};
}

/** The next keyset, by the commands of docs/operations.md. `without`: kid of a key that was stolen. */
export async function renewKeyset(dataFolder: string, without?: string): Promise<void> {
	const relais = async (...args: readonly string[]) =>
		(
			await run(process.execPath, ["--conditions=react-server", "--import", "tsx", "lib/cli/main.ts", ...args], {
				cwd: ROOT,
			})
		).stdout;
	const data = ["--data", dataFolder];
	const withdrawal = without === undefined ? [] : ["--without", without, "--reason", "stolen"];
	if (without !== undefined) await relais("keys", "add", "list", "--in", "0", ...data);
	const [draft, keyset] = ["draft.json", "keyset.jwt"].map((name) => path.join(dataFolder, name)) as [string, string];
	await writeFile(draft, await relais("keys", "draft", ...withdrawal, ...data));
	const { file: root } = await keyFileOf(dataFolder, "root-");
	await writeFile(keyset, await relais("keys", "sign", draft, "--root", root));
	await relais("keys", "install", keyset, ...data);
}
