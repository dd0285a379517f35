/** `npm run unused`: fails when a file, an export or a dependency is used by nothing. */
import { ROOT } from "../scripts/bootstrap/project.mjs";
import { generateClient } from "../server/build/build";
import { findUnused } from "./find-unused";

await generateClient();
const unused = await findUnused(ROOT);
for (const { kind, file, name } of unused) console.error(`${kind}: ${name} in ${file}`);
console.log(`unused: ${unused.length} files, exports and dependencies`);
if (unused.length > 0) process.exitCode = 1;
