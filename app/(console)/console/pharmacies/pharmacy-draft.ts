import { type PharmacyInput, pharmacyInput } from "@/lib/protocol/console";
import { PHARMACY_NAME_LIMIT } from "@/lib/shared/name-limits";
import { PHARMACY_NUMBER } from "@/lib/shared/pharmacy-number";
import { err, ok, type Result } from "@/lib/shared/result";

/** The form as typed. */
export type PharmacyDraft = {
	readonly number: string;
	readonly name: string;
	readonly town: string;
	readonly finess: string;
};
export type PharmacyProblem = "number" | "name" | "town" | "finess" | "together";

/** Code points of what will be printed. */
export const printedLength = ({ name, town }: PharmacyDraft): number =>
	[...[name.trim(), town.trim()].filter((part) => part !== "").join(", ")].length;

/** The message to send, or what has to be put right first. */
export function readPharmacy(draft: PharmacyDraft): Result<PharmacyInput, ReadonlySet<PharmacyProblem>> {
	const { number, name, town, finess } = draft;
	const problems = new Set<PharmacyProblem>();
	if (!PHARMACY_NUMBER.test(number)) problems.add("number");
	if (name.trim() === "") problems.add("name");
	if (town.trim() === "") problems.add("town");
	if (finess !== "" && !pharmacyInput.shape.finess.safeParse(finess).success) problems.add("finess");
	if (printedLength(draft) > PHARMACY_NAME_LIMIT) problems.add("together");
	if (problems.size > 0) return err(problems);
	return ok({ number, name: name.trim(), town: town.trim(), ...(finess === "" ? {} : { finess }) });
}
