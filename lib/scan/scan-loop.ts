import "client-only";
import { forgetLastMatch } from "@/lib/shared/forget-last-match";
import type { FrameDecoder } from "./frame-decoder";
import { createLookedTime } from "./looked-time";
import { createPace, GLANCE_MS } from "./pace";
import { effortFor } from "./reader-options";
import { createRepeatFilter } from "./repeat-filter";
import { createTextChooser } from "./text-chooser";
import { createUnreadHint, type UnreadHint } from "./unread-hint";

export type ScanLoop = {
	/** Judge again what is in view: after keys were updated, or staff ask for it. */
	readonly forget: () => void;
	readonly stop: () => void;
};

type LoopOptions = {
	video: HTMLVideoElement;
	decoder: FrameDecoder;
	/** True: taken. What is not taken is offered again while it is in view. */
	onText: (text: string) => boolean;
	/** What to do about a code that is there and is not read; told when it changes. */
	onUnread: (hint: UnreadHint) => void;
};

/** Milliseconds between two searches for codes that nobody reads, and without any text before the first. */
const SEEK_MS = 500;

/**
 * Feeds the video's frames to the decoder, one at a time (frames that come meanwhile are skipped), and calls back with
 * every text that newly came into view, also while a verdict is on the screen: what becomes of it is the caller's to say.
 * Where nothing moves for a while it looks less often, and again at every frame once something does.
 */
export function startScanLoop(options: LoopOptions): ScanLoop {
	const loop = new Loop(options);
	return { forget: () => loop.forget(), stop: () => loop.stop() };
}

class Loop {
	readonly #options: LoopOptions;
	readonly #filter = createRepeatFilter({ seed: crypto.getRandomValues(new Int32Array(1))[0] ?? 0 });
	readonly #choose: ReturnType<typeof createTextChooser>;
	readonly #lookedTime = createLookedTime(performance.now());
	readonly #pace = createPace(performance.now());
	readonly #unread = createUnreadHint();
	#frame = 0;
	#stopped = false;
	#cancel = () => {};
	#told: UnreadHint = "none";
	#seeking = false;
	/** When a code was last read or sought. */
	#sought = performance.now();

	constructor(options: LoopOptions) {
		this.#options = options;
		this.#choose = createTextChooser(this.#filter, options.onText);
		this.#wait(0);
	}

	forget(): void {
		this.#filter.clear();
		// Whoever asks wants an answer now, moved or not.
		this.#pace.took({ kind: "glance", moved: true }, performance.now());
	}

	stop(): void {
		this.#stopped = true;
		this.#cancel();
		this.#tell("none");
	}

	#wait(ms: number): void {
		if (this.#stopped) return;
		const timer = setTimeout(() => {
			this.#cancel = onNextFrame(this.#options.video, () => void this.#turn());
		}, ms);
		this.#cancel = () => clearTimeout(timer);
	}

	async #turn(): Promise<void> {
		if (this.#pace.next(performance.now()) === "look") await this.#look();
		else await this.#glance();
	}

	async #look(): Promise<void> {
		const { video, decoder } = this.#options;
		const { texts, moved } = await decoder.look(video, effortFor(this.#frame++));
		if (this.#stopped) return;
		const now = performance.now();
		this.#pace.took({ kind: "look", moved }, now);
		if (texts.length > 0) {
			this.#sought = now;
			this.#unread.read();
		} else if (now - this.#sought >= SEEK_MS && !this.#seeking) void this.#seek();
		this.#tell(this.#unread.hint(now));
		this.#choose(texts, this.#lookedTime(now));
		forgetLastMatch();
		this.#cancel = onNextFrame(video, () => void this.#turn());
	}

	async #glance(): Promise<void> {
		const { video, decoder } = this.#options;
		const moved = await decoder.glance(video);
		if (this.#stopped) return;
		const now = performance.now();
		this.#pace.took({ kind: "glance", moved }, now);
		// Nothing moved: what was in view still is, looked at or not.
		const looked = this.#lookedTime(now);
		if (!moved) this.#filter.hold(looked);
		this.#wait(moved ? 0 : GLANCE_MS);
	}

	/** Beside the looks: none waits for it. */
	async #seek(): Promise<void> {
		const { video, decoder } = this.#options;
		this.#seeking = true;
		const started = this.#sought;
		const code = await decoder.seek(video);
		this.#seeking = false;
		// What was read meanwhile is no unread code.
		if (this.#stopped || this.#sought !== started) return;
		this.#sought = performance.now();
		this.#unread.sought(code, this.#sought);
	}

	#tell(hint: UnreadHint): void {
		if (hint === this.#told) return;
		this.#told = hint;
		this.#options.onUnread(hint);
	}
}

/** Without requestVideoFrameCallback (Firefox before 132): often enough for a hand, seldom enough for a battery. */
const POLL_MS = 66;

function onNextFrame(video: HTMLVideoElement, callback: () => void): () => void {
	if ("requestVideoFrameCallback" in video) {
		const handle = video.requestVideoFrameCallback(callback);
		return () => video.cancelVideoFrameCallback(handle);
	}
	const timer = setTimeout(callback, POLL_MS);
	return () => clearTimeout(timer);
}
