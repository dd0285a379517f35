/** The scanner's bench inside a page, built by ./page-server.ts: the app's own camera session, decoder and judge. */
import "@/lib/shared/zod-without-eval";
import { BarcodeFormat, BrowserMultiFormatReader } from "@zxing/browser";
import { DecodeHintType } from "@zxing/library";
import { startCameraSession } from "@/lib/scan/camera-session";
import { openDecoder } from "@/lib/scan/decoder";
import { Judge } from "@/lib/scan/judge";
import { type Effort, effortFor, regionFor } from "@/lib/scan/reader-options";
import { WorkerLink } from "@/lib/scan/worker/link";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import type { Clip } from "./scan-clips";
import { openStage, type Stage } from "./scan-stage";
import type { BenchWorld } from "./world";

/** With which effort an image was read first; undefined: with none. `invented`: a text that is not the image's. */
export type ImageRead = {
	readonly door: Effort | undefined;
	readonly denoised: boolean;
	readonly zxingBrowser: boolean;
	readonly invented: boolean;
};

export type ScanBench = {
	open(): Promise<void>;
	readImage(address: string, expected: string | null): Promise<ImageRead>;
	/** Holds a clip before the camera. Its frames are painted now, so that they cost nothing later. */
	hold(clip: Clip): Promise<void>;
	/** Milliseconds from getUserMedia to the verdict; undefined: none within `limit`. `cold`: with a worker just started. */
	doorOn(text: string, options: { limit: number; cold: boolean }): Promise<number | undefined>;
	/** The same, to the text: it has no verdicts. */
	zxingBrowserOn(text: string, options: { limit: number }): Promise<number | undefined>;
	/** Looks at a wall without a code, in whole rounds of efforts: mean milliseconds, and how many frames that were. */
	blankFrames(rounds: number): Promise<{ mean: number; frames: number }>;
	/** From now on a wall without a code is before the camera: of the door, or of a video that nobody looks at. */
	idle(who: "door" | "video"): Promise<void>;
	stop(): void;
};

const EFFORTS: readonly Effort[] = ["fast", "full", "magnified", "near", "soft", "bent", "rolled"];
/** Frames in a round of efforts. */
const ROUND = 64;

const { subtle } = crypto;
const zxingBrowser = () =>
	new BrowserMultiFormatReader(
		new Map<DecodeHintType, unknown>([
			[DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.QR_CODE, BarcodeFormat.DATA_MATRIX]],
			[DecodeHintType.TRY_HARDER, true],
		]),
	);

type Opened = { readonly world: BenchWorld; readonly trust: Trust; readonly link: WorkerLink; readonly judge: Judge };
let opened: Opened | undefined;
let stopLast = () => {};

function ready(): Opened {
	if (opened === undefined) throw new Error("not open");
	return opened;
}

async function openWorker(trust: Trust): Promise<Pick<Opened, "link" | "judge">> {
	const link = new WorkerLink();
	const judge = new Judge(link);
	await Promise.all([link.prepare(), judge.hold(trust)]);
	return { link, judge };
}

/** As the page's camera from now on: every getUserMedia gives it. */
function install({ stream }: Stage): void {
	const media = { getUserMedia: async () => stream.clone(), enumerateDevices: async () => [] };
	Object.defineProperty(navigator, "mediaDevices", { value: media, configurable: true });
}

function newVideo(): HTMLVideoElement {
	const video = document.createElement("video");
	Object.assign(video, { muted: true, playsInline: true });
	document.body.replaceChildren(video);
	return video;
}

/** Runs `start` until it calls back; milliseconds, or undefined after `limit`. */
async function timed(
	limit: number,
	start: (found: () => void) => (() => void) | Promise<() => void>,
): Promise<number | undefined> {
	const started = performance.now();
	let settle = (_ms: number | undefined) => {};
	const outcome = new Promise<number | undefined>((resolve) => {
		settle = resolve;
	});
	const timer = setTimeout(() => settle(undefined), limit);
	const stop = await start(() => settle(performance.now() - started));
	const ms = await outcome;
	clearTimeout(timer);
	stop();
	return ms;
}

/** The part of an image that an effort is given: whole, but for the efforts that look at the centre by their nature. */
async function cut(image: ImageBitmap, effort: Effort): Promise<{ bitmap: ImageBitmap; scale: number }> {
	const region = regionFor(effort, image);
	const whole = effort === "fast" || effort === "magnified";
	const { x, y, width, height } = whole ? { x: 0, y: 0, width: image.width, height: image.height } : region;
	return { bitmap: await createImageBitmap(image, x, y, width, height), scale: region.scale };
}

