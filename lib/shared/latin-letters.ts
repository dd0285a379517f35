/**
 * One letter in the letters A–Z, as machine-readable travel documents write it (ICAO 9303-3, §6): the one table for names
 * of passes, for initials of check codes and for what a door shows under a name in another script. Spec CC-2 repeats it.
 */

/** §6.A: Latin letters whose transliteration is not simply the letter without its mark. */
const LATIN =
	"Ä AE Å AA Æ AE Ð D Đ D Ɖ D Ə E Ħ H İ I ı I Ĳ IJ ĸ K Ŀ L Ł L ŉ N Ŋ N Ö OE Ø OE Œ OE ß SS ẞ SS Þ TH Ŧ T Ü UE";

/** §6.B, its first column where states differ; the soft sign has no letter. */
const CYRILLIC =
	"А A Б B В V Г G Ґ G Ѓ G Д D Ђ D Ѕ DZ Е E Ё E Є IE Ж ZH З Z И I І I Ї I Й I Ј J К K Ќ K Л L Љ LJ М M Н N Њ NJ О O " +
	"П P Р R С S Т T Ћ C У U Ў U Ф F Х KH Ц TS Ч CH Џ DZ Ш SH Щ SHCH Ъ IE Ы Y Э E Ю IU Я IA Ѫ U Ѵ Y Һ C";

/** ICAO has no Greek table; Greek passports follow ISO 843 (ELOT 743), letter by letter. */
const GREEK = "Α A Β V Γ G Δ D Ε E Ζ Z Η I Θ TH Ι I Κ K Λ L Μ M Ν N Ξ X Ο O Π P Ρ R Σ S Τ T Υ Y Φ F Χ CH Ψ PS Ω O";

const LETTERS: ReadonlyMap<string, string> = new Map(pairs(`${LATIN} ${CYRILLIC} ${GREEK}`));

/** `letter`: one character of a text in NFC, in any case. Empty for what has no Latin letter. */
export function latinLetters(letter: string): string {
	const upper = letter.toUpperCase();
	if (letter.length === 1 && letter <= "z" && upper >= "A" && upper <= "Z") return upper;
	// `ß` and the like become two letters by their case: those are looked up as they are.
	const capital = upper.length === letter.length ? upper : letter;
	const listed = LETTERS.get(capital);
	if (listed !== undefined) return listed;
	const base = letter.normalize("NFD").charAt(0).toUpperCase();
	return /^[A-Z]+$/.test(base) ? base : (LETTERS.get(base) ?? "");
}

function pairs(table: string): [string, string][] {
	const words = table.split(" ");
	return words.flatMap((letter, i): [string, string][] => (i % 2 === 0 ? [[letter, words[i + 1] ?? ""]] : []));
}
