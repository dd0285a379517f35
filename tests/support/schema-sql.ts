// Prints the SQL that makes schema.prisma's tables from nothing, in a process of its own: the engine leaves a timer.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { schemaChange } from "@/lib/server/db/migrate";

const to = await readFile(join(import.meta.dirname, "../../prisma/schema.prisma"), "utf8");
const sql = await schemaChange({ connectionString: process.env["DATABASE_URL"] ?? "", from: undefined, to });
process.stdout.write(sql, () => process.exit(0));
