import "client-only";
import type { FrameDecoder } from "./frame-decoder";
import { effortFor } from "./reader-options";
import { createRepeatFilter } from "./repeat-filter";
import { createTextChooser } from "./text-chooser";

export type ScanLoop = {
	/** Judge again what is in view: after keys were updated, or staff ask for it. */
	readonly forget: () => void;
	readonly stop: () => void;
};

/**
 * Feeds the video's frames to the decoder, one at a time (frames that come meanwhile are skipped), and calls back with
 * every text that newly came into view, also while a verdict is on the screen: what becomes of it is the caller's to say.
 */
export function startScanLoop(options: {
	video: HTMLVideoElement;
	decoder: FrameDecoder;
	/** True: taken. What is not taken is offered again while it is in view. */
	onText: (text: string) => boolean;
}): ScanLoop {
	const { video, decoder, onText } = options;
	const filter = createRepeatFilter({ seed: crypto.getRandomValues(new Int32Array(1))[0] ?? 0 });
	const choose = createTextChooser(filter, onText);
	let frame = 0;
	let stopped = false;
	let cancel = () => {};

	const look = async () => {
		const texts = await decoder.decode(video, effortFor(frame++));
		if (stopped) return;
		choose(texts, performance.now());
		cancel = onNextFrame(video, () => void look());
	};
	cancel = onNextFrame(video, () => void look());
	return {
		forget: filter.clear,
		stop: () => {
			stopped = true;
			cancel();
		},
	};
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
