/**
 * A drawn camera in a browser that does not keep its promises: what phones were seen to do in the field. Installed after
 * ./drawn-camera, before the page is opened.
 */
import type { BrowserContext, Page } from "@playwright/test";

export type CameraFault =
	/** getUserMedia never answers, until `relaisAnswer()` is called. */
	| { readonly kind: "unanswered" }
	/** play() starts the video, and its promise stays pending. */
	| { readonly kind: "playPending" }
	/** play() is refused until somebody touches the page. */
	| { readonly kind: "playRefused" }
	| { readonly kind: "enumerateMissing" }
	| { readonly kind: "enumerateRejects" }
	| { readonly kind: "enumeratePending" }
	/** Refused as busy so many times, then given. */
	| { readonly kind: "busy"; readonly times: number }
	/** This lens is remembered and never starts; the others do. */
	| { readonly kind: "deadLens"; readonly lens: string; readonly error: string | undefined }
	/** Refused by a person. */
	| { readonly kind: "denied" }
	/** No WebAssembly, as in Lockdown Mode. */
	| { readonly kind: "noWebAssembly" }
	/** The worker decodes and never judges. */
	| { readonly kind: "silentJudge" }
	/** Nothing is wrong: two lenses with a lamp and a zoom. */
	| { readonly kind: "able" };

type Faulted = {
	readonly relaisAsked: unknown[];
	readonly relaisAnswer: () => void;
	/** Types of all messages that workers sent. */
	readonly relaisHeard: string[];
	/** What the lens was set to. */
	readonly relaisSet: unknown[];
};

/** The door's page at this address, under a fault. */
export async function openFaulted(context: BrowserContext, door: string, fault: CameraFault): Promise<Page> {
	const page = await context.newPage();
	await page.addInitScript(install, fault);
	await page.goto(door);
	return page;
}

/** What getUserMedia was asked so far: the name of the lens, or "any". */
export async function askedLenses(page: Page): Promise<readonly string[]> {
	return await page.evaluate(() =>
		(globalThis as unknown as Faulted).relaisAsked.map((constraints) => {
			const { deviceId } = (constraints as { video: { deviceId?: { exact: string } } }).video;
			return deviceId?.exact ?? "any";
		}),
	);
}

/** The person answers the browser's question at last. */
export async function answerPrompt(page: Page): Promise<void> {
	await page.evaluate(() => (globalThis as unknown as Faulted).relaisAnswer());
}

/** Types of what the workers of the page answered so far. */
export async function heardOfWorkers(page: Page): Promise<readonly string[]> {
	return await page.evaluate(() => (globalThis as unknown as Faulted).relaisHeard);
}

/** What the lens was asked to be: lamp and zoom. */
export async function settingsOfLens(page: Page): Promise<readonly unknown[]> {
	return await page.evaluate(() => (globalThis as unknown as Faulted).relaisSet);
}

/** Runs in the page. */
function install(fault: CameraFault): void {
	const media = navigator.mediaDevices as unknown as Record<string, unknown>;
	const open = media["getUserMedia"] as (constraints: unknown) => Promise<MediaStream>;
	const asked: unknown[] = [];
	let answer = () => {};
	const answered = new Promise<void>((resolve) => {
		answer = resolve;
	});
	const heard: string[] = [];
	const set: unknown[] = [];
	Object.assign(globalThis, { relaisAsked: asked, relaisAnswer: answer, relaisHeard: heard, relaisSet: set });
	const Plain = Worker;
	globalThis.Worker = class extends Plain {
		constructor(address: string | URL) {
			super(address);
			this.addEventListener("message", ({ data }) => heard.push(String((data as { type: unknown }).type)));
		}
		override postMessage(message: { type: string }, transfer?: Transferable[] | StructuredSerializeOptions): void {
			if (fault.kind === "silentJudge" && message.type === "judge") return;
			super.postMessage(message, transfer as Transferable[]);
		}
	};
	if (fault.kind === "denied")
		navigator.permissions.query = async () => Object.assign(new EventTarget(), { state: "denied" }) as never;
	if (fault.kind === "noWebAssembly") Reflect.deleteProperty(globalThis, "WebAssembly");
	media["getUserMedia"] = async (constraints: { video: { deviceId?: { exact: string } } }) => {
		asked.push(constraints);
		if (fault.kind === "unanswered") await answered;
		if (fault.kind === "denied") throw new DOMException("", "NotAllowedError");
		if (fault.kind === "busy" && asked.length <= fault.times) throw new DOMException("", "NotReadableError");
		if (fault.kind === "deadLens" && constraints.video.deviceId?.exact === fault.lens) {
			if (fault.error === undefined)
				return new MediaStream([new RTCPeerConnection().addTransceiver("video").receiver.track]);
			throw new DOMException("", fault.error);
		}
		const stream = await open(constraints);
		const [track] = stream.getVideoTracks();
		if (fault.kind === "able" && track !== undefined) {
			Object.assign(track, {
				getCapabilities: () => ({ torch: true, zoom: { min: 1, max: 5, step: 0.1 } }),
				getSettings: () => ({ deviceId: constraints.video.deviceId?.exact ?? "lens-1" }),
				applyConstraints: async ({ advanced }: { advanced: unknown[] }) => set.push(...advanced),
			});
		}
		return stream;
	};
	const lenses = ["lens-1", "lens-2"].map((deviceId) => ({ kind: "videoinput", deviceId, label: deviceId }));
	if (fault.kind === "able") media["enumerateDevices"] = async () => lenses;
	if (fault.kind === "deadLens") localStorage.setItem("relais.lens", fault.lens);
	if (fault.kind === "enumerateMissing") delete media["enumerateDevices"];
	if (fault.kind === "enumerateRejects")
		media["enumerateDevices"] = () => Promise.reject(new DOMException("", "NotSupportedError"));
	if (fault.kind === "enumeratePending") media["enumerateDevices"] = () => new Promise(() => {});
	const play = HTMLMediaElement.prototype.play;
	if (fault.kind === "playPending") {
		HTMLMediaElement.prototype.play = function () {
			void play.call(this);
			return new Promise(() => {});
		};
	}
	if (fault.kind === "playRefused") {
		// Not by the browser's own account of gestures: a test that looks at the page counts as one there.
		let touched = false;
		const onTouch = ({ isTrusted }: Event) => {
			touched = touched || isTrusted;
		};
		addEventListener("pointerdown", onTouch, true);
		HTMLMediaElement.prototype.play = function () {
			if (touched) return play.call(this);
			return Promise.reject(new DOMException("", "NotAllowedError"));
		};
	}
}
