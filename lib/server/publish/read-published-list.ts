import "server-only";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { type TrustList, trustListClaims } from "@/lib/trust/trust-list";
import { TRUST_PATHS, trustFolder } from "./trust-files";

/** The claims of the list that lies published in the data folder; undefined where there is none that can be read. */
export async function readPublishedList(dataDir: string): Promise<Omit<TrustList, "payload"> | undefined> {
	let document: string;
	try {
		document = await readFile(join(trustFolder(dataDir), TRUST_PATHS.list), "utf8");
	} catch (fault) {
		if ((fault as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw fault;
	}
	try {
		return trustListClaims.safeParse(decodeJwt(document.trim())).data;
	} catch {
		return undefined; // no JWT: as good as none
	}
}
