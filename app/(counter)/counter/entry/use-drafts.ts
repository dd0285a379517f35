"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Live, useLive } from "@/app/_device/use-live";
import { DraftSaver } from "@/lib/device/counter/draft-saver";
import { loadDrafts, removeDraft, saveDraft, tidyDrafts } from "@/lib/device/counter/draft-store";
import { bestNow } from "@/lib/device/trust/clock";
import { type CounterForm, hasContent } from "./form-state";
import { readStoredForm } from "./stored-form";
import { forgetStored, newestDrafts, noteTyped, type TypedDrafts } from "./typed-drafts";

/** Everybody who was typed and has no attestation yet, the first one first. Follows other tabs. */
export function useStoredDrafts(storageKey: CryptoKey): Live<readonly CounterForm[]> {
	const query = useCallback(() => loadDrafts(storageKey, readStoredForm), [storageKey]);
	useEffect(() => {
		void tidyDrafts(bestNow());
	}, []);
	return useLive(query);
}

/** Whose draft this tab has open: found again after a reload or a crash, and by no other tab. Only the draft's id. */
const OPEN_DRAFT = "relais-counter-draft";

export function openDraft(drafts: readonly CounterForm[]): CounterForm | undefined {
	const id = sessionStorage.getItem(OPEN_DRAFT);
	return drafts.find((draft) => draft.id === id);
}

/**
 * Keeps the form on the disk with every change, from the first thing that is typed about somebody. `drafts`: as the disk has
 * them; `people`: those who wait, without whoever is in the form.
 */
export function useDraftSaving(
	form: CounterForm,
	{ drafts, storageKey }: { drafts: readonly CounterForm[]; storageKey: CryptoKey },
) {
	const [kept, setKept] = useState(true);
	// Off the list at once: the disk hears of it a moment later.
	const [gone, setGone] = useState<string>();
	const saver = useMemo(
		() =>
			new DraftSaver(
				{
					save: (id, typed) => saveDraft(storageKey, { id, form: typed, now: bestNow() }),
					remove: (id) => removeDraft(id),
				},
				setKept,
			),
		[storageKey],
	);
	const saved = useRef<CounterForm>(undefined);
	const [typed] = useState<TypedDrafts>(() => new Map());
	useEffect(() => {
		const before = saved.current;
		if (before === form) return;
		saved.current = form;
		sessionStorage.setItem(OPEN_DRAFT, form.id);
		setGone((id) => (id === form.id ? undefined : id));
		noteTyped(typed, form);
		if (hasContent(form)) saver.save(form.id, form);
		else if (before?.id === form.id) saver.remove(form.id);
	}, [form, saver, typed]);
	useEffect(() => forgetStored(typed, drafts), [drafts, typed]);
	const remove = (id: string) => {
		typed.delete(id);
		saver.remove(id);
		setGone(id);
	};
	return { kept, remove, people: newestDrafts(drafts, typed).filter(({ id }) => id !== form.id && id !== gone) };
}
