"use client";

import { useRef, useState } from "react";
import type { PositiveDraft } from "@/lib/device/counter/attestation-draft";
import { type IssueFailure, issueDraft } from "@/lib/device/counter/issue";
import { type RecordFailure, recordPositive } from "@/lib/device/counter/record-positive";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import type { PreparedMember } from "@/lib/entry/prepared-act";
import type { Scanned } from "@/lib/entry/scanned";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Prepared } from "../software/use-prepared";
import type { EntryContext, FieldProblems } from "./field-problems";
import { type Act, type CounterForm, type CounterHabits, emptyForm, type FieldName, type Product } from "./form-state";
import { preparedForm } from "./prepared-form";
import { isSampled, readForm } from "./read-form";
import { type SameToday, sameToday, type TodayAct } from "./same-today";
import { withBox, withDocument } from "./scanned-form";
import { openDraft, useDraftSaving } from "./use-drafts";
import { useElsewhere } from "./use-elsewhere";
import { present, problemsSoFar, useEntryForm } from "./use-entry-form";
import { habitsAfter, saveHabits } from "./use-habits";

/** `filling`: typing, with what has to be put right and why the last try failed. `issued`: stored, and here it is. */
type CounterPhase =
	| {
			readonly state: "filling";
			readonly problems: FieldProblems;
			/** One for each try that found some: the focus goes to the first of them once. */
			readonly found?: object;
			/** The same act with the same person today: the next press issues all the same. */
			readonly again?: SameToday;
			readonly failure?: FailureName;
			/** The result was entered before a test can have it. */
			readonly soonest?: NumericDate;
	  }
	| { readonly state: "issuing" }
	| { readonly state: "issued"; readonly sheet: AttestationSheet; readonly key: string }
	/** A positive antigen test is stored: there is no sheet to show at doors, and one that says what to do. */
	| { readonly state: "recorded"; readonly draft: PositiveDraft };
type FailureName = IssueFailure["code"] | RecordFailure["code"] | "crashed";
export type Counter = ReturnType<typeof useCounter>;

type CounterOptions = {
	readonly habits: CounterHabits;
	readonly products: readonly Product[];
	readonly kinds: readonly AttestationKind[];
	/** Everybody who was typed and has no attestation yet, as stored. */
	readonly drafts: readonly CounterForm[];
	/** What was issued today and still stands. */
	readonly today: readonly TodayAct[];
	readonly storageKey: CryptoKey;
	readonly onIssued: (sheet: AttestationSheet) => void;
	readonly onRecorded: () => void;
};

const FILLING: CounterPhase = { state: "filling", problems: {} };

/** The form, what became of it, and the moves between: type, issue, next person, correct. */
export function useCounter(options: CounterOptions) {
	const { habits, products, drafts, storageKey } = options;
	const entry = useEntryForm(() => openDraft(drafts) ?? emptyForm(habits, present()), habits);
	const { form, left } = entry;
	const [phase, setPhase] = useState<CounterPhase>(FILLING);
	const [thrown, setThrown] = useState<CounterForm>();
	const { kept, remove, people } = useDraftSaving(form, { drafts, storageKey });
	const context: EntryContext = { ...present(), products };
	const elsewhere = useElsewhere(form, context);
	const { issue, isIssuing } = useIssuing({
		...options,
		...{ form, phase, setPhase, elsewhere, people },
		onStored: remove,
	});

	const touch = (field: string) => setPhase((before) => withoutProblem(before, field));
	/** Whoever is in the form stays among those who wait: the form is kept with every key. */
	const start = (next: CounterForm) => {
		if (isIssuing()) return;
		entry.begin(next);
		setPhase(FILLING);
		setThrown(undefined);
		forget();
	};
	const empty = () => emptyForm(habitsAfter(habits, form), present());
	const { heard, scan, prepare, forget } = useScanning({
		...options,
		...{ form, phase, entry, empty, isIssuing },
		begin: start,
	});
	return {
		form,
		phase,
		context,
		problems: { ...problemsSoFar(form, left, context), ...(phase.state === "filling" ? phase.problems : {}) },
		change: (field: FieldName | "locale", value: string) => {
			entry.type(field, value);
			touch(field);
		},
		leave: entry.leave,
		chooseAct: (act: Act) => {
			entry.chooseAct(act);
			setPhase(FILLING);
		},
		chooseProduct: (code: string) => {
			entry.chooseProduct(code, products);
			touch("product");
		},
		begin: start,
		issue,
		next: () => start(empty()),
		scan,
		prepare,
		/** What a scanner typed last, or the pharmacy's software gave, until somebody goes on. */
		heard,
		/** Those who wait, without whoever is in the form. */
		people,
		/** False: the disk takes no more, and what is typed is on the screen only. */
		kept,
		discard: () => {
			if (isIssuing()) return;
			remove(form.id);
			start(empty());
			setThrown(form);
		},
		thrown,
		undo: () => {
			if (thrown !== undefined) start(thrown);
		},
	};
}

