// Puts the barcode decoder where the pages find it: public/zxing/reader-<version>.wasm, out of the installed package.
// Self-hosted because zxing-wasm's own default is a CDN; the version in the name is the one that the code asks for
// (lib/scan/decode-image.ts), so that no cache can pair a script with another version's decoder. Run before a build.
// Beside it goes the worker that runs it, as one classic script: the bundler's own start script for workers reads its
// configuration from the fragment of its address, which a script answered by a service worker no longer has.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { ZXING_WASM_SHA256, ZXING_WASM_VERSION } from "zxing-wasm/reader";

export async function copyWasm(root = fileURLToPath(new URL("..", import.meta.url))) {
	const bytes = await readFile(fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm")));
	const digest = createHash("sha256").update(bytes).digest("hex");
	if (digest !== ZXING_WASM_SHA256)
		throw new Error("zxing_reader.wasm is not the file that this version was built with");
	const folder = `${root}/public/zxing`;
	const name = `reader-${ZXING_WASM_VERSION}.wasm`;
	await mkdir(folder, { recursive: true });
	for (const old of await readdir(folder)) if (old !== name) await rm(`${folder}/${old}`);
	await writeFile(`${folder}/${name}`, bytes);
	await build({
		absWorkingDir: root,
		entryPoints: ["lib/scan/decoder-worker.ts"],
		outfile: `${folder}/decoder-worker.js`,
		bundle: true,
		minify: true,
		format: "iife",
		platform: "browser",
		target: "es2022",
		legalComments: "none",
		logLevel: "warning",
	});
	return `${folder}/${name}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await copyWasm();
