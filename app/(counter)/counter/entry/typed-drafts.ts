import { type CounterForm, hasContent } from "./form-state";

/**
 * [EN-14] What was typed in this page and the disk may not have yet, by draft: the disk is behind on a slow machine, and takes
 * nothing when it is full. Whoever is opened again is there as they were typed last.
 */
export type TypedDrafts = Map<string, CounterForm>;

export function noteTyped(typed: TypedDrafts, form: CounterForm): void {
	if (hasContent(form)) typed.set(form.id, form);
	else typed.delete(form.id);
}

/** Once the disk has it, what another tab makes of it counts. */
export function forgetStored(typed: TypedDrafts, drafts: readonly CounterForm[]): void {
	for (const draft of drafts) {
		const here = typed.get(draft.id);
		if (here !== undefined && isSame(here, draft)) typed.delete(draft.id);
	}
}

/** The drafts of the disk as they were typed last, and behind them those that it has not heard of. */
export function newestDrafts(drafts: readonly CounterForm[], typed: TypedDrafts): readonly CounterForm[] {
	const stored = new Set(drafts.map(({ id }) => id));
	const unheard = [...typed.values()].filter(({ id }) => !stored.has(id));
	return [...drafts.map((draft) => typed.get(draft.id) ?? draft), ...unheard];
}

function isSame(one: CounterForm, other: CounterForm): boolean {
	const names = Object.keys({ ...one, ...other }) as (keyof CounterForm)[];
	return names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}
