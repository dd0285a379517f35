"use client";

import { useCallback, useRef, useState } from "react";
import { type IssueFailure, issueDraft } from "@/lib/device/counter/issue";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { bestNow } from "@/lib/device/trust/clock";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import {
	type Act,
	type CounterForm,
	type CounterHabits,
	emptyForm,
	type FieldName,
	type FieldProblems,
	hasContent,
	type Product,
	readForm,
} from "./form-state";
import { printMoment } from "./typed/typed-moment";
import { saveHabits } from "./use-habits";

/** `filling`: typing, with what has to be put right and why the last try failed. `issued`: stored, and here it is. */
export type CounterPhase =
	| { readonly state: "filling"; readonly problems: FieldProblems; readonly failure?: FailureName }
	| { readonly state: "issuing" }
	| { readonly state: "issued"; readonly sheet: AttestationSheet; readonly key: string };
type FailureName = IssueFailure["code"] | "crashed";
export type Counter = ReturnType<typeof useCounter>;

type CounterOptions = {
	readonly habits: CounterHabits;
	readonly products: readonly Product[];
	readonly kinds: readonly AttestationKind[];
	readonly onIssued: (sheet: AttestationSheet) => void;
};

/** The time that the attestation will be signed with, for what the form proposes and judges. */
const present = () => new Date(bestNow() * 1000);

const FILLING: CounterPhase = { state: "filling", problems: {} };

/** The form, what became of it, and the moves between: type, issue, next person, correct. */
export function useCounter(options: CounterOptions) {
	const { habits } = options;
	const { form, begin, type, chooseAct } = useForm(habits);
	const [phase, setPhase] = useState<CounterPhase>(FILLING);
	const { issue, isIssuing } = useIssuing({ ...options, form, phase, setPhase });

	const change = useCallback(
		(field: FieldName | "locale", value: string) => {
			type(field, value);
			setPhase((before) => withoutProblem(before, field));
		},
		[type],
	);
	const start = (next: CounterForm) => {
		begin(next);
		setPhase(FILLING);
	};
	return {
		form,
		phase,
		change,
		chooseAct: (act: Act) => {
			chooseAct(act);
			setPhase(FILLING);
		},
		begin: start,
		issue,
		next: () => {
			if (!isIssuing()) start(emptyForm(habitsAfter(habits, form), present()));
		},
	};
}

/** What stands in the fields. */
function useForm(habits: CounterHabits) {
	const [form, setForm] = useState(() => emptyForm(habits, present()));
	const type = useCallback((field: FieldName | "locale", value: string) => {
		setForm((before) => {
			// The sample is now, and now is when the person is here: not when the page was opened.
			const fresh = field !== "moment" && !hasContent(before) ? { moment: printMoment(present()) } : {};
			return { ...before, ...fresh, [field]: value };
		});
	}, []);
	const chooseAct = (act: Act) =>
		setForm((before) => ({ ...before, act, product: habits.products[act] ?? "", result: "", dose: "", doses: "" }));
	return { form, begin: setForm, type, chooseAct };
}

/** From the form to the stored attestation: once, however often the key is pressed. */
function useIssuing(
	options: CounterOptions & { form: CounterForm; phase: CounterPhase; setPhase: (phase: CounterPhase) => void },
) {
	const { habits, products, kinds, onIssued, form, phase, setPhase } = options;
	const underWay = useRef(false);
	const issue = async () => {
		if (underWay.current || phase.state === "issued") return;
		const read = readForm(form, { now: present(), products, kinds });
		if (read.outcome === "incomplete") setPhase({ state: "filling", problems: read.problems });
		// The screen shows why there is nothing to issue as long as the result says so.
		if (read.outcome !== "complete") return;
		underWay.current = true;
		setPhase({ state: "issuing" });
		const issued = await issueDraft(read.draft)
			.catch((error: unknown) => {
				setPhase({ state: "filling", problems: {}, failure: "crashed" });
				throw error;
			})
			.finally(() => {
				underWay.current = false;
			});
		if (!issued.ok) {
			setPhase({ state: "filling", problems: {}, failure: issued.error.code });
			return;
		}
		setPhase({ state: "issued", sheet: issued.value, key: read.draft.id });
		onIssued(issued.value);
		// The next person need not wait for the habits to be written.
		await saveHabits(habitsAfter(habits, form));
	};
	return { issue, isIssuing: () => underWay.current };
}

function withoutProblem(before: CounterPhase, field: string): CounterPhase {
	if (before.state !== "filling") return before;
	const problems = Object.fromEntries(Object.entries(before.problems).filter(([name]) => name !== field));
	return { state: "filling", problems };
}

function habitsAfter(habits: CounterHabits, form: CounterForm): CounterHabits {
	const products = form.product === "" ? habits.products : { ...habits.products, [form.act]: form.product };
	return { act: form.act, products, professional: form.professional };
}
