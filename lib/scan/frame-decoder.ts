import type { Effort } from "./reader-options";

/** Texts exactly as encoded, none where nothing was found; `moved`: something in the picture did since the last look. */
export type Look = { readonly texts: readonly string[]; readonly moved: boolean };

/**
 * Finds the codes in video frames. One look at a time: the caller skips frames while it waits. Nothing here rejects: a
 * frame that cannot be had or read is a frame without a code.
 */
export type FrameDecoder = {
	/** `slow` is the fallback without WebAssembly: it reads plain codes and misses dense ones. */
	readonly kind: "fast" | "slow";
	readonly look: (video: HTMLVideoElement, effort: Effort) => Promise<Look>;
	/** Whether anything moved since the last glance; far cheaper than a look. */
	readonly glance: (video: HTMLVideoElement) => Promise<boolean>;
	/** Whether there is a code, readable or not. Beside the looks, which neither wait for it nor depend on it. */
	readonly seek: (video: HTMLVideoElement) => Promise<boolean>;
	/** The texts of a picture that somebody chose; undefined when it is no picture. */
	readonly read: (picture: Blob) => Promise<readonly string[] | undefined>;
	readonly close: () => void;
};
