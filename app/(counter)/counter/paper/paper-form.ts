import { z } from "zod";
import type { ReturnedAct } from "@/lib/device/counter/returned-sheet";
import { NO_NAME, nameFault, readName } from "@/lib/entry/typed-name";
import { readPhone } from "@/lib/entry/typed-phone";
import type { ReturnedPaper } from "@/lib/kit/returned-paper";
import { nirFault, readNir } from "@/lib/protocol/nir";
import type { RecordInput } from "@/lib/protocol/records";
import { readStripNumber } from "@/lib/protocol/strip-number";
import type { FieldProblem } from "../entry/field-problems";

/** What of a returned act is typed again. Texts as typed. */
export type PaperFields = {
	readonly sex: RecordInput["identity"]["sex"] | "";
	readonly guardian: string;
	readonly nir: string;
	readonly phone: string;
	readonly email: string;
	/** Asked for where the strip's code was scanned. */
	readonly stripNumber: string;
	readonly consent: boolean;
};
export const NO_FIELDS: PaperFields = {
	...{ sex: "", guardian: "", nir: "", phone: "", email: "", stripNumber: "", consent: false },
};

/** `strip_number`: not the one of a strip. The others are of `entry.problem`. */
type PaperProblem = FieldProblem | "strip_number";
type PaperProblems = Partial<Record<keyof PaperFields, PaperProblem>>;

export type Scanned = { readonly paper: ReturnedPaper; readonly token: string | undefined };

/** What is wrong, field by field, in the order of the form. */
export function paperProblems(fields: PaperFields, { paper, token }: Scanned): PaperProblems {
	const { sex, guardian, nir, phone, email, stripNumber, consent } = fields;
	const read = readPhone(phone);
	const fault = nir.trim() === "" ? undefined : nirFault(nir, paper.claims.b);
	const found: readonly [keyof PaperFields, PaperProblem | undefined][] = [
		["sex", sex === "" ? "missing" : undefined],
		["guardian", guardian.trim() === "" ? undefined : nameFault(readName(guardian))],
		["nir", fault === undefined ? undefined : `nir_${fault}`],
		["phone", phone.trim() === "" || read.outcome === "read" ? undefined : `phone_${read.why}`],
		["email", email.trim() === "" || z.email().safeParse(email.trim()).success ? undefined : "email_wrong"],
		["stripNumber", token === undefined || readStripNumber(stripNumber) !== undefined ? undefined : "strip_number"],
		["consent", consent ? undefined : "consent_missing"],
	];
	return Object.fromEntries(found.filter(([, problem]) => problem !== undefined));
}

/** Of fields without a problem. */
export function returnedAct(
	fields: PaperFields,
	{ paper, token }: Scanned,
	locale: ReturnedAct["locale"],
): ReturnedAct {
	const { sex, guardian, nir, phone, email, stripNumber } = fields;
	const [number, read, name] = [readNir(nir), readPhone(phone), readName(guardian)];
	const strip = readStripNumber(stripNumber);
	return {
		paper,
		sex: sex === "" ? "X" : sex,
		consent: true,
		contact: {
			...(read.outcome === "read" ? { phone: read.number } : {}),
			...(email.trim() === "" ? {} : { email: email.trim() }),
		},
		...(number === undefined ? {} : { nir: number }),
		...(name === "" || name === NO_NAME ? {} : { guardian: name }),
		...(token === undefined || strip === undefined ? {} : { strip: { holderToken: token, stripNumber: strip } }),
		locale,
	};
}
