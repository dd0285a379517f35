import { z } from "zod";
import { isLatin, needsLatin } from "@/lib/entry/latin-name";
import { readDay } from "@/lib/entry/typed-day";
import { readExpiry } from "@/lib/entry/typed-expiry";
import { readMoment } from "@/lib/entry/typed-moment";
import { NO_NAME, nameFault, readFamilyName, readName } from "@/lib/entry/typed-name";
import { readPhone } from "@/lib/entry/typed-phone";
import { dayAt } from "@/lib/entry/zone-time";
import { nirFault } from "@/lib/protocol/nir";
import { isNameOnPaper } from "@/lib/protocol/paper-name";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { isTooLong, namesOf } from "./entry-names";
import { type CounterForm, type FieldName, type Product, productsOf } from "./form-state";

/** Each has a sentence that says what to do (messages, `entry.problem`). */
const FIELD_PROBLEMS = [
	...["missing", "given_missing", "family_none", "too_long", "digits", "not_a_name"],
	...["latin_missing", "not_latin", "paper_long", "paper_other"],
	...["no_such_day", "month_unknown", "ahead", "too_old"],
	...["no_such_moment", "skipped", "which_hour", "in_future", "before_birth"],
	...["nir_length", "nir_key_missing", "nir_form", "nir_key", "nir_birth", "guardian_missing"],
	...["not_listed", "lot_expired", "no_such_expiry", "dose_wrong", "consent_missing"],
	...["phone_not_a_number", "phone_wrong_length", "phone_country_missing", "email_wrong", "professional_wrong"],
] as const;
export type FieldProblem = (typeof FIELD_PROBLEMS)[number];
export type FieldProblems = Partial<Record<FieldName, FieldProblem>>;

/** What the form is judged by. `zone`: IANA name of the zone that the counter lives in. */
export type EntryContext = {
	readonly now: NumericDate;
	readonly zone: string;
	readonly products: readonly Product[];
};

/** Below it somebody else decides about the test or the injection. */
export const GUARDIAN_ASKED = 16;
export const OF_AGE = 18;

/** Everything that has to be put right before it can be issued, field by field. */
export function problemsOf(form: CounterForm, context: EntryContext): FieldProblems {
	const vaccination = form.act === "vaccination";
	const found: [FieldName, FieldProblem | undefined][] = [
		...nameProblems(form),
		["birth", birthProblem(form, context)],
		["sex", form.sex === "" ? "missing" : undefined],
		["guardian", guardianProblem(form, context)],
		["nir", nirProblem(form, context)],
		...momentProblems(form, context),
		["product", productProblem(form, context.products)],
		["expiry", expiryProblem(form, context)],
		["lot", vaccination && form.lot.trim() === "" ? "missing" : undefined],
		["result", !vaccination && form.result === "" ? "missing" : undefined],
		["dose", vaccination ? doseProblem(form) : undefined],
		["consent", form.consent === "" ? "consent_missing" : undefined],
		["phone", phoneProblem(form)],
		["email", form.email === "" || z.email().safeParse(form.email.trim()).success ? undefined : "email_wrong"],
		["professional", /^(\d{11}|[0-9A-Z]{9})?$/.test(form.professional) ? undefined : "professional_wrong"],
	];
	return Object.fromEntries(found.filter(([, problem]) => problem !== undefined));
}

function nameProblems(form: CounterForm): [FieldName, FieldProblem | undefined][] {
	const { written, latin, paper } = namesOf(form);
	const optional = (typed: string) => (typed.trim() === "" ? undefined : nameFault(readName(typed)));
	const latinProblem = (name: string, spelling: string) => {
		if (!needsLatin(name)) return undefined;
		if (spelling === "") return "latin_missing";
		return isLatin(spelling) ? nameFault(spelling) : "not_latin";
	};
	const paperProblem = (name: string, short: string) => {
		if (!isTooLong(name)) return undefined;
		if (isTooLong(short)) return "paper_long";
		return isNameOnPaper(name, short) ? undefined : "paper_other";
	};
	return [
		["family", readFamilyName(form.family) === NO_NAME ? "family_none" : nameFault(written.family)],
		["given", givenProblem(form)],
		["familyLatin", latinProblem(written.family, latin.family)],
		["givenLatin", latinProblem(written.given, latin.given)],
		["familyPaper", paperProblem(latin.family, paper.family)],
		["givenPaper", paperProblem(latin.given, paper.given)],
		["birthName", optional(form.birthName)],
		["usedName", optional(form.usedName)],
	];
}

