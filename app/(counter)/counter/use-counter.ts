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
} from "./entry/form-state";
import { printMoment } from "./entry/typed/typed-moment";
import { saveHabits } from "./entry/use-habits";

export type CounterPhase =
	| { readonly phase: "filling" | "issuing"; readonly problems: FieldProblems; readonly failure?: FailureName }
	| { readonly phase: "issued"; readonly sheet: AttestationSheet; readonly key: string };
export type FailureName = IssueFailure["code"] | "crashed";

/** The time that the attestation will be signed with, for what the form proposes and judges. */
const present = () => new Date(bestNow() * 1000);

const FILLING: CounterPhase = { phase: "filling", problems: {} };

/** The form, what became of it, and the moves between: type, issue, next person, correct. */
export function useCounter(options: {
	habits: CounterHabits;
	products: readonly Product[];
	kinds: readonly AttestationKind[];
	onIssued: (sheet: AttestationSheet) => void;
}) {
	const { habits, products, kinds, onIssued } = options;
	const [form, setForm] = useState(() => emptyForm(habits, present()));
	const [phase, setPhase] = useState<CounterPhase>(FILLING);
	const issuing = useRef(false);

	const change = useCallback((field: FieldName | "locale", value: string) => {
		setForm((before) => {
			// The sample is now, and now is when the person is here: not when the page was opened.
			const fresh = field !== "moment" && !hasContent(before) ? { moment: printMoment(present()) } : {};
			return { ...before, ...fresh, [field]: value };
		});
		setPhase((before) => (before.phase === "filling" ? withoutProblem(before, field) : before));
	}, []);
	const chooseAct = useCallback(
		(act: Act) => {
			setForm((before) => ({ ...before, act, product: habits.products[act] ?? "", result: "", dose: "", doses: "" }));
			setPhase(FILLING);
		},
		[habits],
	);
	const begin = useCallback((next: CounterForm) => {
		setForm(next);
		setPhase(FILLING);
	}, []);

	const issue = async () => {
		if (issuing.current || phase.phase === "issued") return;
		const read = readForm(form, { now: present(), products, kinds });
		// The screen shows why there is nothing to issue as long as the result says so.
		if (read.state === "no_attestation" || read.state === "kind_not_delegated") return;
		if (read.state === "incomplete") {
			setPhase({ phase: "filling", problems: read.problems });
			return;
		}
		issuing.current = true;
		setPhase({ phase: "issuing", problems: {} });
		try {
			// The next person need not wait for the habits to be written.
			const issued = await issueDraft(read.draft).finally(() => {
				issuing.current = false;
			});
			if (issued.ok) {
				setPhase({ phase: "issued", sheet: issued.value, key: read.draft.id });
				onIssued(issued.value);
				await saveHabits(habitsAfter(habits, form));
			} else setPhase({ phase: "filling", problems: {}, failure: issued.error.code });
		} catch (error) {
			setPhase((now) => (now.phase === "issued" ? now : { phase: "filling", problems: {}, failure: "crashed" }));
			throw error;
		}
	};
	const next = () => {
		if (!issuing.current) begin(emptyForm(habitsAfter(habits, form), present()));
	};
	return { form, phase, change, chooseAct, begin, issue, next };
}

function withoutProblem(
	before: Extract<CounterPhase, { phase: "filling" | "issuing" }>,
	field: string,
): Extract<CounterPhase, { phase: "filling" | "issuing" }> {
	const problems = Object.fromEntries(Object.entries(before.problems).filter(([name]) => name !== field));
	return { phase: "filling", problems };
}

function habitsAfter(habits: CounterHabits, form: CounterForm): CounterHabits {
	const products = form.product === "" ? habits.products : { ...habits.products, [form.act]: form.product };
	return { act: form.act, products, professional: form.professional };
}
