/** `npm start`: everything from a bare clone to a portal that serves. See lib/start-portal.mjs. */
import "./lib/check-node.mjs";

const { main } = await import("./lib/start-portal.mjs");
await main(process.argv.slice(2));
