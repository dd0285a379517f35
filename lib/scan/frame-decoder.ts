import type { Effort } from "./reader-options";

/** Finds the codes in one video frame. One frame at a time: the caller skips frames while it waits. */
export type FrameDecoder = {
	/** `slow` is the fallback without WebAssembly: it reads plain codes and misses dense ones. */
	readonly kind: "fast" | "slow";
	/** Texts exactly as encoded; empty when nothing was found or the frame could not be read. Never rejects. */
	readonly decode: (video: HTMLVideoElement, effort: Effort) => Promise<readonly string[]>;
	readonly close: () => void;
};
