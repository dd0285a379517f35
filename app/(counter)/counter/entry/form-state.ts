import { z } from "zod";
import { localDay } from "@/app/_device/local-day";
import type { AttestationDraft } from "@/lib/device/counter/attestation-draft";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import { nirMatches, readNir } from "@/lib/protocol/nir";
import type { RecordInput } from "@/lib/protocol/records";
import type { CorrectionReason } from "@/lib/protocol/revocations";
import { assertNever } from "@/lib/shared/assert-never";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { Locale } from "@/lib/shared/locale";
import { readBirth } from "./typed/typed-birth";
import { printMoment, readMoment } from "./typed/typed-moment";
import { familyName, nameProblem, readName } from "./typed/typed-name";

/** What was done. With the result it decides the kind of attestation, if there is one. */
export type Act = "antigen" | "pcr" | "vaccination";
type TestResult = "" | "negative" | "positive";

/** The form as typed: text as it stands in the fields. */
export type CounterForm = {
	readonly id: string;
	readonly act: Act;
	readonly family: string;
	readonly given: string;
	readonly birth: string;
	readonly sex: "" | RecordInput["identity"]["sex"];
	readonly nir: string;
	readonly moment: string;
	readonly product: string;
	readonly result: TestResult;
	readonly dose: string;
	readonly doses: string;
	readonly phone: string;
	readonly email: string;
	readonly address: string;
	readonly professional: string;
	readonly locale: Locale;
	/** The attestation that this one replaces, and why. */
	readonly corrects?: { readonly key: string; readonly number: number; readonly reason: CorrectionReason };
};
export type FieldName = Exclude<keyof CounterForm, "id" | "act" | "corrects" | "locale">;

type FieldProblem =
	| "missing"
	| "too_long"
	| "not_a_name"
	| "no_such_date"
	| "no_such_moment"
	| "in_future"
	| "before_birth"
	| "nir_wrong"
	| "nir_other"
	| "not_listed"
	| "dose_wrong"
	| "phone_wrong"
	| "email_wrong"
	| "professional_wrong";
export type FieldProblems = Partial<Record<FieldName, FieldProblem>>;

export type Product = DeviceKit["products"][number];

/** What stays from one person to the next. */
export type CounterHabits = {
	readonly act: Act;
	readonly products: Partial<Record<Act, string>>;
	readonly professional: string;
};
export const FIRST_HABITS: CounterHabits = { act: "antigen", products: {}, professional: "" };

export function emptyForm(habits: CounterHabits, now: Date): CounterForm {
	return {
		id: crypto.randomUUID(),
		act: habits.act,
		...{ family: "", given: "", birth: "", sex: "", nir: "", result: "", dose: "", doses: "" },
		...{ phone: "", email: "", address: "", locale: "fr" },
		moment: printMoment(now),
		product: habits.products[habits.act] ?? "",
		professional: habits.professional,
	};
}

/** Somebody has typed something that leaving the page would lose. */
export function hasContent(form: CounterForm): boolean {
	const typed = [form.family, form.given, form.birth, form.sex, form.nir, form.phone, form.email, form.address];
	return typed.some((text) => text !== "");
}

/** The kinds of kit products that an act may be done with. */
export function productsOf(act: Act, products: readonly Product[]): readonly Product[] {
	const kind = act === "antigen" ? "A" : act === "pcr" ? "N" : "V";
	return products.filter((product) => product.kind === kind);
}

/** The kind of attestation, `none` for a positive antigen test, undefined while the result is open. */
export function kindOf(form: Pick<CounterForm, "act" | "result">): AttestationKind | "none" | undefined {
	if (form.act === "vaccination") return "V";
	switch (form.result) {
		case "":
			return undefined;
		case "negative":
			return form.act === "antigen" ? "A" : "N";
		case "positive":
			return form.act === "antigen" ? "none" : "R";
		default:
			return assertNever(form.result);
	}
}

export type ReadForm =
	| { readonly outcome: "complete"; readonly draft: AttestationDraft }
	| { readonly outcome: "incomplete"; readonly problems: FieldProblems }
	/** There is no attestation for this result, or none that this device may issue. */
	| { readonly outcome: "no_attestation" }
	| { readonly outcome: "kind_not_delegated" };

