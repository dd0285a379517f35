/**
 * `npm run bench:scan`: what the door's camera reads and how fast, beside `@zxing/browser` in the same run, in a real
 * Chromium: a corpus of images, dense codes before a drawn camera, a frame without a code, an idle minute.
 *
 * The corpus is `scan` below $RELAIS_CORPUS, by default ../shared/data; without one that part is skipped. Status 1 when
 * a limit is broken (./scan-report.ts).
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { ROOT, runNode, TYPESCRIPT } from "../scripts/bootstrap/project.mjs";
import { openDevice } from "../tests/support/browser";
import { makeWorld } from "./make-world";
import {
	measureBlankFrames,
	measureClips,
	measureCorpus,
	measureIdle,
	openScanPage,
	readCorpus,
} from "./scan-in-chromium";
import { printClips, printCorpus, printFrame, printIdle } from "./scan-report";

const folder = path.resolve(process.env["RELAIS_CORPUS"] ?? "../shared/data", "scan");
const corpus = existsSync(path.join(folder, "manifest.json")) ? readCorpus(folder) : undefined;

await runNode([...TYPESCRIPT, "server/build/copy-wasm.ts"], { name: "copying the decoder" });
const world = await makeWorld();
const { server, clips } = await openScanPage(world, { root: ROOT, corpus });
const device = await openDevice({ origin: server.origin });
const kept: boolean[] = [];
try {
	const page = await device.open("/");
	await page.evaluate(() => scanBench.open());
	if (corpus === undefined) console.log(`corpus: skipped, there is none at ${folder} (RELAIS_CORPUS names another)`);
	else kept.push(printCorpus(await measureCorpus(page, corpus)));
	kept.push(printFrame(await measureBlankFrames(device, page)));
	kept.push(printClips(await measureClips(device, page, clips)));
	printIdle(await measureIdle(device, page));
} finally {
	await device.close();
	await server.close();
}
if (kept.includes(false)) process.exitCode = 1;
