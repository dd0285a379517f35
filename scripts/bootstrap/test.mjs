// @ts-check
/** `npm test`: tools/run-suites.ts; its last line is there also when nothing could be run. */
import "./check-node.mjs";

const { launch } = await import("./launch.mjs");
if (!(await launch("tools/run-suites.ts", process.argv.slice(2)))) console.log("0 passed, 1 failed");
