// Makes the demo world in an empty database and prints, as one line of JSON, fresh one-time links into it.
// Run: node --conditions=react-server --import tsx server/commands/seed.ts
import { commandActor } from "../../lib/server/audit/actor";
import { openServer } from "../../lib/server/context/open-context";
import { createConsoleLink } from "../../lib/server/services/console/create-console-link";
import { seedDemoWorld } from "../../lib/server/services/demo/seed-demo-world";
import { readSettings } from "../../lib/server/settings/settings";

const server = await openServer(readSettings({ ...process.env, LOG_LEVEL: "silent" }));
try {
	const by = commandActor("start");
	const links = await seedDemoWorld(server.context, by);
	// Somebody made another world here: only the way into the console.
	console.log(JSON.stringify(links ?? { console: await createConsoleLink(server.context, "operator", by) }));
} finally {
	await server.stop();
}
