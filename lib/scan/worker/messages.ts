import type { Occasion } from "@/lib/policy/occasion";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { VerifierBundle } from "@/lib/trust/bundle";
import type { Verdict } from "@/lib/verify/verdict";
import type { Effort } from "../reader-options";

/** What a text is judged by, beside the lists that the worker holds. */
export type JudgeContext = {
	/** The device's clock, and the latest time that it has ever shown. */
	readonly now: NumericDate;
	readonly ownPast: NumericDate | undefined;
	readonly occasion: Occasion;
};

/** What the page asks of its worker. Images are transferred, never copied; each question has one answer. */
export type ScanRequest =
	| { readonly type: "prepare"; readonly wasmUrl: string }
	/** `bitmap` is the region already; `scale` enlarges it on the way to pixels. */
	| { readonly type: "look"; readonly effort: Effort; readonly scale: number; readonly bitmap: ImageBitmap }
	/** For browsers whose workers have no canvas: RGBA pixels. */
	| {
			readonly type: "lookAtPixels";
			readonly effort: Effort;
			readonly width: number;
			readonly height: number;
			readonly pixels: ArrayBuffer;
	  }
	/** Did anything move since the last one? A few pixels are enough. */
	| { readonly type: "glance"; readonly bitmap: ImageBitmap }
	/** Is there a code, readable or not? */
	| { readonly type: "seek"; readonly bitmap: ImageBitmap }
	/** A picture that somebody chose: read with all patience, kept nowhere. */
	| { readonly type: "read"; readonly picture: Blob }
	/** The lists to judge by from now on. */
	| { readonly type: "trust"; readonly bundle: VerifierBundle }
	| ({ readonly type: "judge"; readonly text: string | readonly string[] } & JudgeContext);

export type ScanAnswer =
	/** `canvas`: this worker turns bitmaps into pixels itself. */
	| { readonly type: "prepared"; readonly canvas: boolean }
	/** WebAssembly is refused (iOS Lockdown Mode), or the decoder's file cannot be had. */
	| { readonly type: "unavailable" }
	/** `moved`: something did since the last look of this effort. */
	| { readonly type: "texts"; readonly texts: readonly string[]; readonly moved: boolean }
	| { readonly type: "glanced"; readonly moved: boolean }
	| { readonly type: "sought"; readonly code: boolean }
	| { readonly type: "trusted" }
	| { readonly type: "verdict"; readonly verdict: Verdict }
	/** This one could not be done; the next one may be. */
	| { readonly type: "failed" };

/** Answers come in any order. */
export type Numbered<T> = T & { readonly id: number };
