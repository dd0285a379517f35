/**
 * `npm run packages`: writes sbom.cdx.json beside package-lock.json and says what is known against the packages of a release.
 * Status 1 where something is; what could not be asked is said and is no reason.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../scripts/bootstrap/project.mjs";
import { billOfMaterials, examineAdvisories, examineSignatures } from "./packages/examine-packages";

const SBOM = "sbom.cdx.json";

const asking = { folder: ROOT };
const { text, packages } = await billOfMaterials(asking);
await writeFile(path.join(ROOT, SBOM), text);
console.log(`packages: ${packages} in ${SBOM}`);
for (const { state, says } of [await examineAdvisories(asking), await examineSignatures(asking)]) {
	console.log(`packages: ${says}`);
	if (state === "bad") process.exitCode = 1;
}
