// Puts the barcode decoder where the pages find it: public/zxing/reader-<version>.wasm, out of the installed package.
// Self-hosted because zxing-wasm's own default is a CDN; the version in the name is the one that the code asks for
// (lib/scan/decode-image.ts), so that no cache can pair a script with another version's decoder. Run before a build.
// Beside it go the worker that runs it and the counter's, each as one classic script: the bundler's own start script for
// workers reads its configuration from the fragment of its address, which a script answered by a service worker no longer has.
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";
import { ZXING_WASM_SHA256, ZXING_WASM_VERSION } from "zxing-wasm/reader";
import { ROOT } from "../../scripts/bootstrap/project.mjs";

async function copyWasm(): Promise<void> {
	const { resolve } = createRequire(import.meta.url);
	const bytes = await readFile(resolve("zxing-wasm/reader/zxing_reader.wasm"));
	const digest = createHash("sha256").update(bytes).digest("hex");
	if (digest !== ZXING_WASM_SHA256)
		throw new Error("zxing_reader.wasm is not the file that this version was built with");
	const folder = path.join(ROOT, "public/zxing");
	const name = `reader-${ZXING_WASM_VERSION}.wasm`;
	await mkdir(folder, { recursive: true });
	for (const old of await readdir(folder)) if (old !== name) await rm(`${folder}/${old}`);
	await writeFile(`${folder}/${name}`, bytes);
	await build({
		absWorkingDir: ROOT,
		entryPoints: ["lib/scan/worker/scan-worker.ts", "lib/device/store/vault/vault-worker.ts"],
		outdir: folder,
		entryNames: "[name]",
		bundle: true,
		minify: true,
		format: "iife",
		platform: "browser",
		target: "es2022",
		legalComments: "none",
		logLevel: "warning",
	});
}

await copyWasm();
