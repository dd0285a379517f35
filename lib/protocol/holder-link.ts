/**
 * The holder link's path: `/pass#n.<token>.<exp in base 36>` on the strip of the sheet, `/pass#<token>.<exp>` in a mail
 * and on sheets without a strip number. The part after `#` never leaves the browser.
 */
import { TOKEN_FORM } from "@/lib/shared/base64url-forms";
import { LAST_SECOND, type NumericDate } from "@/lib/shared/numeric-date";

/** What the page asks for. The mark `n.` words the question only: the portal knows what it compares. */
export type HolderQuestion = "stripNumber" | "birth";

export type HolderLink = {
	/** 128 random bits, b64u. */
	readonly token: string;
	readonly asks: HolderQuestion;
	/** End of the paper's validity: information for the holder, before anything is registered. */
	readonly paperUntil: NumericDate | undefined;
};

export function holderPath({ token, asks, paperUntil }: HolderLink & { readonly paperUntil: NumericDate }): string {
	// In front, so that an address that was cut off at its end still asks the right question.
	const mark = asks === "stripNumber" ? "n." : "";
	return `/pass#${mark}${token}.${paperUntil.toString(36)}`;
}

/** From the part after `/pass`; undefined for anything that is no such link. */
export function readHolderLink(fragment: string): HolderLink | undefined {
	const match = /^#?(n\.)?([^.]+)(?:\.([0-9a-z]{1,11}))?$/.exec(fragment.trim());
	const [, mark, token = "", exp] = match ?? [];
	if (!TOKEN_FORM.test(token)) return undefined;
	const until = exp === undefined ? Number.NaN : Number.parseInt(exp, 36);
	return {
		token,
		asks: mark === undefined ? "birth" : "stripNumber",
		// Beyond 9999 no calendar can show it.
		paperUntil: until > 0 && until <= LAST_SECOND ? until : undefined,
	};
}
