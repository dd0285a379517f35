/** `npm run drill`: the outage, from enrolment to passes, on the real parts. See tests/drill/main.ts. */
import "./lib/check-node.mjs";

const { runWithBrowser } = await import("./lib/run-with-browser.mjs");
await runWithBrowser("tests/drill/main.ts");