function byZxingBrowser(image: ImageBitmap): string | undefined {
	const canvas = document.createElement("canvas");
	Object.assign(canvas, { width: image.width, height: image.height });
	const context = canvas.getContext("2d");
	if (context === null) throw new Error("no 2d context");
	context.fillStyle = "#fff";
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.drawImage(image, 0, 0);
	try {
		return zxingBrowser().decodeFromCanvas(canvas).getText();
	} catch {
		return undefined; // not found, or found and not read: thrown alike
	}
}

const scanBench: ScanBench = {
	async open() {
		const world = (await (await fetch("/world.json")).json()) as BenchWorld;
		const trust = await openTrust(world.bundle, { subtle });
		if (!trust.ok) throw new Error(trust.error.code);
		opened = { world, trust: trust.value, ...(await openWorker(trust.value)) };
	},

	async readImage(address, expected) {
		const { link } = ready();
		const image = await createImageBitmap(await (await fetch(address)).blob());
		const look = async (effort: Effort, scale?: number) => {
			const region = await cut(image, effort);
			const request = { type: "look", effort, ...region, ...(scale === undefined ? {} : { scale }) } as const;
			const answer = await link.ask(request, "texts", { ms: 60_000 });
			if (answer === undefined) throw new Error("the worker did not answer");
			return answer.texts;
		};
		let door: Effort | undefined;
		let invented = false;
		for (const effort of EFFORTS) {
			const texts = await look(effort);
			invented ||= texts.some((text) => text !== expected);
			if (expected === null || !texts.includes(expected)) continue;
			door = effort;
			break;
		}
		// The decoder's full options with denoising, on the image as it is.
		const denoised = expected !== null && (await look("magnified", 1)).includes(expected);
		return { door, denoised, invented, zxingBrowser: byZxingBrowser(image) === expected };
	},

	async hold(clip) {
		stopLast();
		const stage = await openStage(clip);
		install(stage);
		stopLast = stage.close;
	},

	doorOn(expected, { limit, cold }) {
		const { trust, world } = ready();
		return timed(limit, (found) => {
			const { link, judge } = cold ? coldWorker(trust) : ready();
			const judged = async (text: string) => {
				const context = { now: world.now, ownPast: undefined, occasion: { activity: "venue" } } as const;
				const { outcome } = await judge.judge(text, trust, context);
				if (text !== expected || outcome !== "accepted") throw new Error(`a genuine pass was ${outcome}`);
			};
			const session = startCameraSession({
				side: "environment",
				worker: link,
				video: newVideo(),
				onState: () => {},
				onText: (text) => {
					void judged(text).then(found, reportError);
					return true;
				},
			});
			return () => {
				session.stop();
				if (cold) link.close();
			};
		});
	},

	zxingBrowserOn(expected, { limit }) {
		return timed(limit, async (found) => {
			const stream = await navigator.mediaDevices.getUserMedia({ video: true });
			const controls = await zxingBrowser().decodeFromStream(stream, newVideo(), (result) => {
				if (result?.getText() === expected) found();
			});
			return () => controls.stop();
		});
	},

	async blankFrames(rounds) {
		const stage = await openStage(undefined);
		const video = newVideo();
		video.srcObject = stage.stream;
		await video.play();
		const decoder = await openDecoder(ready().link);
		const times: number[] = [];
		for (let frame = 0; frame < rounds * ROUND; frame++) {
			await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
			const before = performance.now();
			const { texts } = await decoder.look(video, effortFor(frame));
			if (texts.length > 0) throw new Error("a text was read from a wall");
			times.push(performance.now() - before);
		}
		stage.close();
		return { mean: times.reduce((sum, time) => sum + time, 0) / times.length, frames: times.length };
	},

	async idle(who) {
		stopLast();
		const stage = await openStage(undefined);
		install(stage);
		const video = newVideo();
		if (who === "door") {
			const session = startCameraSession({
				side: "environment",
				worker: ready().link,
				video,
				onState: () => {},
				onText: () => true,
			});
			stopLast = () => {
				session.stop();
				stage.close();
			};
			return;
		}
		video.srcObject = stage.stream;
		await video.play();
		stopLast = stage.close;
	},

	stop: () => stopLast(),
};

function coldWorker(trust: Trust): Pick<Opened, "link" | "judge"> {
	const link = new WorkerLink();
	const judge = new Judge(link);
	void judge.hold(trust);
	return { link, judge };
}

Object.assign(globalThis, { scanBench });
