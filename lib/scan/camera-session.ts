import "client-only";
import type { Result } from "@/lib/shared/result";
import {
	type Camera,
	type CameraFailure,
	closeCamera,
	listLenses,
	nextLens,
	openCamera,
	rememberLens,
	setTorch,
} from "./camera";
import { openDecoder } from "./decoder";
import type { FrameDecoder } from "./frame-decoder";
import { type ScanLoop, startScanLoop } from "./scan-loop";

/** What the screen shows of the camera. */
export type CameraState =
	| { readonly state: "opening" }
	| { readonly state: "failed"; readonly failure: CameraFailure }
	/** `hasTorch`: this lens has a lamp. `slow`: without WebAssembly only plain codes are read. */
	| {
			readonly state: "live";
			readonly hasTorch: boolean;
			readonly torch: boolean;
			readonly lenses: number;
			readonly slow: boolean;
	  };

export type CameraSession = {
	readonly retry: () => void;
	readonly switchTorch: () => void;
	readonly switchLens: () => void;
	/** Judge again what is in view. */
	readonly forget: () => void;
	readonly stop: () => void;
};

/** A picture that stands still for this long while everything says "live": some phones, back from a call. */
const STALL_MS = 4000;

/**
 * A camera that scans for as long as the page is in front. It releases the camera while the page is hidden, opens it
 * again afterwards, after the system took it away and after the picture froze, with the same lens and the same lamp.
 */
export function startCameraSession(options: {
	video: HTMLVideoElement;
	onText: (text: string) => void;
	onState: (state: CameraState) => void;
}): CameraSession {
	const session = new Session(options);
	return {
		retry: () => session.reopen(),
		switchTorch: () => void session.switchTorch(),
		switchLens: () => void session.switchLens(),
		forget: () => session.forget(),
		stop: () => session.stop(),
	};
}

class Session {
	readonly #video: HTMLVideoElement;
	readonly #onText: (text: string) => void;
	readonly #onState: (state: CameraState) => void;
	#camera: Camera | undefined;
	#decoder: Promise<FrameDecoder> | undefined;
	#loop: ScanLoop | undefined;
	#watchdog: ReturnType<typeof setInterval> | undefined;
	/** Every opening has its number: an older one that finishes late is closed again. */
	#opening = 0;
	#lens: string | undefined;
	#torch = false;
	#stopped = false;

	constructor(options: { video: HTMLVideoElement; onText: (text: string) => void; onState: (s: CameraState) => void }) {
		this.#video = options.video;
		this.#onText = options.onText;
		this.#onState = options.onState;
		document.addEventListener("visibilitychange", this.#onVisibility);
		this.reopen();
	}

	readonly #onVisibility = () => {
		if (document.visibilityState === "visible") this.reopen();
		else this.#close();
	};

	readonly #onEnded = () => this.reopen();

	reopen(): void {
		this.#close();
		if (!this.#stopped && document.visibilityState === "visible") void this.#open();
	}

	async #open(): Promise<void> {
		const opening = ++this.#opening;
		this.#onState({ state: "opening" });
		const opened: Result<Camera, CameraFailure> = await openCamera(this.#lens);
		if (opening !== this.#opening) {
			if (opened.ok) closeCamera(opened.value);
			return;
		}
		if (!opened.ok) {
			this.#onState({ state: "failed", failure: opened.error });
			return;
		}
		this.#camera = opened.value;
		opened.value.track.addEventListener("ended", this.#onEnded);
		this.#video.srcObject = opened.value.stream;
		// Rejected when the page is hidden meanwhile, or by autoplay rules that muted video is exempt from.
		await this.#video.play().catch(() => undefined);
		this.#decoder ??= openDecoder();
		const decoder = await this.#decoder;
		if (opening !== this.#opening) return;
		if (this.#torch && opened.value.torch) this.#torch = await setTorch(opened.value, true);
		this.#loop = startScanLoop({ video: this.#video, decoder, onText: this.#onText });
		this.#watch();
		await this.#tell();
	}

	#watch(): void {
		let seen = -1;
		this.#watchdog = setInterval(() => {
			if (document.visibilityState === "visible" && this.#video.currentTime === seen) this.reopen();
			seen = this.#video.currentTime;
		}, STALL_MS);
	}

	async #tell(): Promise<void> {
		const opening = this.#opening;
		const [decoder, lenses] = await Promise.all([this.#decoder, listLenses()]);
		const camera = this.#camera;
		if (camera === undefined || opening !== this.#opening) return;
		this.#onState({
			state: "live",
			hasTorch: camera.torch,
			torch: this.#torch && camera.torch,
			lenses: lenses.length,
			slow: decoder?.kind === "slow",
		});
	}

	#close(): void {
		this.#opening++;
		clearInterval(this.#watchdog);
		this.#loop?.stop();
		this.#loop = undefined;
		if (this.#camera === undefined) return;
		this.#camera.track.removeEventListener("ended", this.#onEnded);
		closeCamera(this.#camera);
		this.#camera = undefined;
		this.#video.srcObject = null;
	}

	async switchTorch(): Promise<void> {
		const camera = this.#camera;
		if (camera === undefined) return;
		const wanted = !this.#torch;
		this.#torch = (await setTorch(camera, wanted)) ? wanted : !wanted;
		await this.#tell();
	}

	async switchLens(): Promise<void> {
		const next = nextLens(await listLenses(), this.#camera?.deviceId ?? "");
		if (next === undefined) return;
		this.#lens = next.deviceId;
		rememberLens(next.deviceId);
		this.reopen();
	}

	forget(): void {
		this.#loop?.forget();
	}

	stop(): void {
		this.#stopped = true;
		document.removeEventListener("visibilitychange", this.#onVisibility);
		this.#close();
		void this.#decoder?.then((decoder) => decoder.close());
	}
}
