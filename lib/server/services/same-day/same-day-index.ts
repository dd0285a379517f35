/** A blind index of who had what done on which day: the columns that say so are sealed (spec EN-16). */
import "server-only";
import { personKey } from "@/lib/entry/same-person";
import type { SameDayAct, SameDayQuestion } from "@/lib/protocol/same-day";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { Bytes } from "@/lib/shared/bytes";
import type { FieldCipher } from "../../crypto/field-cipher";

export function sameDayIndex(
	cipher: FieldCipher,
	pharmacyNumber: string,
	{ act, day, ...person }: SameDayQuestion,
): Bytes {
	const place = { table: "records", column: "same_day" };
	return cipher.blind(place, [pharmacyNumber, day, act, personKey(person)].join("|"));
}

export function actOf(kind: AttestationKind): SameDayAct {
	return kind === "R" ? "N" : kind;
}
