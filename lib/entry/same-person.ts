/** Whether two entries may be of one person (spec EN-16): by what a typing error and another document leave as it is. */
import { latinLetters } from "@/lib/shared/latin-letters";

type Named = { readonly family: string; readonly given: string; readonly birth: string };

/** The same for the same person: letters A–Z of the family name and of the first given name, and the birth date. */
export function personKey({ family, given, birth }: Named): string {
	const [first = ""] = given.trim().split(/[\s,-]+/);
	return [plain(family), plain(first), birth].join("|");
}

function plain(name: string): string {
	return Array.from(name.normalize("NFC"), latinLetters).join("");
}
