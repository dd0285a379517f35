import "client-only";
import {
	adjust,
	type Camera,
	type CameraSide,
	cameraAllowed,
	closeCamera,
	listLenses,
	nextLens,
	onCameraAllowed,
	openCamera,
	rememberedLens,
	rememberLens,
} from "./camera";
import {
	type CameraCommand,
	type CameraEvent,
	type CameraMachine,
	newCamera,
	patienceOf,
	stepCamera,
} from "./camera-machine";
import { type CameraState, FIRST_CAMERA_STATE, shownPhase } from "./camera-state";
import { openDecoder } from "./decoder";
import type { FrameDecoder } from "./frame-decoder";
import { watchPicture } from "./picture-watch";
import { type ScanLoop, startScanLoop } from "./scan-loop";
import type { WorkerLink } from "./worker/link";

export type CameraSession = {
	/** Somebody touched the picture: browsers that wait for that play it now. */
	readonly touch: () => void;
	readonly retry: () => void;
	readonly switchTorch: () => void;
	readonly switchLens: () => void;
	readonly switchZoom: () => void;
	/** The texts of a picture that somebody chose; undefined when it is no picture. Nothing of it is kept. */
	readonly read: (picture: Blob) => Promise<readonly string[] | undefined>;
	/** Judge again what is in view. */
	readonly forget: () => void;
	readonly stop: () => void;
};

type SessionOptions = {
	side: CameraSide;
	worker: WorkerLink;
	video: HTMLVideoElement;
	onText: (text: string) => boolean;
	onState: (state: CameraState) => void;
};

/**
 * A camera that scans for as long as the page is in front. It releases the camera while the page is hidden and opens it
 * again afterwards, with the same lens and the same lamp; ./camera-machine says what becomes of everything that can go
 * wrong between.
 */
export function startCameraSession(options: SessionOptions): CameraSession {
	const session = new Session(options);
	return {
		touch: () => session.dispatch({ type: "touched" }),
		retry: () => session.dispatch({ type: "retried" }),
		switchTorch: () => void session.switchTorch(),
		switchLens: () => void session.switchLens(),
		switchZoom: () => void session.switchZoom(),
		read: (picture) => session.read(picture),
		forget: () => session.forget(),
		stop: () => session.stop(),
	};
}

class Session {
	readonly #options: SessionOptions;
	readonly #decoder: Promise<FrameDecoder>;
	#machine: CameraMachine;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Just granted, until the machine says what becomes of it. */
	#granted: Camera | undefined;
	#camera: Camera | undefined;
	#loop: ScanLoop | undefined;
	#unwatch = () => {};
	readonly #unsubscribe: () => void;
	#wantsTorch = false;
	#shown = FIRST_CAMERA_STATE;
	#stopped = false;

	constructor(options: SessionOptions) {
		this.#options = options;
		this.#machine = newCamera(rememberedLens(options.side));
		this.#decoder = openDecoder(options.worker);
		void this.#decoder.then(({ kind }) => this.#show({ slow: kind === "slow" }));
		this.#unsubscribe = onCameraAllowed(() => this.dispatch({ type: "permission", granted: true }));
		document.addEventListener("visibilitychange", this.#onVisibility);
		this.#onVisibility();
	}

	readonly #onVisibility = () => {
		this.dispatch({ type: document.visibilityState === "visible" ? "shown" : "hidden" });
	};

	readonly #onEnded = () => this.dispatch({ type: "ended" });

