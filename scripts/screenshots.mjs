/** `npm run screenshots`: takes the README's pictures anew, on the real parts. See tests/pictures/main.ts. */
import "./lib/check-node.mjs";

const { runWithBrowser } = await import("./lib/run-with-browser.mjs");
await runWithBrowser("tests/pictures/main.ts");
