/**
 * Prisma's official schema engine as WebAssembly, talking to PostgreSQL through the pg driver adapter.
 * It does what the `prisma migrate` command does without its native binary, which cannot be downloaded everywhere.
 */
import "server-only";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";

export type SchemaEngine = bindings.SchemaEngine;
export type MigrationList = Parameters<SchemaEngine["applyMigrations"]>[0]["migrationsList"];

const WASM = "@prisma/schema-engine-wasm/schema_engine_bg";

let loaded: Promise<void> | undefined;

async function loadWasm(): Promise<void> {
	const path = createRequire(import.meta.url)
		.resolve(WASM)
		.replace(/\.js$/, ".wasm");
	const imports = { "./schema_engine_bg.js": bindings as unknown as WebAssembly.ModuleImports };
	const { instance } = await WebAssembly.instantiate(await readFile(path), imports);
	bindings.__wbg_set_wasm(instance.exports);
	(instance.exports["__wbindgen_start"] as () => void)();
}

/** The adapter cuts a script at every semicolon, also inside the body of a function: here the database reads it whole. */
class ScriptsWhole extends PrismaPg {
	override async connect(): ReturnType<PrismaPg["connect"]> {
		const connection = await super.connect();
		connection.executeScript = async (sql) => {
			await connection.executeRaw({ sql, args: [], argTypes: [] });
		};
		return connection;
	}
}

/** Opens an engine on one database; `use` ends before it is freed. */
export async function withSchemaEngine<Answer>(
	options: { readonly connectionString: string; readonly schema: string },
	use: (engine: SchemaEngine) => Promise<Answer>,
): Promise<Answer> {
	loaded ??= loadWasm();
	await loaded;
	// One connection, so that what the engine asks after a migration meets its transaction. The engine never closes it; a
	// short idle time lets it go, and the process with it.
	const adapter = new ScriptsWhole({
		connectionString: options.connectionString,
		max: 1,
		idleTimeoutMillis: 100,
		allowExitOnIdle: true,
	});
	const factory = bindMigrationAwareSqlAdapterFactory(adapter);
	const engine = await bindings.SchemaEngine.new(
		{ datamodels: [["schema.prisma", options.schema]] },
		() => undefined,
		factory,
	);
	try {
		return await use(engine);
	} finally {
		engine.free();
	}
}
