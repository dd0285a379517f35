import { numberOf } from "@/lib/device/counter/day-list";
import { deviceZone } from "@/lib/device/counter/device-zone";
import type { SealedAttestation } from "@/lib/device/counter/sealed-attestation";
import { printDay } from "@/lib/entry/typed-day";
import { typedMoment } from "@/lib/entry/typed-moment";
import { NO_NAME } from "@/lib/entry/typed-name";
import { printPhone } from "@/lib/entry/typed-phone";
import type { PositiveInput } from "@/lib/protocol/positives";
import type { RecordInput } from "@/lib/protocol/records";
import { type CorrectionReason, staysWithPerson } from "@/lib/protocol/revocations";
import type { CounterForm } from "./form-state";

/** The form of an attestation of the list, filled in as it was: a new draft that replaces it. */
export function formOfEntry(
	entry: { key: string; content: SealedAttestation; reason: CorrectionReason },
	make: () => string = () => crypto.randomUUID(),
): CounterForm {
	const { record, sheet } = entry.content;
	const form: CounterForm = {
		id: make(),
		act: sheet.kind === "A" ? "antigen" : sheet.kind === "V" ? "vaccination" : "pcr",
		...personOf(entry.content),
		// With its year: a correction may come days later.
		...typedMoment(sheet.performedAt, { zone: deviceZone(), year: true }),
		product: sheet.product?.code ?? "",
		gtin: "",
		result: sheet.kind === "V" ? "" : sheet.kind === "R" ? "positive" : "negative",
		dose: sheet.dose === undefined ? "" : String(sheet.dose[0]),
		doses: sheet.dose === undefined ? "" : String(sheet.dose[1]),
		...circumstancesOf(record),
		corrects: { key: entry.key, number: numberOf(sheet), reason: entry.reason },
	};
	if (!staysWithPerson(entry.reason)) return { ...form, ...NOBODY };
	return sheet.reference === undefined ? form : { ...form, reference: sheet.reference };
}

/** [SH-18] The form of a positive result that was refused, filled in as it was: a new draft that takes its place. */
export function formOfPositive(
	{ key, result }: { key: string; result: PositiveInput },
	make: () => string = () => crypto.randomUUID(),
): CounterForm {
	const { identity, sampled, recorded, product = "" } = result;
	return {
		id: make(),
		act: "antigen",
		...{ family: identity.family, given: identity.given === "" ? NO_NAME : identity.given },
		...{ familyLatin: identity.latin?.family ?? "", givenLatin: identity.latin?.given ?? "" },
		...{ familyPaper: "", givenPaper: "" },
		...{ birthName: identity.birthName ?? "", usedName: identity.usedName ?? "" },
		...{ birth: printDay(identity.birth), sex: identity.sex, nir: identity.nir ?? "" },
		...typedMoment(sampled.at, { zone: deviceZone(), year: true }),
		...{ product, gtin: "", dose: "", doses: "", result: "positive" },
		...circumstancesOf(result),
		redoes: { key, recorded: recorded.at },
	};
}

/** The act was done, and to somebody else: nothing of the first person may slip into the new record. */
const NOBODY = {
	...{ family: "", given: "", familyLatin: "", givenLatin: "", familyPaper: "", givenPaper: "" },
	...({ birthName: "", usedName: "", birth: "", sex: "", guardian: "", document: "", issuer: "", nir: "" } as const),
	...({ consent: "", phone: "", email: "", address: "" } as const),
};

/** Where the record is gone, the sheet still has the names: as written, in Latin letters, and as they were shortened. */
function personOf({ record, sheet }: SealedAttestation) {
	const identity = record?.identity;
	const written = identity ?? sheet.written ?? sheet.person;
	const latin = identity?.latin ?? (sheet.written === undefined ? undefined : sheet.person);
	return {
		family: written.family,
		given: written.given === "" ? NO_NAME : written.given,
		familyLatin: latin?.family ?? "",
		givenLatin: latin?.given ?? "",
		familyPaper: sheet.person.family,
		givenPaper: sheet.person.given,
		birthName: identity?.birthName ?? "",
		usedName: identity?.usedName ?? "",
		birth: printDay(sheet.person.birth),
		sex: identity?.sex ?? ("" as const),
		nir: identity?.nir ?? "",
	};
}

/** What is registered beside the act and the name. */
function circumstancesOf(
	record: Pick<RecordInput, "document" | "guardian" | "lot" | "consent" | "contact" | "professional" | "locale"> | null,
) {
	const { phone, email = "", address = "" } = record?.contact ?? {};
	return {
		guardian: record?.guardian ?? "",
		document: record?.document?.kind ?? ("" as const),
		issuer: record?.document?.issuer ?? "",
		lot: record?.lot?.number ?? "",
		expiry: record?.lot?.expiry === undefined ? "" : printDay(record.lot.expiry),
		consent: record?.consent === true ? ("yes" as const) : ("" as const),
		...{ phone: phone === undefined ? "" : printPhone(phone), email, address },
		professional: record?.professional ?? "",
		locale: record?.locale ?? ("fr" as const),
	};
}
