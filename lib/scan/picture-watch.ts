import "client-only";

/** Milliseconds between two looks. */
const LOOK_MS = 200;
/** A picture that stands still for this long while everything says "live": some phones, back from a call. */
const STALL_MS = 4000;

/** Says when the video's picture moves and when it stands still, whatever its promises say. Returns the end of it. */
export function watchPicture(video: HTMLVideoElement, on: { moving: () => void; frozen: () => void }): () => void {
	let seen = video.currentTime;
	let since = performance.now();
	const timer = setInterval(() => {
		const now = performance.now();
		if (video.currentTime !== seen) {
			seen = video.currentTime;
			since = now;
			// A video that may not play shows its first frame too.
			if (!video.paused) on.moving();
		} else if (now - since >= STALL_MS) {
			since = now;
			on.frozen();
		}
	}, LOOK_MS);
	return () => clearInterval(timer);
}
