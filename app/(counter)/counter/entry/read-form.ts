import type { AttestationDraft, PositiveDraft } from "@/lib/device/counter/attestation-draft";
import { resultAfter } from "@/lib/entry/result-after";
import { readExpiry } from "@/lib/entry/typed-expiry";
import { readName } from "@/lib/entry/typed-name";
import { readPhone } from "@/lib/entry/typed-phone";
import { readNir } from "@/lib/protocol/nir";
import type { RecordInput } from "@/lib/protocol/records";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { namesOf } from "./entry-names";
import { birthOf, type EntryContext, type FieldProblems, momentOf, problemsOf } from "./field-problems";
import { type CounterForm, kindOf } from "./form-state";

type ReadForm =
	| { readonly outcome: "complete"; readonly draft: AttestationDraft }
	| { readonly outcome: "incomplete"; readonly problems: FieldProblems }
	/** No such test has its result yet: not before `at`. */
	| { readonly outcome: "too_soon"; readonly at: NumericDate }
	/** A positive antigen test: registered, and no attestation for it (spec EN-15). */
	| { readonly outcome: "positive"; readonly draft: PositiveDraft }
	/** This device may not issue it. */
	| { readonly outcome: "kind_not_delegated" };

/** Reads the whole form. Times are judged by the device's clock; what the formats require is checked again in issue.ts. */
export function readForm(
	form: CounterForm,
	context: EntryContext & { readonly kinds: readonly AttestationKind[] },
): ReadForm {
	const kind = kindOf(form);
	if (kind !== undefined && kind !== "none" && !context.kinds.includes(kind)) return { outcome: "kind_not_delegated" };
	const problems = problemsOf(form, context);
	const birth = birthOf(form, context);
	const performedAt = momentOf(form, context);
	const { sex } = form;
	if (kind === undefined || birth === undefined || performedAt === undefined || sex === "") {
		return { outcome: "incomplete", problems };
	}
	if (Object.keys(problems).length > 0) return { outcome: "incomplete", problems };
	const soonest = resultTime(form, context);
	if (soonest !== undefined && soonest > context.now) return { outcome: "too_soon", at: soonest };
	const product = context.products.find(({ code }) => code === form.product);
	const draft: PositiveDraft = {
		id: form.id,
		identity: identityOf(form, { birth, sex }),
		...circumstancesOf(form),
		contact: contactOf(form),
		...(form.professional === "" ? {} : { professional: form.professional }),
		performedAt,
		...(product === undefined ? {} : { product: { code: product.code, name: product.name } }),
		locale: form.locale,
		...(form.reference === undefined ? {} : { reference: form.reference }),
		...(form.corrects === undefined ? {} : { corrects: { key: form.corrects.key, reason: form.corrects.reason } }),
		...(form.redoes === undefined ? {} : { redoes: form.redoes }),
	};
	if (kind === "none") return { outcome: "positive", draft };
	const dose = kind === "V" ? { dose: [Number(form.dose), Number(form.doses)] as const } : {};
	return { outcome: "complete", draft: { ...draft, kind, paper: namesOf(form).paper, ...dose } };
}

/** When the result of this sample can be read at the earliest; undefined for an injection, and while its time is open. */
export function resultTime(form: CounterForm, context: EntryContext): NumericDate | undefined {
	const sampled = momentOf(form, context);
	if (form.act === "vaccination" || sampled === undefined) return undefined;
	const product = context.products.find(({ code }) => code === form.product);
	return sampled + resultAfter(form.act, product?.resultAfter);
}

/** Everything is there but the result. */
export function isSampled(form: CounterForm, context: EntryContext): boolean {
	const { result: _, ...open } = problemsOf(form, context);
	return form.act !== "vaccination" && form.result === "" && Object.keys(open).length === 0;
}

function identityOf(
	form: CounterForm,
	{ birth, sex }: Pick<RecordInput["identity"], "birth" | "sex">,
): RecordInput["identity"] {
	const { written, latin } = namesOf(form);
	const nir = readNir(form.nir);
	const [birthName, usedName] = [readName(form.birthName), readName(form.usedName)];
	const other = latin.family !== written.family || latin.given !== written.given;
	return {
		...written,
		birth,
		sex,
		...(other ? { latin } : {}),
		...(birthName === "" ? {} : { birthName }),
		...(usedName === "" ? {} : { usedName }),
		...(nir === undefined ? {} : { nir }),
	};
}

/** Who saw what, and what was used. */
function circumstancesOf(form: CounterForm): Pick<AttestationDraft, "document" | "guardian" | "lot" | "consent"> {
	const { document, issuer } = form;
	const guardian = readName(form.guardian);
	const number = form.lot.trim();
	const expiry = readExpiry(form.expiry);
	return {
		...(document === "" ? {} : { document: { kind: document, ...(issuer === "" ? {} : { issuer }) } }),
		...(guardian === "" ? {} : { guardian }),
		...(number === "" ? {} : { lot: { number, ...(expiry === undefined ? {} : { expiry }) } }),
		...(form.consent === "" ? {} : { consent: true as const }),
	};
}

function contactOf({ phone, email, address }: CounterForm): RecordInput["contact"] {
	const read = readPhone(phone);
	return {
		...(read.outcome === "read" ? { phone: read.number } : {}),
		...(email === "" ? {} : { email: email.trim() }),
		...(address.trim() === "" ? {} : { address: address.trim() }),
	};
}
