// @ts-check
/** `node scripts/bootstrap/run.mjs <program.ts> [arguments]`: one of the project's programs, from a bare clone on. */
import "./check-node.mjs";

const { launch } = await import("./launch.mjs");
const [program, ...args] = process.argv.slice(2);
if (program === undefined) throw new Error("usage: run.mjs <program.ts> [arguments]");
await launch(program, args);
