/** `npm run drill`: the outage, from enrolment to passes, on the real parts. See tests/drill/main.ts. */
import "./lib/check-node.mjs";

const { main } = await import("./lib/run-drill.mjs");
await main();
