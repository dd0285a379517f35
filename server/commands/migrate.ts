// Applies the migrations to DATABASE_URL. Run: node --conditions=react-server --import tsx server/commands/migrate.ts
import { join } from "node:path";
import { migrate } from "../../lib/server/db/migrate";

const connectionString = process.env["DATABASE_URL"];
if (connectionString === undefined || connectionString === "") {
	console.error("DATABASE_URL is not set.");
	process.exit(2);
}
const applied = await migrate({ connectionString, root: join(import.meta.dirname, "../..") });
console.log(applied.length === 0 ? "Database is up to date." : `Applied ${applied.join(", ")}.`);
// The engine leaves a ten-second timer behind.
process.exit(0);