/** Reads the whole form. Times are judged by the device's clock; what the formats require is checked again in issue.ts. */
export function readForm(
	form: CounterForm,
	context: { now: Date; products: readonly Product[]; kinds: readonly AttestationKind[] },
): ReadForm {
	const kind = kindOf(form);
	if (kind === "none") return { outcome: "no_attestation" };
	if (kind !== undefined && !context.kinds.includes(kind)) return { outcome: "kind_not_delegated" };
	const problems = problemsOf(form, context);
	const birth = readBirth(form.birth, localDay(context.now));
	const performedAt = readMoment(form.moment, context.now);
	if (kind === undefined || birth === undefined || performedAt === undefined || form.sex === "") {
		return { outcome: "incomplete", problems };
	}
	if (Object.keys(problems).length > 0) return { outcome: "incomplete", problems };
	const product = context.products.find(({ code }) => code === form.product);
	const nir = readNir(form.nir);
	return {
		outcome: "complete",
		draft: {
			id: form.id,
			kind,
			identity: {
				family: familyName(form.family),
				given: readName(form.given),
				birth,
				sex: form.sex,
				...(nir === undefined ? {} : { nir }),
			},
			contact: contactOf(form),
			...(form.professional === "" ? {} : { professional: form.professional }),
			performedAt,
			...(product === undefined ? {} : { product: { code: product.code, name: product.name } }),
			...(kind === "V" ? { dose: [Number(form.dose), Number(form.doses)] as const } : {}),
			locale: form.locale,
			...(form.corrects === undefined ? {} : { corrects: { key: form.corrects.key, reason: form.corrects.reason } }),
		},
	};
}

function contactOf({ phone, email, address }: CounterForm): RecordInput["contact"] {
	return {
		...(phone === "" ? {} : { phone: phone.replace(/[^\d+]/g, "") }),
		...(email === "" ? {} : { email: email.trim() }),
		...(address.trim() === "" ? {} : { address: address.trim() }),
	};
}

function problemsOf(form: CounterForm, context: { now: Date; products: readonly Product[] }): FieldProblems {
	const found: [FieldName, FieldProblem | undefined][] = [
		["family", nameProblem(familyName(form.family))],
		["given", nameProblem(readName(form.given))],
		["birth", birthProblem(form, context.now)],
		["sex", form.sex === "" ? "missing" : undefined],
		["nir", nirProblem(form, context.now)],
		["moment", momentProblem(form, context.now)],
		["product", productProblem(form, context.products)],
		["result", form.act !== "vaccination" && form.result === "" ? "missing" : undefined],
		["dose", form.act === "vaccination" ? doseProblem(form) : undefined],
		["phone", form.phone === "" || /^\+?(\d[\s.-]?){8,15}$/.test(form.phone.trim()) ? undefined : "phone_wrong"],
		["email", form.email === "" || z.email().safeParse(form.email.trim()).success ? undefined : "email_wrong"],
		["professional", /^(\d{11}|[0-9A-Z]{9})?$/.test(form.professional) ? undefined : "professional_wrong"],
	];
	return Object.fromEntries(found.filter(([, problem]) => problem !== undefined));
}

function birthProblem({ birth }: CounterForm, now: Date): FieldProblem | undefined {
	if (birth.trim() === "") return "missing";
	return readBirth(birth, localDay(now)) === undefined ? "no_such_date" : undefined;
}

function nirProblem(form: CounterForm, now: Date): FieldProblem | undefined {
	if (form.nir.trim() === "") return undefined;
	const nir = readNir(form.nir);
	if (nir === undefined) return "nir_wrong";
	const birth = readBirth(form.birth, localDay(now));
	// The sex is not compared: the number may be older than the identity document.
	return birth === undefined || nirMatches(nir, { birth, sex: "X" }) ? undefined : "nir_other";
}

function momentProblem(form: CounterForm, now: Date): FieldProblem | undefined {
	if (form.moment.trim() === "") return "missing";
	const at = readMoment(form.moment, now);
	if (at === undefined) return "no_such_moment";
	if (at > now.getTime() / 1000 + CLOCK_TOLERANCE) return "in_future";
	const birth = readBirth(form.birth, localDay(now));
	return birth !== undefined && localDay(new Date(at * 1000)) < birth ? "before_birth" : undefined;
}

function productProblem(form: CounterForm, products: readonly Product[]): FieldProblem | undefined {
	const choices = productsOf(form.act, products);
	if (choices.some(({ code }) => code === form.product)) return undefined;
	if (form.product !== "") return "not_listed";
	// A PCR is done in a laboratory: its device is often not known at the counter.
	return choices.length === 0 || form.act === "pcr" ? undefined : "missing";
}

function doseProblem({ dose, doses }: CounterForm): FieldProblem | undefined {
	if (dose === "" || doses === "") return "missing";
	return /^[1-9]$/.test(dose) && /^[1-9]$/.test(doses) && dose <= doses ? undefined : "dose_wrong";
}
