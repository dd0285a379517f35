/**
 * The symbols of a check code: Crockford base32 and the check symbol over GF(32) (spec §5).
 * Reading forgives what people mistype; it does not judge what the symbols say.
 */

export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Symbols in a code, the check symbol included. */
export const CODE_LENGTH = 16;

/** Typed text longer than this is no code; keeps hostile input cheap (spec V-1). */
const TYPED_LIMIT = 256;

/** x⁵ + x² + 1, the field's reduction polynomial. */
const POLYNOMIAL = 0b100101;

/** αⁱ⁺¹ for i = 0…14, with α = 2. */
const WEIGHTS: readonly number[] = powersOfAlpha(CODE_LENGTH - 1);

/** Spaces and hyphens, also the non-breaking ones that word processors put in. */
export const SEPARATORS = /[\s\-\u2010\u2011]/g;

/** How a typed character reads: only ASCII folds, so that no foreign letter turns into a symbol by case mapping. */
const READING: ReadonlyMap<string, number> = new Map([
	...[...ALPHABET].flatMap((symbol, value): [string, number][] => [
		[symbol, value],
		[symbol.toLowerCase(), value],
	]),
	...aliases("Ii", 1),
	...aliases("Ll", 1),
	...aliases("Oo", 0),
	...aliases("Uu", ALPHABET.indexOf("V")),
]);

/** The sixteen symbol values of a typed code, or undefined for a wrong length, alphabet or check symbol. */
export function readCode(typed: string): readonly number[] | undefined {
	if (typed.length > TYPED_LIMIT) return undefined;
	const values: number[] = [];
	for (const character of typed.replace(SEPARATORS, "")) {
		const value = READING.get(character);
		if (value === undefined) return undefined;
		values.push(value);
	}
	if (values.length !== CODE_LENGTH) return undefined;
	return checkSymbol(values.slice(0, -1)) === values[CODE_LENGTH - 1] ? values : undefined;
}

/** The symbols without separators: the form that is hashed (spec CC-8). */
export function writeCode(values: readonly number[]): string {
	return values.map((value) => ALPHABET[value]).join("");
}

/** Symbols 3 to 14 of a code without separators. */
export function macsOf(symbols: string): string {
	return symbols.slice(3, CODE_LENGTH - 1);
}

/** As printed: four groups of four. */
export function groupCode(symbols: string): string {
	return symbols.replace(/(.{4})(?=.)/g, "$1 ");
}

/** Symbol 15: XOR of dᵢ·αⁱ⁺¹. Any one wrong symbol and any two neighbours exchanged change it. */
export function checkSymbol(values: readonly number[]): number {
	let sum = 0;
	values.forEach((value, i) => {
		sum ^= multiply(value, WEIGHTS[i] ?? 0);
	});
	return sum;
}

function multiply(a: number, b: number): number {
	let product = 0;
	let shifted = a;
	for (let rest = b; rest > 0; rest >>= 1) {
		if (rest & 1) product ^= shifted;
		shifted <<= 1;
		if (shifted & 0b100000) shifted ^= POLYNOMIAL;
	}
	return product;
}

function powersOfAlpha(count: number): number[] {
	const powers: number[] = [];
	for (let power = 2; powers.length < count; power = multiply(power, 2)) powers.push(power);
	return powers;
}

function aliases(characters: string, value: number): [string, number][] {
	return [...characters].map((character) => [character, value]);
}