	dispatch(event: CameraEvent): void {
		if (this.#stopped) return;
		const { phase } = this.#machine;
		const { next, commands } = stepCamera(this.#machine, event);
		this.#machine = next;
		if (next.phase !== phase) {
			clearTimeout(this.#timer);
			const patience = patienceOf(next.phase);
			if (patience !== undefined) this.#timer = setTimeout(() => this.dispatch({ type: "timeUp" }), patience);
		}
		for (const command of commands) this.#run(command);
		if (this.#machine === next) this.#tell();
	}

	#run(command: CameraCommand): void {
		switch (command.do) {
			case "ask":
				void this.#ask(command.lens);
				break;
			case "askPermission":
				void cameraAllowed().then((granted) => this.dispatch({ type: "permission", granted }));
				break;
			case "take":
				if (this.#granted !== undefined) this.#take(this.#granted);
				break;
			case "drop":
				if (this.#granted !== undefined) closeCamera(this.#granted);
				break;
			case "release":
				this.#release();
				break;
			case "play":
				this.#play();
				break;
			case "remember":
				rememberLens(this.#options.side, command.lens);
				break;
		}
	}

	async #ask(lens: string | undefined): Promise<void> {
		const opened = await openCamera(lens, this.#options.side);
		if (opened.ok && this.#stopped) return closeCamera(opened.value);
		this.#granted = opened.ok ? opened.value : undefined;
		this.dispatch(opened.ok ? { type: "granted" } : { type: "refused", failure: opened.error });
		this.#granted = undefined;
	}

	#take(camera: Camera): void {
		const { video } = this.#options;
		this.#camera = camera;
		camera.track.addEventListener("ended", this.#onEnded);
		video.srcObject = camera.stream;
		this.#unwatch = watchPicture(video, {
			moving: () => this.dispatch({ type: "moving" }),
			frozen: () => this.dispatch({ type: "frozen" }),
		});
		this.#play();
		void this.#scan(camera);
		void this.#equip(camera);
	}

	#play(): void {
		// Broken off (AbortError) when another stream takes its place: that is no refusal.
		this.#options.video.play().catch((error: unknown) => {
			if (error instanceof Error && error.name === "NotAllowedError") this.dispatch({ type: "playRefused" });
		});
	}

	async #scan(camera: Camera): Promise<void> {
		const decoder = await this.#decoder;
		if (this.#camera !== camera) return;
		const { video, onText } = this.#options;
		this.#loop = startScanLoop({ video, decoder, onText, onUnread: (unread) => this.#show({ unread }) });
	}

	/** Lamp as it was, and what this lens can do. */
	async #equip(camera: Camera): Promise<void> {
		this.#show({ hasTorch: camera.torch, torch: false, zooms: camera.zooms, zoom: camera.zooms[0] ?? 1 });
		const lit = this.#wantsTorch && camera.torch && (await adjust(camera, { torch: true }));
		if (this.#camera === camera) this.#show({ torch: lit });
		await this.#countLenses();
	}

	async #countLenses(): Promise<void> {
		const lenses = await listLenses();
		this.#show({ lenses: lenses.length });
	}

	#release(): void {
		this.#unwatch();
		this.#loop?.stop();
		this.#loop = undefined;
		if (this.#camera === undefined) return;
		this.#camera.track.removeEventListener("ended", this.#onEnded);
		closeCamera(this.#camera);
		this.#camera = undefined;
		this.#options.video.srcObject = null;
	}

	#tell(): void {
		const { phase } = this.#machine;
		this.#show(shownPhase(phase));
		// Another lens may start where this one does not.
		if (phase.state === "failed") void this.#countLenses();
	}

	#show(change: Partial<CameraState>): void {
		const next = { ...this.#shown, ...change } as CameraState;
		const same = (Object.keys(change) as (keyof CameraState)[]).every((key) => this.#shown[key] === next[key]);
		this.#shown = next;
		if (!same && !this.#stopped) this.#options.onState(next);
	}

	async switchTorch(): Promise<void> {
		const camera = this.#camera;
		if (camera === undefined) return;
		const wanted = !this.#shown.torch;
		const torch = (await adjust(camera, { torch: wanted })) ? wanted : !wanted;
		if (this.#camera !== camera) return;
		this.#wantsTorch = torch;
		this.#show({ torch });
	}

	async switchZoom(): Promise<void> {
		const camera = this.#camera;
		if (camera === undefined) return;
		const { zooms } = camera;
		const zoom = zooms[(zooms.indexOf(this.#shown.zoom) + 1) % zooms.length];
		if (zoom !== undefined && (await adjust(camera, { zoom })) && this.#camera === camera) this.#show({ zoom });
	}

	async switchLens(): Promise<void> {
		const next = nextLens(await listLenses(), this.#camera?.deviceId ?? this.#machine.asked ?? "");
		if (next !== undefined) this.dispatch({ type: "chose", lens: next.deviceId });
	}

	async read(picture: Blob): Promise<readonly string[] | undefined> {
		return (await this.#decoder).read(picture);
	}

	forget(): void {
		this.#loop?.forget();
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#timer);
		document.removeEventListener("visibilitychange", this.#onVisibility);
		this.#unsubscribe();
		this.#release();
		void this.#decoder.then((decoder) => decoder.close());
	}
}
