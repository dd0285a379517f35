"use client";

import { useCallback, useState } from "react";
import { deviceZone } from "@/lib/device/counter/device-zone";
import { bestNow } from "@/lib/device/trust/clock";
import { typedMoment } from "@/lib/entry/typed-moment";
import { type EntryContext, type FieldProblems, problemsOf } from "./field-problems";
import {
	type Act,
	type CounterForm,
	type CounterHabits,
	type FieldName,
	hasContent,
	type Product,
	productOf,
} from "./form-state";

/** The time that the attestation will be signed with, and where. */
export const present = () => ({ now: bestNow(), zone: deviceZone() });

/** What takes the place of another has the sample of that one, also where nobody's name stands in it any more. */
function asProposed(form: CounterForm) {
	const isNew = form.corrects === undefined && form.redoes === undefined;
	return { form, proposed: isNew ? form.moment : undefined };
}

function freshMoment(): Partial<CounterForm> {
	const at = present();
	return typedMoment(at.now, at);
}

/** What stands in the fields, and which of them were left: only those are judged while somebody still types. */
export function useEntryForm(initial: () => CounterForm, habits: CounterHabits) {
	// `proposed`: what the field of the time has by itself. Somebody's own time is never replaced.
	const [{ form }, setState] = useState(() => asProposed(initial()));
	const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
	const change = useCallback((changed: (before: CounterForm) => Partial<CounterForm>) => {
		setState((before) => {
			// The sample is now, and now is when the person is here: not when the page was opened.
			const fresh = !hasContent(before.form) && before.form.moment === before.proposed;
			const base = fresh ? asProposed({ ...before.form, ...freshMoment() }) : before;
			return { ...base, form: { ...base.form, ...changed(base.form) } };
		});
	}, []);
	const type = useCallback(
		(field: FieldName | "locale", value: string) =>
			// Another time is another hour: which of two it was is asked anew.
			change(() => ({ [field]: value, ...(field === "moment" ? { which: "" } : {}) })),
		[change],
	);
	return {
		form,
		left,
		change,
		type,
		leave: useCallback((field: FieldName) => setLeft((before) => new Set([...before, field])), []),
		begin: (next: CounterForm) => {
			setState(asProposed(next));
			setLeft(new Set());
		},
		chooseAct: (act: Act) =>
			change(() => ({ act, ...productOf(act, habits), gtin: "", result: "", dose: "", doses: "" })),
		chooseProduct: (code: string, products: readonly Product[]) =>
			change(({ act, dose, doses, lot, expiry, gtin, product }) => ({
				product: code,
				// A box that was scanned is this product's; another product comes from its own.
				...(code === product || gtin !== "" ? { lot, expiry } : (habits.boxes[code] ?? { lot: "", expiry: "" })),
				dose,
				doses: act === "vaccination" ? seriesOf(code, products, doses) : doses,
			})),
	};
}

function seriesOf(code: string, products: readonly Product[], typed: string): string {
	const doses = products.find((product) => product.code === code)?.doses;
	return doses === undefined ? typed : String(doses);
}

/** What is wrong in fields that somebody has left. What is still empty is no mistake yet. */
export function problemsSoFar(form: CounterForm, left: ReadonlySet<FieldName>, context: EntryContext): FieldProblems {
	const found = Object.entries(problemsOf(form, context)).filter(
		([name]) => left.has(name as FieldName) && (name === "given" || form[name as FieldName] !== ""),
	);
	return Object.fromEntries(found);
}
