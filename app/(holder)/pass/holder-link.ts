import { TOKEN_FORM } from "@/lib/shared/base64url-forms";
import { LAST_SECOND, type NumericDate } from "@/lib/shared/numeric-date";

/** What the printed address carries after its `#`: a secret token, and until when the paper is valid. */
export type HolderLink = { readonly token: string; readonly paperUntil: NumericDate | undefined };

/** `<token>.<exp in base 36>`; undefined for anything else. The part after `#` never leaves the browser. */
export function readHolderLink(fragment: string): HolderLink | undefined {
	const match = /^#?([^.]+)(?:\.([0-9a-z]{1,11}))?$/.exec(fragment.trim());
	const [, token = "", exp] = match ?? [];
	if (!TOKEN_FORM.test(token)) return undefined;
	const until = exp === undefined ? Number.NaN : Number.parseInt(exp, 36);
	// Beyond 9999 no calendar can show it.
	return { token, paperUntil: until > 0 && until <= LAST_SECOND ? until : undefined };
}

/** `03/02/1990` → `1990-02-03`; `00` for a day or month that the identity document does not have. */
export function birthFromTyped(typed: string): string | undefined {
	const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(typed);
	if (match === null) return undefined;
	const [, day = "", month = "", year = ""] = match;
	if (Number(month) > 12 || Number(year) < 1850) return undefined;
	if (month === "00") return day === "00" ? year : undefined;
	// Day 0 of the next month is the last one of this.
	if (Number(day) > new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()) return undefined;
	return day === "00" ? `${year}-${month}` : `${year}-${month}-${day}`;
}

/** People type digits; the field writes the strokes. */
export function writeBirth(typed: string): string {
	const digits = typed.replace(/\D/g, "").slice(0, 8);
	return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter((part) => part !== "").join("/");
}
