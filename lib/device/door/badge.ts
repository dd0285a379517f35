import { readEntry } from "@/lib/formats/entry-text";
import { LABEL_LIMIT, plainText } from "@/lib/protocol/fields";
import { TOKEN_FORM } from "@/lib/shared/base64url-forms";
import { base64url, fromBase64url, fromUtf8, utf8 } from "@/lib/shared/bytes";

/**
 * A badge of somebody who checks passes: `RB1:<id>.<name>`, both base64url. It says who scans, and allows nothing: a copy
 * of it puts the wrong name into a register, as a name that is typed would.
 */
export type Badge = {
	/** 128 bits, b64u. */
	readonly id: string;
	/** Name or number. */
	readonly name: string;
};

const PREFIX = "RB1:";

/** What may stand on a badge. */
export const badgeName = plainText.min(1).max(LABEL_LIMIT);

export function writeBadge({ id, name }: Badge): string {
	return `${PREFIX}${id}.${base64url(utf8(name))}`;
}

/** Of a text as it was scanned (V-8). Undefined: not a badge. */
export function readBadge(scanned: string): Badge | undefined {
	const text = readEntry(scanned);
	if (!text.startsWith(PREFIX)) return undefined;
	const [id = "", coded = "", ...rest] = text.slice(PREFIX.length).split(".");
	const bytes = fromBase64url(coded);
	const name = badgeName.safeParse(bytes && fromUtf8(bytes)).data;
	return rest.length === 0 && TOKEN_FORM.test(id) && name !== undefined ? { id, name } : undefined;
}
