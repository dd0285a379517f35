/**
 * The production build, made only when its sources changed.
 *
 * The hash of all that goes into a build is kept beside it. A build that was interrupted has no hash and is made anew.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { ROOT, runNode, TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";

export const BUILD_FOLDER = path.join(ROOT, ".next");
const HASH_FILE = path.join(BUILD_FOLDER, "relais-source-hash");
const SOURCES = [
	"app",
	"lib",
	"prisma",
	"public",
	"types",
	"instrumentation.ts",
	"next.config.js",
	"package-lock.json",
	"postcss.config.js",
	"server/build/copy-wasm.ts",
	"tsconfig.json",
];
/** Written by steps of the build itself, from the lock file's packages. */
const MADE = /^public[\\/]zxing[\\/]/;
const TESTS = /\.test\.tsx?$/;

async function filesBelow(place: string): Promise<readonly string[]> {
	const full = path.join(ROOT, place);
	if (!existsSync(full)) return [];
	const entries = await readdir(full, { withFileTypes: true }).catch(() => undefined);
	if (entries === undefined) return [place];
	const nested = await Promise.all(entries.map((entry) => filesBelow(path.join(place, entry.name))));
	return nested.flat();
}

/** SHA-256 over names and contents of all sources. */
async function sourceHash(): Promise<string> {
	const files = (await Promise.all(SOURCES.map(filesBelow))).flat().sort();
	const hash = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
	for (const file of files) {
		if (MADE.test(file) || TESTS.test(file)) continue;
		hash.update(`\0${file}\0`).update(await readFile(path.join(ROOT, file)));
	}
	return hash.digest("hex");
}

export async function isBuilt(): Promise<boolean> {
	const made = [path.join(BUILD_FOLDER, "BUILD_ID"), path.join(ROOT, "generated/prisma")];
	if (!made.every(existsSync)) return false;
	const kept = await readFile(HASH_FILE, "utf8").catch(() => "");
	return kept === (await sourceHash());
}

/** Generates the database client; copies what the build serves from packages. */
export async function prepareSources(): Promise<void> {
	await generateClient();
	await runNode([...TYPESCRIPT, "server/build/copy-wasm.ts"], { name: "copying the decoder" });
}

/** Without it nothing that reaches the database resolves: neither the compiler nor the layer rules see all. */
export async function generateClient(): Promise<void> {
	await runNode([...TYPESCRIPT, "server/build/generate-client.ts"], { name: "generating the database client" });
}

/** `show`: the bundler's own lines too. */
export async function buildPortal({ show = false }: { show?: boolean } = {}): Promise<void> {
	const hash = await sourceHash();
	await rm(HASH_FILE, { force: true });
	await runNode([path.join(ROOT, "node_modules/next/dist/bin/next"), "build"], {
		name: "next build",
		show,
		env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", CI: "1" },
	});
	await writeFile(HASH_FILE, hash);
}
