import "server-only";
import type { PharmacyInput, PharmacyRow } from "@/lib/protocol/console";
import { PHARMACY_NAME_LIMIT } from "@/lib/shared/name-limits";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import { ApiProblem } from "../../http/problem-response";
import { isFiness } from "./finess";
import { pharmacyCounts, pharmacyRow } from "./pharmacy-row";

/** The same number with the same content answers as the first time. */
export async function addPharmacy({ db, clock }: ServerContext, input: PharmacyInput): Promise<PharmacyRow> {
	const { number, finess } = input;
	const name = input.name.normalize("NFC");
	const town = input.town.normalize("NFC");
	if ([...`${name}, ${town}`].length > PHARMACY_NAME_LIMIT)
		throw new ApiProblem("request_malformed", { field: "name" });
	if (finess !== undefined && !isFiness(finess)) throw new ApiProblem("request_malformed", { field: "finess" });
	await db.pharmacy.createMany({
		data: [{ number, name, town, finess: finess ?? null, createdAt: timestamp(clock()) }],
		skipDuplicates: true,
	});
	// Absent: the FINESS number belongs to another pharmacy.
	const row = await db.pharmacy.findUnique({ where: { number }, include: pharmacyCounts });
	if (row === null || row.name !== name || row.town !== town || row.finess !== (finess ?? null)) {
		throw new ApiProblem("pharmacy_exists");
	}
	return pharmacyRow(row);
}
