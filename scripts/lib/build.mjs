/**
 * The production build, made only when its sources changed.
 *
 * The hash of all that goes into a build is kept beside it. A build that was interrupted has no hash and is made anew.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { ROOT, runNode } from "./project.mjs";

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
	"scripts/copy-wasm.mjs",
	"tsconfig.json",
];
/** Written by steps of the build itself, from the lock file's packages. */
const MADE = /^public[\\/]zxing[\\/]/;
const TESTS = /\.test\.tsx?$/;

async function filesBelow(place) {
	const full = path.join(ROOT, place);
	if (!existsSync(full)) return [];
	const entries = await readdir(full, { withFileTypes: true }).catch(() => undefined);
	if (entries === undefined) return [place];
	const nested = await Promise.all(entries.map((entry) => filesBelow(path.join(place, entry.name))));
	return nested.flat();
}

/** SHA-256 over names and contents of all sources. */
export async function sourceHash() {
	const files = (await Promise.all(SOURCES.map(filesBelow))).flat().sort();
	const hash = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
	for (const file of files) {
		if (MADE.test(file) || TESTS.test(file)) continue;
		hash.update(`\0${file}\0`).update(await readFile(path.join(ROOT, file)));
	}
	return hash.digest("hex");
}

export async function isBuilt() {
	const made = [path.join(BUILD_FOLDER, "BUILD_ID"), path.join(ROOT, "generated/prisma")];
	if (!made.every(existsSync)) return false;
	const kept = await readFile(HASH_FILE, "utf8").catch(() => "");
	return kept === (await sourceHash());
}

/** Generates the database client; copies what the build serves from packages. */
export async function prepareSources() {
	await runNode(["scripts/generate-client.mjs"], { name: "generating the database client" });
	if (existsSync(path.join(ROOT, "scripts/copy-wasm.mjs"))) {
		await runNode(["scripts/copy-wasm.mjs"], { name: "copying the decoder" });
	}
}

/** @param {{ show?: boolean }} [options] `show`: the bundler's own lines too */
export async function buildPortal({ show = false } = {}) {
	const hash = await sourceHash();
	await rm(HASH_FILE, { force: true });
	await runNode([path.join(ROOT, "node_modules/next/dist/bin/next"), "build"], {
		name: "next build",
		show,
		env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", CI: "1" },
	});
	await writeFile(HASH_FILE, hash);
}
