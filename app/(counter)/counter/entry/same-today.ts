import { personKey } from "@/lib/entry/same-person";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { namesOf } from "./entry-names";
import { birthOf, type EntryContext } from "./field-problems";
import type { Act, CounterForm } from "./form-state";

/** Something that was issued today and still stands. */
export type TodayAct = {
	readonly number: number;
	readonly at: NumericDate;
	readonly act: Act;
	readonly person: { readonly family: string; readonly given: string; readonly birth: string };
};

/** The same act with the same person, today already. `elsewhere`: at another workstation, then. */
export type SameToday =
	| { readonly type: "issued"; readonly act: TodayAct }
	| { readonly type: "waiting" }
	| { readonly type: "elsewhere"; readonly at: NumericDate };

/** Undefined for nobody. A correction is of the same person by its nature. */
export function sameToday(
	form: CounterForm,
	known: {
		readonly issued: readonly TodayAct[];
		readonly people: readonly CounterForm[];
		readonly context: EntryContext;
		/** What the portal answered for this person. */
		readonly elsewhere: NumericDate | undefined;
	},
): SameToday | undefined {
	const person = keyOf(form, known.context);
	if (person === undefined || form.corrects !== undefined) return undefined;
	const issued = known.issued.find((each) => each.act === form.act && personKey(each.person) === person);
	if (issued !== undefined) return { type: "issued", act: issued };
	const waits = known.people.some((each) => each.act === form.act && keyOf(each, known.context) === person);
	if (waits) return { type: "waiting" };
	return known.elsewhere === undefined ? undefined : { type: "elsewhere", at: known.elsewhere };
}

function keyOf(form: CounterForm, context: EntryContext): string | undefined {
	const birth = birthOf(form, context);
	return birth === undefined ? undefined : personKey({ ...namesOf(form).paper, birth });
}
