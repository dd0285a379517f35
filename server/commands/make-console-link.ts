// Makes a one-time console link and prints it. Called by console-link.ts, which finds the database.
import { commandActor } from "../../lib/server/audit/actor";
import { openServer } from "../../lib/server/context/open-context";
import { createConsoleLink } from "../../lib/server/services/console/create-console-link";
import { readSettings } from "../../lib/server/settings/settings";

const server = await openServer(readSettings({ ...process.env, LOG_LEVEL: "silent" }));
try {
	const by = commandActor("console-link");
	console.log(await createConsoleLink(server.context, process.argv[2] ?? "operator", by));
} finally {
	await server.stop();
}
