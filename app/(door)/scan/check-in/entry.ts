import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { classifyText, type TextClass } from "@/lib/verify/classify-text";
import { type CollectedParts, collectPart, PARTS_WAIT } from "@/lib/verify/collect-parts";
import type { VerdictView } from "../verdict/verdict-view";

/** What is to be verified, or what a door shows at once because there is nothing to verify. */
export type DoorEntry =
	| { readonly outcome: "judge"; readonly text: string | readonly string[] }
	| { readonly outcome: "show"; readonly view: VerdictView };

/** Tells passes from everything else that is held up, and keeps the parts of a card in several codes for a minute. */
export class EntryReader {
	#parts: CollectedParts | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	read(scanned: string, now: NumericDate): DoorEntry {
		const found = classifyText(scanned);
		switch (found.kind) {
			case "pass":
			case "unsupported":
				this.forget();
				return { outcome: "judge", text: found.text };
			case "part":
				return this.#collect(found, now);
			case "holderLink":
			case "gateCode":
				return { outcome: "show", view: { outcome: "notAPass", what: found.kind } };
			case "none":
				return { outcome: "show", view: { outcome: "notAPass", what: "other" } };
			default:
				return assertNever(found);
		}
	}

	/** Parts tell who somebody is: they go with the next pass, with the page, and when their time is over. */
	forget(): void {
		clearTimeout(this.#timer);
		this.#parts = undefined;
	}

	#collect(part: Extract<TextClass, { kind: "part" }>, now: NumericDate): DoorEntry {
		const answer = collectPart(this.#parts, part, now);
		this.forget();
		if (answer.outcome === "complete") return { outcome: "judge", text: answer.texts };
		const { parts, mixed } = answer;
		this.#parts = parts;
		this.#timer = setTimeout(() => this.forget(), PARTS_WAIT * 1000);
		return { outcome: "show", view: { outcome: "part", have: parts.texts.size, of: parts.count, mixed } };
	}
}
