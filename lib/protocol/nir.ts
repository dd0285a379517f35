/**
 * The French social security number (NIR): thirteen characters and a two-digit key, 97 − (number mod 97)
 * (INSEE; Corsican departments 2A and 2B count as 19 and 18).
 */
const NIR = /^([1-478])(\d{2})(0[1-9]|1[0-2]|[2-9]\d)(\d{2}|2[AB])(\d{3})(\d{3})(\d{2})$/;

/** The fifteen characters of a NIR typed with or without spaces; undefined for a wrong form or key. */
export function readNir(typed: string): string | undefined {
	const nir = plainNir(typed);
	if (!NIR.test(nir)) return undefined;
	const number = nir.slice(0, 13).replace("2A", "19").replace("2B", "18");
	// 13 digits are exact in a double.
	return 97 - (Number(number) % 97) === Number(nir.slice(13)) ? nir : undefined;
}

function plainNir(typed: string): string {
	return typed
		.normalize("NFKC")
		.toUpperCase()
		.replace(/[\s./\u2010-\u2015-]/g, "");
}

/** Whether a NIR can belong to this birth date (`YYYY…`) and sex: a typing check, not proof of anything. */
export function nirMatches(nir: string, person: { readonly birth: string; readonly sex: string }): boolean {
	const year = person.birth.slice(2, 4);
	const month = person.birth.slice(5, 7);
	const nirMonth = Number(nir.slice(3, 5));
	if (nir.slice(1, 3) !== year) return false;
	// Months 20 and above stand for births registered without a certain month.
	if (month !== "" && nirMonth <= 12 && nirMonth !== Number(month)) return false;
	if (person.sex === "M") return /^[137]/.test(nir);
	return person.sex === "F" ? /^[248]/.test(nir) : true;
}

/** What is wrong with a NIR as typed; the first of these. */
type NirFault =
	/** Neither 13 nor 15 characters. */
	| "length"
	/** The 13 without their key: it stands behind them on the card. */
	| "key_missing"
	/** A sex, month or department that no number has. */
	| "form"
	/** A slip of the finger somewhere. */
	| "key"
	/** Another year or month than this birth date's. */
	| "birth";

/** Spec EN-10. `birth`: `YYYY…`, where it is known. The sex is not compared: the number may be older than the document. */
export function nirFault(typed: string, birth: string | undefined): NirFault | undefined {
	const digits = plainNir(typed);
	if (/^[0-9AB]{13}$/.test(digits)) return "key_missing";
	if (digits.length !== 15) return "length";
	if (!NIR.test(digits)) return "form";
	const nir = readNir(typed);
	if (nir === undefined) return "key";
	return birth === undefined || nirMatches(nir, { birth, sex: "X" }) ? undefined : "birth";
}

/** As printed on the card: `2 90 02 75 116 123 97`. */
export function printNir(nir: string): string {
	return nir.replace(/^(.)(..)(..)(..)(...)(...)(..)$/, "$1 $2 $3 $4 $5 $6 $7");
}
