import "client-only";
import { openDecoder } from "./decoder";
import { effortFor } from "./reader-options";
import { WorkerLink } from "./worker/link";

/** Milliseconds between two looks: often enough for a row of codes that changes four times a second. */
const LOOK_MS = 60;

/**
 * Every text of every frame, as it is seen and as often as it is: for a screen that reads other screens. What is judged
 * at a door goes through ./scan-loop instead. Answers what ends it.
 */
export function readTexts(video: HTMLVideoElement, onText: (text: string) => void): () => void {
	// A worker of its own: what is shown to the door's belongs to people at the door.
	const worker = new WorkerLink();
	let stopped = false;
	const watch = async () => {
		const decoder = await openDecoder(worker);
		for (let frame = 0; !stopped; frame++) {
			const { texts } = await decoder.look(video, effortFor(frame));
			if (!stopped) for (const text of texts) onText(text);
			await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
		}
		decoder.close();
		worker.close();
	};
	void watch();
	return () => {
		stopped = true;
	};
}
