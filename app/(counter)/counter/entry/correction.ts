import { numberOf } from "@/lib/device/counter/day-list";
import type { AttestationSheet, SealedAttestation } from "@/lib/device/counter/sealed-attestation";
import { type CorrectionReason, staysWithPerson } from "@/lib/protocol/revocations";
import type { CounterForm } from "./form-state";
import { printBirth } from "./typed/typed-birth";

/** The form of an attestation of the list, filled in as it was: a new draft that replaces it. */
export function formOfEntry(
	entry: { key: string; content: SealedAttestation; reason: CorrectionReason },
	make: () => string = () => crypto.randomUUID(),
): CounterForm {
	const { record, sheet } = entry.content;
	const identity = record?.identity;
	const form: CounterForm = {
		id: make(),
		act: sheet.kind === "A" ? "antigen" : sheet.kind === "V" ? "vaccination" : "pcr",
		family: sheet.person.family,
		given: sheet.person.given,
		birth: printBirth(sheet.person.birth),
		sex: identity?.sex ?? "",
		nir: identity?.nir ?? "",
		moment: fullMoment(sheet),
		product: sheet.product?.code ?? "",
		result: sheet.kind === "V" ? "" : sheet.kind === "R" ? "positive" : "negative",
		dose: sheet.dose === undefined ? "" : String(sheet.dose[0]),
		doses: sheet.dose === undefined ? "" : String(sheet.dose[1]),
		phone: record?.contact.phone ?? "",
		email: record?.contact.email ?? "",
		address: record?.contact.address ?? "",
		professional: record?.professional ?? "",
		locale: record?.locale ?? "fr",
		corrects: { key: entry.key, number: numberOf(sheet), reason: entry.reason },
	};
	return staysWithPerson(entry.reason) ? form : { ...form, ...NOBODY };
}

/** The act was done, and to somebody else: nothing of the first person may slip into the new record. */
const NOBODY = { family: "", given: "", birth: "", sex: "", nir: "", phone: "", email: "", address: "" } as const;

/** With its year: a correction may come days later. */
function fullMoment({ performedAt }: AttestationSheet): string {
	const date = new Date(performedAt * 1000);
	const two = (value: number) => String(value).padStart(2, "0");
	const day = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
	return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
