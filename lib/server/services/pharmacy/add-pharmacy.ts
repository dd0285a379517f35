import "server-only";
import type { PharmacyInput, PharmacyRow } from "@/lib/protocol/console";
import { PHARMACY_NAME_LIMIT } from "@/lib/shared/name-limits";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Actor } from "../../audit/actor";
import { noteAct } from "../../audit/note-act";
import type { ServerContext } from "../../context/server-context";
import { timestamp } from "../../db/timestamp";
import { transact } from "../../db/transact";
import type { Refusal } from "../refusal";
import { isFiness } from "./check-finess";
import { pharmacyCounts, pharmacyRow } from "./pharmacy-row";

type Added = Result<PharmacyRow, Refusal<"field_impossible" | "pharmacy_exists">>;

/** The same number with the same content answers as the first time. */
export async function addPharmacy({ db, clock }: ServerContext, input: PharmacyInput, by: Actor): Promise<Added> {
	const { number, finess } = input;
	const name = input.name.normalize("NFC");
	const town = input.town.normalize("NFC");
	if ([...`${name}, ${town}`].length > PHARMACY_NAME_LIMIT) return err({ code: "field_impossible", field: "name" });
	if (finess !== undefined && !isFiness(finess)) return err({ code: "field_impossible", field: "finess" });
	await transact(db, async (tx) => {
		const { count } = await tx.pharmacy.createMany({
			data: [{ number, name, town, finess: finess ?? null, createdAt: timestamp(clock()) }],
			skipDuplicates: true,
		});
		if (count > 0) await noteAct(tx, { action: "pharmacy.added", by, subject: { pharmacy: number } });
	});
	// Absent: the FINESS number belongs to another pharmacy.
	const row = await db.pharmacy.findUnique({ where: { number }, include: pharmacyCounts });
	if (row === null || row.name !== name || row.town !== town || row.finess !== (finess ?? null)) {
		return err({ code: "pharmacy_exists" });
	}
	return ok(pharmacyRow(row));
}
