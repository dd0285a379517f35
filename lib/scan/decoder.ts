import "client-only";
import type { FrameDecoder, Look } from "./frame-decoder";
import { type Effort, type Region, regionFor } from "./reader-options";
import { readPixels } from "./region-canvas";
import { within } from "./within";
import { WorkerLink } from "./worker/link";
import type { ScanRequest } from "./worker/messages";

/** Opens the WebAssembly decoder in the worker; only where that is refused, loads the JavaScript one. */
export async function openDecoder(worker: WorkerLink): Promise<FrameDecoder> {
	const prepared = await worker.prepare();
	if (prepared === undefined) return (await import("./fallback-decoder")).openFallbackDecoder();
	return new WorkerDecoder(worker, prepared.canvas);
}

const NOTHING: Look = { texts: [], moved: false };

/** A picture of a sheet from a phone takes this many milliseconds at the worst. */
const READ_MS = 60_000;

/** Pixels of the longer side that are enough to see movement, and to see a code. */
const GLANCE_SIDE = 96;
const SEEK_SIDE = 1280;

class WorkerDecoder implements FrameDecoder {
	readonly kind = "fast";
	readonly #worker: WorkerLink;
	readonly #workerCanvas: boolean;
	/** The lane in which codes are sought that nobody reads: a worker of its own, so that no look ever waits for it. */
	#lookout: Promise<WorkerLink | undefined> | undefined;

	constructor(worker: WorkerLink, workerCanvas: boolean) {
		this.#worker = worker;
		this.#workerCanvas = workerCanvas;
	}

	async look(video: HTMLVideoElement, effort: Effort): Promise<Look> {
		const region = regionFor(effort, { width: video.videoWidth, height: video.videoHeight });
		if (region.width === 0) return NOTHING;
		const request = await this.#grab(video, region, effort);
		if (request === undefined) return NOTHING;
		return (await this.#worker.ask(request, "texts")) ?? NOTHING;
	}

	async glance(video: HTMLVideoElement): Promise<boolean> {
		// Where the worker has no canvas there is no cheap glance: the caller goes on looking.
		if (!this.#workerCanvas) return true;
		const bitmap = await smallBitmap(video, GLANCE_SIDE);
		if (bitmap === undefined) return false;
		return (await this.#worker.ask({ type: "glance", bitmap }, "glanced"))?.moved ?? true;
	}

	async seek(video: HTMLVideoElement): Promise<boolean> {
		if (!this.#workerCanvas) return false;
		this.#lookout ??= openLookout();
		const lookout = await this.#lookout;
		const bitmap = lookout && (await smallBitmap(video, SEEK_SIDE));
		if (lookout === undefined || bitmap === undefined) return false;
		return (await lookout.ask({ type: "seek", bitmap }, "sought"))?.code ?? false;
	}

	async read(picture: Blob): Promise<readonly string[] | undefined> {
		return (await this.#worker.ask({ type: "read", picture }, "texts", { ms: READ_MS }))?.texts;
	}

	close(): void {
		void this.#lookout?.then((lookout) => lookout?.close());
		this.#lookout = undefined;
	}

	/** Undefined when the frame cannot be had: the track ended meanwhile, or the video shows nothing yet. */
	async #grab(video: HTMLVideoElement, region: Region, effort: Effort): Promise<ScanRequest | undefined> {
		const { x, y, width, height, scale } = region;
		try {
			if (this.#workerCanvas) {
				const bitmap = await within(createImageBitmap(video, x, y, width, height), BITMAP_MS, undefined);
				return bitmap && { type: "look", effort, scale, bitmap };
			}
			const image = readPixels(video, region);
			return { type: "lookAtPixels", effort, width: image.width, height: image.height, pixels: image.data.buffer };
		} catch {
			return undefined;
		}
	}
}

/** Milliseconds after which a frame is given up: some browsers never make a bitmap of a video that was just hidden. */
const BITMAP_MS = 2000;

async function openLookout(): Promise<WorkerLink | undefined> {
	const lookout = new WorkerLink();
	if ((await lookout.prepare()) !== undefined) return lookout;
	lookout.close();
	return undefined;
}

async function smallBitmap(video: HTMLVideoElement, side: number): Promise<ImageBitmap | undefined> {
	const { videoWidth, videoHeight } = video;
	if (videoWidth === 0 || videoHeight === 0) return undefined;
	const scale = Math.min(1, side / Math.max(videoWidth, videoHeight));
	const size = { resizeWidth: Math.round(videoWidth * scale), resizeHeight: Math.round(videoHeight * scale) };
	const options: ImageBitmapOptions = scale === 1 ? {} : { ...size, resizeQuality: "medium" };
	try {
		return await within(createImageBitmap(video, options), BITMAP_MS, undefined);
	} catch {
		return undefined;
	}
}
