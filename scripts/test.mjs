/** `npm test`: every suite, one after another, and one last line with the sum. See lib/run-suites.mjs. */
import "./lib/check-node.mjs";

const { main } = await import("./lib/run-suites.mjs");
await main();
