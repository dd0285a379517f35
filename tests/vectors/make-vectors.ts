/**
 * Makes tests/vectors/*.json again: `npx tsx tests/vectors/make-vectors.ts`. Keys come from their names and signatures
 * from RFC 6979, so the files change only when a vector does; vectors.test.ts compares them.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ATTESTATION_VECTORS } from "./make/attestations";
import { BUNDLES } from "./make/bundles";
import { DELEGATION_VECTORS } from "./make/delegations";
import { TRUST_VECTORS } from "./make/trust";
import { verdictVectors } from "./make/verdicts";

/** File name to content, exactly as committed. */
export async function makeVectorFiles(): Promise<Readonly<Record<string, string>>> {
	return {
		"bundles.json": asText(BUNDLES),
		"attestation.json": asText(ATTESTATION_VECTORS),
		"delegation.json": asText(DELEGATION_VECTORS),
		"trust.json": asText(TRUST_VECTORS),
		"verdict.json": asText(await verdictVectors()),
	};
}

function asText(content: unknown): string {
	return `${JSON.stringify(content, null, "\t")}\n`;
}

if (process.argv[1] === import.meta.filename) {
	for (const [name, content] of Object.entries(await makeVectorFiles())) {
		await writeFile(join(import.meta.dirname, name), content);
	}
}
