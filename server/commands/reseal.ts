// Brings every encrypted column under the newest field key. Run after putting a new key in front of RELAIS_FIELD_KEY:
// node --conditions=react-server --import tsx server/commands/reseal.ts
import { commandActor } from "../../lib/server/audit/actor";
import { openServer } from "../../lib/server/context/open-context";
import { fieldKeysInUse, resealColumns } from "../../lib/server/services/field-key/reseal-columns";
import { readSettings } from "../../lib/server/settings/settings";

const server = await openServer(readSettings(process.env));
try {
	const { records, passes, letters, shared, positives } = await resealColumns(server.context, commandActor("reseal"));
	console.log(
		`Resealed ${records} records, ${passes} passes, ${letters} letters, ${shared} shared papers, ${positives} positive results.`,
	);
	console.log(`Keys in use: ${(await fieldKeysInUse(server.context)).join(", ")}.`);
} finally {
	await server.stop();
}
