/** What a document scanner or a hand scanner typed at a counter: a person's document or a medicine's box. */
import { beginsLikeGs1, type Gs1Reading, readGs1 } from "./gs1";
import { beginsLikeMrz, type MrzReading, readMrz } from "./mrz";

export type Scanned =
	| { readonly type: "document"; readonly read: Extract<MrzReading, { readonly outcome: "read" }> }
	| { readonly type: "box"; readonly read: Extract<Gs1Reading, { readonly outcome: "read" }> }
	| { readonly type: "misread"; readonly of: "document" | "box" };

/** Told from the first eight characters on. */
export function beginsLikeScanned(text: string): boolean {
	return (/^[A-Z0-9<]{8}/.test(text) && beginsLikeMrz(text)) || beginsLikeGs1(text);
}

/** `texts`: the readings of one run of keys, the likeliest first. `today`: `YYYY-MM-DD`. */
export function readScanned(texts: readonly string[], today: string): Scanned {
	for (const text of texts) {
		const mrz = readMrz(text, today);
		if (mrz.outcome === "read") return { type: "document", read: mrz };
		const box = readGs1(text.trim(), today);
		if (box.outcome === "read") return { type: "box", read: box };
	}
	return { type: "misread", of: texts.some((text) => beginsLikeGs1(text)) ? "box" : "document" };
}
