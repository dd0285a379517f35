/**
 * A camera whose picture a test draws: any code, at any time, on an open page. Pages take it for a real one: the frames
 * go through video, worker and WebAssembly as a real camera's do. The camera that reads a file is browser.ts's `clip`.
 */
import type { BrowserContext } from "@playwright/test";
import { encode } from "uqr";
import type { Evaluated } from "./screen";

type Scene = { readonly rows: readonly (readonly boolean[])[] } | null;
type DrawnWindow = {
	relaisShow: (scene: Scene) => void;
	relaisPicture: (address: string) => Promise<void>;
	relaisLost: (failure: string | undefined) => void;
};

/** Before any page is opened; again after a restart. */
export async function drawCamera(context: BrowserContext, { torch = false } = {}): Promise<void> {
	await context.addInitScript(installCamera, { torch });
}

/** The same as a script that runs before those of a page, for browsers that take scripts as text. */
export const drawnCameraScript = (): string => `(${installCamera})({ torch: false });`;

/** Holds up a QR code of which so much is worn off that nobody reads it; its corners are left. */
export async function showWorn(page: Evaluated, text: string): Promise<void> {
	const { data } = encode(text, { ecc: "M", border: 4 });
	const size = data.length;
	const worn = (x: number, y: number) => x > 0.35 * size && x < 0.8 * size && y > 0.35 * size && y < 0.8 * size;
	const rows = data.map((row, y) => row.map((dark, x) => dark && !worn(x, y)));
	await page.evaluate((shown) => (globalThis as unknown as DrawnWindow).relaisShow(shown), { rows });
}

/** Holds a QR code before the camera, or takes everything away. */
export async function show(page: Evaluated, text: string | undefined): Promise<void> {
	const rows = text === undefined ? undefined : encode(text, { ecc: "M", border: 4 }).data;
	const scene: Scene = rows === undefined ? null : { rows };
	await page.evaluate((shown) => (globalThis as unknown as DrawnWindow).relaisShow(shown), scene);
}

/** Holds a picture before the camera, such as another telephone's screen. */
export async function showPicture(page: Evaluated, png: Buffer): Promise<void> {
	const address = `data:image/png;base64,${png.toString("base64")}`;
	await page.evaluate((picture) => (globalThis as unknown as DrawnWindow).relaisPicture(picture), address);
}

/**
 * The system takes the camera away, as a telephone call does. With a `failure` (a DOMException's name) it cannot be
 * opened again, until the camera is lost once more without one.
 */
export async function loseCamera(page: Evaluated, failure?: "NotAllowedError" | "NotReadableError"): Promise<void> {
	await page.evaluate((name) => (globalThis as unknown as DrawnWindow).relaisLost(name), failure);
}

/** Runs in the page. */
function installCamera({ torch }: { torch: boolean }): void {
	let scene: { readonly rows: readonly (readonly boolean[])[] } | null = null;
	let picture: ImageBitmap | undefined;
	const canvas = document.createElement("canvas");
	Object.assign(canvas, { width: 1280, height: 720 });
	const draw = () => {
		const context = canvas.getContext("2d");
		if (context === null) return;
		const shake = Math.sin(performance.now() / 300) * 6;
		context.fillStyle = "#6b7078";
		context.fillRect(0, 0, 1280, 720);
		// A corner that moves, so that the picture is never the same twice.
		context.fillStyle = "#5d626a";
		context.fillRect(40 + shake, 40, 60, 60);
		if (picture !== undefined) {
			const scale = 660 / Math.max(picture.width, picture.height);
			const [width, height] = [picture.width * scale, picture.height * scale];
			context.drawImage(picture, 640 - width / 2 + shake, 360 - height / 2, width, height);
		}
		if (scene === null) return;
		const size = scene.rows.length;
		const module = 520 / size;
		context.fillStyle = "#fff";
		context.fillRect(380 + shake, 100, 520, 520);
		context.fillStyle = "#111";
		scene.rows.forEach((row, y) => {
			row.forEach((dark, x) => {
				if (dark) context.fillRect(380 + shake + x * module, 100 + y * module, module + 0.4, module + 0.4);
			});
		});
	};
	setInterval(draw, 50);
	let track: MediaStreamTrack | undefined;
	let broken: string | undefined;
	const open = async () => {
		if (broken !== undefined) throw new DOMException("", broken);
		draw();
		const stream = canvas.captureStream(20);
		[track] = stream.getVideoTracks();
		if (torch && track) Object.assign(track, { getCapabilities: () => ({ torch }), applyConstraints: async () => {} });
		return stream;
	};
	const media = { getUserMedia: open, enumerateDevices: async () => [] };
	Object.defineProperty(navigator, "mediaDevices", { value: media, configurable: true });
	Object.assign(globalThis, {
		relaisShow: (next: typeof scene) => {
			scene = next;
			picture = undefined;
		},
		relaisPicture: async (address: string) => {
			const bytes = Uint8Array.from(atob(address.slice(address.indexOf(",") + 1)), (char) => char.charCodeAt(0));
			picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
			scene = null;
		},
		relaisLost: (failure: string | undefined) => {
			broken = failure;
			track?.stop();
			track?.dispatchEvent(new Event("ended"));
		},
	});
}