/** What somebody did not type: a scanner, or the pharmacy's software. */
export type Heard =
	| Scanned
	| { readonly type: "prepared"; readonly left: readonly PreparedMember[] }
	| { readonly type: "unprepared"; readonly why: Extract<Prepared, { readonly outcome: "unread" }>["why"] };

/** What scanners type goes into the form, or begins the next person's. */
function useScanning(options: {
	readonly habits: CounterHabits;
	readonly products: readonly Product[];
	readonly form: CounterForm;
	readonly phase: CounterPhase;
	readonly entry: ReturnType<typeof useEntryForm>;
	readonly empty: () => CounterForm;
	readonly isIssuing: () => boolean;
	readonly begin: (form: CounterForm) => void;
}) {
	const { habits, products, form, phase, entry, empty, isIssuing, begin } = options;
	const [heard, setHeard] = useState<Heard>();
	const fill = (scanned: Exclude<Scanned, { readonly type: "misread" }>) => {
		const issued = phase.state === "issued" || phase.state === "recorded";
		// Whoever is complete but for the result stays among those who wait.
		const isNext = scanned.type === "document" && isSampled(form, { ...present(), products });
		const base = issued || isNext ? empty() : form;
		const found =
			scanned.type === "document"
				? withDocument(base, scanned.read)
				: withBox(base, scanned.read, { habits, products });
		if (issued || isNext) begin({ ...base, ...found });
		else entry.change(() => found);
	};
	const scan = (scanned: Scanned) => {
		if (isIssuing()) return;
		if (scanned.type !== "misread") fill(scanned);
		setHeard(scanned);
	};
	/** Always somebody new: whoever is in the form stays among those who wait. */
	const prepare = (prepared: Prepared) => {
		if (isIssuing()) return;
		if (prepared.outcome === "unread") return setHeard({ type: "unprepared", why: prepared.why });
		const { form: next, left } = preparedForm(prepared.act, { habits, products, ...present() });
		begin(next);
		setHeard({ type: "prepared", left: [...prepared.left, ...left] });
	};
	return { heard, scan, prepare, forget: () => setHeard(undefined) };
}

/** From the form to the stored attestation: once, however often the key is pressed. */
function useIssuing(
	options: CounterOptions & {
		form: CounterForm;
		phase: CounterPhase;
		setPhase: (phase: CounterPhase) => void;
		onStored: (id: string) => void;
		/** When another workstation did the same. */
		elsewhere: NumericDate | undefined;
		people: readonly CounterForm[];
	},
) {
	const { habits, products, kinds, people, today, onIssued, onRecorded, form, phase, setPhase, onStored, elsewhere } =
		options;
	const underWay = useRef(false);
	const issue = async () => {
		if (underWay.current || phase.state === "issued" || phase.state === "recorded") return;
		const read = readForm(form, { ...present(), products, kinds });
		if (read.outcome === "incomplete") setPhase({ state: "filling", problems: read.problems, found: {} });
		if (read.outcome === "too_soon") setPhase({ state: "filling", problems: {}, soonest: read.at });
		// The screen shows why there is nothing to issue as long as the result says so.
		if (read.outcome !== "complete" && read.outcome !== "positive") return;
		const again = sameToday(form, { issued: today, people, elsewhere, context: { ...present(), products } });
		const asked = phase.state === "filling" && phase.again !== undefined;
		if (again !== undefined && !asked) {
			setPhase({ state: "filling", problems: {}, again });
			return;
		}
		underWay.current = true;
		setPhase({ state: "issuing" });
		const stored = await storeRead(read)
			.catch((error: unknown) => {
				setPhase({ state: "filling", problems: {}, failure: "crashed" });
				throw error;
			})
			.finally(() => {
				underWay.current = false;
			});
		setPhase(stored);
		if (stored.state === "filling") return;
		onStored(form.id);
		if (stored.state === "issued") onIssued(stored.sheet);
		else onRecorded();
		// The next person need not wait for the habits to be written.
		await saveHabits(habitsAfter(habits, form));
	};
	return { issue, isIssuing: () => underWay.current };
}

type Readable = Extract<ReturnType<typeof readForm>, { readonly outcome: "complete" | "positive" }>;

/** Durable before the screen says so: as an attestation, or as a result that has none. */
async function storeRead(read: Readable): Promise<Exclude<CounterPhase, { readonly state: "issuing" }>> {
	if (read.outcome === "positive") {
		const recorded = await recordPositive(read.draft);
		return recorded.ok ? { state: "recorded", draft: read.draft } : failed(recorded.error.code);
	}
	const issued = await issueDraft(read.draft);
	return issued.ok ? { state: "issued", sheet: issued.value, key: read.draft.id } : failed(issued.error.code);
}

function failed(failure: FailureName) {
	return { state: "filling", problems: {}, failure } as const;
}

function withoutProblem(before: CounterPhase, field: string): CounterPhase {
	if (before.state !== "filling") return before;
	const problems = Object.fromEntries(Object.entries(before.problems).filter(([name]) => name !== field));
	return { state: "filling", problems, ...(before.found === undefined ? {} : { found: before.found }) };
}
