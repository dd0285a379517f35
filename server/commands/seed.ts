// Makes the demo world in an empty database and prints, as one line of JSON, fresh one-time links into it.
// Run: node --conditions=react-server --import tsx server/commands/seed.ts
import { openServer } from "../../lib/server/context/open-context";
import { createConsoleLink } from "../../lib/server/services/console/create-console-link";
import { seedDemoWorld } from "../../lib/server/services/demo/seed-demo-world";
import { readSettings } from "../../lib/server/settings/settings";

const server = await openServer(readSettings({ ...process.env, LOG_LEVEL: "silent" }));
try {
	const links = await seedDemoWorld(server.context);
	// Somebody made another world here: only the way into the console.
	console.log(JSON.stringify(links ?? { console: await createConsoleLink(server.context, "operator") }));
} finally {
	await server.stop();
}
