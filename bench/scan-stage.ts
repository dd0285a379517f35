/** In a page: a camera that shows a drawn clip, as getUserMedia gives it. Frames are painted beforehand, shown at 30 a second. */
import type { Clip } from "./scan-clips";

const WIDTH = 1280;
const HEIGHT = 720;
const FRAMES = 30;
const FRAME_MS = 33;

export type Stage = { readonly stream: MediaStream; readonly close: () => void };

/** Without a clip a grey wall with a camera's noise: nothing on it, nothing moves. */
export async function openStage(clip: Clip | undefined): Promise<Stage> {
	const frames = await paint(clip);
	const canvas = document.createElement("canvas");
	Object.assign(canvas, { width: WIDTH, height: HEIGHT });
	const context = contextOf(canvas);
	let shown = 0;
	const timer = setInterval(() => {
		const frame = frames[shown++ % frames.length];
		if (frame !== undefined) context.drawImage(frame, 0, 0);
	}, FRAME_MS);
	return {
		stream: canvas.captureStream(30),
		close: () => {
			clearInterval(timer);
			for (const frame of frames) frame.close();
		},
	};
}

/** A hand that sways and trembles, a lens that blurs by half a pixel, a sensor that makes noise. */
async function paint(clip: Clip | undefined): Promise<readonly ImageBitmap[]> {
	const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
	const context = canvas.getContext("2d");
	if (context === null) throw new Error("no 2d context");
	const sheet = clip === undefined ? undefined : drawSheet(clip);
	const grain = drawGrain();
	const frames: ImageBitmap[] = [];
	for (let i = 0; i < FRAMES; i++) {
		const turn = Math.sin((2 * Math.PI * i) / FRAMES);
		context.filter = "none";
		context.fillStyle = "#707070";
		context.fillRect(0, 0, WIDTH, HEIGHT);
		if (sheet !== undefined) {
			context.save();
			context.filter = "blur(0.6px)";
			context.translate(WIDTH / 2 + 40 * turn, HEIGHT / 2 + 20 * Math.cos((2 * Math.PI * i) / FRAMES));
			context.rotate(0.1 * turn);
			context.drawImage(sheet, -sheet.width / 2, -sheet.height / 2);
			context.restore();
		}
		context.globalCompositeOperation = "overlay";
		context.drawImage(grain, -((i * 37) % 64), -((i * 53) % 64));
		context.globalCompositeOperation = "source-over";
		frames.push(await createImageBitmap(canvas));
	}
	return frames;
}

function drawSheet({ rows, pixels }: Clip): OffscreenCanvas {
	const canvas = new OffscreenCanvas((rows[0]?.length ?? 0) * pixels, rows.length * pixels);
	const context = canvas.getContext("2d");
	if (context === null) throw new Error("no 2d context");
	context.fillStyle = "#f4f4f0";
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.fillStyle = "#141414";
	rows.forEach((row, y) => {
		row.forEach((dark, x) => {
			if (dark) context.fillRect(x * pixels, y * pixels, pixels, pixels);
		});
	});
	return canvas;
}

/** The same in every run. */
function drawGrain(): OffscreenCanvas {
	const canvas = new OffscreenCanvas(WIDTH + 64, HEIGHT + 64);
	const context = canvas.getContext("2d");
	if (context === null) throw new Error("no 2d context");
	const image = context.createImageData(canvas.width, canvas.height);
	let state = 7;
	for (let i = 0; i < image.data.length; i += 4) {
		state = (state * 48_271) % 2_147_483_647;
		image.data.fill(120 + (state % 16), i, i + 3);
		image.data[i + 3] = 255;
	}
	context.putImageData(image, 0, 0);
	return canvas;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
	const context = canvas.getContext("2d", { alpha: false });
	if (context === null) throw new Error("no 2d context");
	return context;
}
