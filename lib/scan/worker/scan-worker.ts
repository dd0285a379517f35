/// <reference lib="webworker" />
/**
 * The worker of a door: frames in, texts out; texts in, verdicts out. So that the page has nothing to do but show them.
 * It keeps nothing of a person: of a frame only the canvas that the next one overwrites, of a text nothing.
 */
import { forgetLastMatch } from "@/lib/shared/forget-last-match";
import "@/lib/shared/zod-without-eval";
import { decodeImage, findCode, prepareDecoder } from "../decode-image";
import { cellsOf, haveMoved } from "../motion";
import type { Numbered, ScanAnswer, ScanRequest } from "./messages";
import { pixelsOf } from "./pixels";
import { readPicture } from "./read-picture";
import { holdTrust, judge } from "./verdicts";

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;

/** The last look of each kind, as a few grey cells. */
const seen = new Map<string, Uint8Array>();

function hasMoved(kind: string, image: ImageData): boolean {
	const cells = cellsOf(image);
	const before = seen.get(kind);
	seen.set(kind, cells);
	return before === undefined || haveMoved(before, cells);
}

async function answerTo(request: ScanRequest): Promise<ScanAnswer> {
	switch (request.type) {
		case "prepare":
			await prepareDecoder(request.wasmUrl);
			return { type: "prepared", canvas: typeof OffscreenCanvas === "function" };
		case "look": {
			const image = pixelsOf(request.bitmap, request.scale);
			return { type: "texts", texts: await decodeImage(image, request.effort), moved: hasMoved(request.effort, image) };
		}
		case "lookAtPixels": {
			const image = new ImageData(new Uint8ClampedArray(request.pixels), request.width, request.height);
			return { type: "texts", texts: await decodeImage(image, request.effort), moved: hasMoved(request.effort, image) };
		}
		case "glance":
			return { type: "glanced", moved: hasMoved("glance", pixelsOf(request.bitmap)) };
		case "seek":
			return { type: "sought", code: await findCode(pixelsOf(request.bitmap)) };
		case "read":
			return { type: "texts", texts: await readPicture(request.picture), moved: true };
		case "trust":
			await holdTrust(request.bundle);
			return { type: "trusted" };
		case "judge":
			return { type: "verdict", verdict: await judge(request.text, request) };
	}
}

async function handle(request: ScanRequest): Promise<ScanAnswer> {
	try {
		return await answerTo(request);
	} catch {
		// Nothing of it may be told: what failed may be a pass. The page has another way for each.
		return { type: request.type === "prepare" ? "unavailable" : "failed" };
	} finally {
		if ("bitmap" in request) request.bitmap.close();
		forgetLastMatch();
	}
}

scope.onmessage = ({ data: { id, ...request } }: MessageEvent<Numbered<ScanRequest>>) => {
	void handle(request as ScanRequest).then((answer) => scope.postMessage({ ...answer, id }));
};
