// @ts-check
/**
 * `node --import ./scripts/bootstrap/typescript.mjs <program.ts>`: like run.mjs, from a bare clone on, for programs that
 * need options of Node's own or start themselves once more: their children inherit this option with the others.
 */
import "./check-node.mjs";
import { stat } from "node:fs/promises";
import path from "node:path";

const { prepare } = await import("./launch.mjs");
const { ROOT, runNode, TYPESCRIPT } = await import("./project.mjs");

if (!(await prepare())) process.exit();
const changed = (/** @type {string} */ file) =>
	stat(path.join(ROOT, file)).then(
		(found) => found.mtimeMs,
		() => 0,
	);
if ((await changed("generated/prisma/client.ts")) < (await changed("prisma/schema.prisma"))) {
	await runNode([...TYPESCRIPT, "server/build/generate-client.ts"], { name: "generating the database client" });
}
// @ts-expect-error: the loader has no types.
await import("tsx");
