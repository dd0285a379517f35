import "client-only";
import { openDecoder } from "./decoder";
import type { FrameDecoder } from "./frame-decoder";
import { effortFor } from "./reader-options";

/** Where the browser has no frame callback: often enough for a row of codes that changes four times a second. */
const LOOK_MS = 60;

/**
 * Every text of every frame, as it is seen and as often as it is: for a screen that reads other screens. What is judged
 * at a door goes through ./scan-loop instead. Answers what ends it.
 */
export function readTexts(video: HTMLVideoElement, onText: (text: string) => void): () => void {
	let stopped = false;
	let opened: FrameDecoder | undefined;
	const look = async (decoder: FrameDecoder) => {
		for (let frame = 0; !stopped; frame++) {
			const texts = await decoder.decode(video, effortFor(frame));
			if (!stopped) for (const text of texts) onText(text);
			await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
		}
		decoder.close();
	};
	void openDecoder().then((decoder) => {
		opened = decoder;
		if (stopped) decoder.close();
		else void look(decoder);
	});
	return () => {
		stopped = true;
		opened?.close();
	};
}
