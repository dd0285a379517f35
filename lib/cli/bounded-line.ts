/**
 * One line of input in bounded memory (spec V-1). A line of ordinary length is kept as it came. Of a longer one every
 * JSON string is cut to a length that is still beyond any limit of a format, so that its `id` and its format can be
 * told and its verdict is the one for a text that is too long.
 */

/** Bytes of a line that is kept whole: a multi-part SMART Health Card at the limit of V-1 fits several times. */
const LINE_LIMIT = 1_048_576;
/** Bytes of a string in a longer line: more than 16,384 characters (V-1) even where each is written `\u0041`. */
const STRING_LIMIT = 131_072;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

export class BoundedLine {
	#whole: Buffer[] = [];
	#length = 0;
	#cutter: StringCutter | undefined;

	get isEmpty(): boolean {
		return this.#length === 0;
	}

	add(bytes: Buffer): void {
		this.#length += bytes.length;
		if (this.#cutter === undefined && this.#length > LINE_LIMIT) {
			this.#cutter = new StringCutter();
			for (const part of this.#whole) this.#cutter.add(part);
			this.#whole = [];
		}
		if (this.#cutter) this.#cutter.add(bytes);
		else this.#whole.push(bytes);
	}

	/** The line so far; begins the next. Undefined where it is too long even with its strings cut. */
	take(): string | undefined {
		const line = this.#cutter ? this.#cutter.text() : Buffer.concat(this.#whole).toString("utf8");
		this.#whole = [];
		this.#length = 0;
		this.#cutter = undefined;
		return line;
	}
}

/** Copies JSON, leaving out what a string has beyond the limit. Never cuts through an escape. */
class StringCutter {
	readonly #kept = Buffer.alloc(LINE_LIMIT);
	#end = 0;
	#inString = false;
	#stringLength = 0;
	#skipping = false;
	#afterBackslash = false;
	/** Digits that a `\uXXXX` still needs. */
	#hexDigits = 0;

	add(bytes: Buffer): void {
		for (const byte of bytes) {
			if (this.#inString) this.#takeInString(byte);
			else {
				this.#inString = byte === QUOTE;
				this.#stringLength = 0;
				this.#keep(byte);
			}
		}
	}

	text(): string | undefined {
		return this.#end > this.#kept.length ? undefined : this.#kept.toString("utf8", 0, this.#end);
	}

	#takeInString(byte: number): void {
		if (this.#afterBackslash) {
			this.#hexDigits = byte === LOWER_U ? 4 : 0;
			this.#afterBackslash = false;
		} else if (this.#hexDigits > 0) {
			this.#hexDigits -= 1;
		} else {
			this.#inString = byte !== QUOTE;
			this.#afterBackslash = byte === BACKSLASH;
			this.#skipping = this.#inString && this.#stringLength >= STRING_LIMIT;
		}
		this.#stringLength += 1;
		if (!this.#skipping) this.#keep(byte);
	}

	#keep(byte: number): void {
		if (this.#end < this.#kept.length) this.#kept[this.#end] = byte;
		this.#end += 1;
	}
}