function givenProblem({ given }: CounterForm): FieldProblem | undefined {
	const name = readName(given);
	if (name === NO_NAME) return undefined;
	const fault = nameFault(name);
	return fault === "missing" ? "given_missing" : fault;
}

/** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; undefined while it cannot be read. */
export function birthOf({ birth }: CounterForm, { now, zone }: EntryContext): string | undefined {
	const read = readDay(birth, dayAt(now, zone));
	return read.outcome === "read" ? read.day : undefined;
}

function birthProblem({ birth }: CounterForm, { now, zone }: EntryContext): FieldProblem | undefined {
	const read = readDay(birth, dayAt(now, zone));
	if (read.outcome === "read") return undefined;
	return read.why === "empty" ? "missing" : read.why;
}

/** Whole years at least; undefined while the birth date cannot be read. */
export function ageOf(form: CounterForm, context: EntryContext): number | undefined {
	const birth = birthOf(form, context);
	if (birth === undefined) return undefined;
	const today = dayAt(context.now, context.zone);
	// What the document does not say counts as late in the year: somebody may still be a minor.
	const [year, rest] = [Number(birth.slice(0, 4)), birth.slice(5).padEnd(5, "9")];
	return Number(today.slice(0, 4)) - year - (today.slice(5) < rest ? 1 : 0);
}

function guardianProblem(form: CounterForm, context: EntryContext): FieldProblem | undefined {
	if (form.guardian.trim() !== "") return nameFault(readName(form.guardian));
	const age = ageOf(form, context);
	return age !== undefined && age < GUARDIAN_ASKED ? "guardian_missing" : undefined;
}

function nirProblem(form: CounterForm, context: EntryContext): FieldProblem | undefined {
	if (form.nir.trim() === "") return undefined;
	const fault = nirFault(form.nir, birthOf(form, context));
	return fault === undefined ? undefined : `nir_${fault}`;
}

/** NumericDate; undefined while it cannot be read, or an hour that came twice was not told apart. */
export function momentOf({ moment, which }: CounterForm, context: EntryContext): NumericDate | undefined {
	const read = readMoment(moment, context);
	switch (read.outcome) {
		case "read":
			return read.at;
		case "twice":
			return which === "" ? undefined : read.at[which === "first" ? 0 : 1];
		case "unread":
			return undefined;
	}
}

function momentProblems(form: CounterForm, context: EntryContext): [FieldName, FieldProblem | undefined][] {
	const read = readMoment(form.moment, context);
	if (read.outcome === "unread") return [["moment", read.why === "empty" ? "missing" : read.why]];
	const at = momentOf(form, context);
	if (at === undefined) return [["which", "which_hour"]];
	if (at > context.now + CLOCK_TOLERANCE) return [["moment", "in_future"]];
	const birth = birthOf(form, context);
	const born = birth !== undefined && dayAt(at, context.zone) < birth;
	return [["moment", born ? "before_birth" : undefined]];
}

function productProblem(form: CounterForm, products: readonly Product[]): FieldProblem | undefined {
	const choices = productsOf(form.act, products);
	if (choices.some(({ code }) => code === form.product)) return undefined;
	if (form.product !== "") return "not_listed";
	// A PCR is done in a laboratory: its device is often not known at the counter.
	return choices.length === 0 || form.act === "pcr" ? undefined : "missing";
}

function expiryProblem(form: CounterForm, context: EntryContext): FieldProblem | undefined {
	if (form.expiry.trim() === "") return undefined;
	const expiry = readExpiry(form.expiry);
	if (expiry === undefined) return "no_such_expiry";
	const used = momentOf(form, context) ?? context.now;
	return expiry < dayAt(used, context.zone) ? "lot_expired" : undefined;
}

function doseProblem({ dose, doses }: CounterForm): FieldProblem | undefined {
	if (dose === "" || doses === "") return "missing";
	return /^[1-9]$/.test(dose) && /^[1-9]$/.test(doses) && dose <= doses ? undefined : "dose_wrong";
}

function phoneProblem({ phone }: CounterForm): FieldProblem | undefined {
	if (phone.trim() === "") return undefined;
	const read = readPhone(phone);
	return read.outcome === "read" ? undefined : `phone_${read.why}`;
}
