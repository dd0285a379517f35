// Writes a new migration: what changed in schema.prisma since the snapshot that the last migration left.
// Run: DATABASE_URL=… node --conditions=react-server --import tsx tools/migrate-new.ts <name>
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { schemaChange } from "../lib/server/db/migrate";

const connectionString = process.env["DATABASE_URL"];
const name = process.argv[2];
if (connectionString === undefined || name === undefined || !/^[a-z0-9_]+$/.test(name)) {
	console.error("Usage: DATABASE_URL=… tools/migrate-new.ts <name in lower case and underscores>");
	process.exit(2);
}
const folder = join(import.meta.dirname, "..", "prisma");
const snapshot = join(folder, "migrations", "schema.snapshot.prisma");
const from = await readFile(snapshot, "utf8");
const to = await readFile(join(folder, "schema.prisma"), "utf8");
const sql = await schemaChange({ connectionString, from, to });
if (sql === "") {
	console.log("Migrations and schema agree.");
} else {
	const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
	const target = join(folder, "migrations", `${stamp}_${name}`);
	await mkdir(target, { recursive: true });
	await writeFile(join(target, "migration.sql"), `BEGIN;\n\n${sql.trim()}\n\nCOMMIT;\n`);
	await writeFile(snapshot, to);
	console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql; add checks by hand, then apply it.`);
}
// The engine leaves a ten-second timer behind.
process.exit(0);
