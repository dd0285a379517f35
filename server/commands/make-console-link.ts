// Makes a one-time console link and prints it. Called by console-link.ts, which finds the database.
import { openServer } from "../../lib/server/context/open-context";
import { createConsoleLink } from "../../lib/server/services/console/create-console-link";
import { readSettings } from "../../lib/server/settings/settings";

const server = await openServer(readSettings({ ...process.env, LOG_LEVEL: "silent" }));
try {
	console.log(await createConsoleLink(server.context, process.argv[2] ?? "operator"));
} finally {
	await server.stop();
}
