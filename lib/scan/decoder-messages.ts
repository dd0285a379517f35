import type { Effort } from "./reader-options";

/** What the page and the decoder worker say to each other. Images are transferred, never copied. */
export type DecoderRequest =
	| { readonly type: "prepare"; readonly wasmUrl: string }
	/** `bitmap` is the region already; `scale` enlarges it on the way to pixels. */
	| {
			readonly type: "bitmap";
			readonly id: number;
			readonly effort: Effort;
			readonly scale: number;
			readonly bitmap: ImageBitmap;
	  }
	/** For browsers whose workers have no canvas: RGBA pixels. */
	| {
			readonly type: "pixels";
			readonly id: number;
			readonly effort: Effort;
			readonly width: number;
			readonly height: number;
			readonly pixels: ArrayBuffer;
	  };

export type DecoderAnswer =
	| { readonly type: "prepared"; readonly canvas: boolean }
	/** WebAssembly is refused (iOS Lockdown Mode), or the decoder's file cannot be had. */
	| { readonly type: "unavailable" }
	| { readonly type: "texts"; readonly id: number; readonly texts: readonly string[] }
	/** This one frame could not be read; the next one may. */
	| { readonly type: "failed"; readonly id: number };
