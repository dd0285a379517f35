"use client";

import { useCallback, useEffect, useState } from "react";
import { loadPendingEnrolment } from "@/lib/device/identity/device-store";
import {
	EMPTY_DRAFT,
	type EnrolmentDraft,
	keepEnrolmentDraft,
	keptEnrolmentDraft,
} from "@/lib/device/identity/enrolment-draft";
import { type EnrolmentLink, printEnrolmentCode, readEnrolmentFragment } from "@/lib/device/identity/enrolment-link";

/** The address could not be read. Outside of the component: the framework may mount it anew after the address changed. */
let broken = false;

/** What was given so far; undefined until the address and the storages have been looked at. */
export function useEnrolmentDraft() {
	const [draft, setDraft] = useState<EnrolmentDraft>();
	const change = useCallback((next: EnrolmentDraft) => {
		keepEnrolmentDraft(next);
		setDraft(next);
	}, []);
	useEffect(() => {
		const take = () => {
			const taken = takeAddress();
			if (taken !== undefined) change(taken);
			return taken !== undefined;
		};
		const kept = keptEnrolmentDraft();
		if (!take()) {
			if (kept !== undefined) setDraft(kept);
			else void pendingDraft().then((pending) => setDraft((now) => now ?? pending));
		}
		window.addEventListener("hashchange", take);
		return () => window.removeEventListener("hashchange", take);
	}, [change]);
	return { draft, change, broken };
}

/** The draft with what a link brought. The name that was given is kept. */
export function withLink(draft: EnrolmentDraft, { code, root }: EnrolmentLink): EnrolmentDraft {
	return {
		typed: printEnrolmentCode(code),
		label: draft.label,
		...(root === undefined ? {} : { link: { code, root } }),
	};
}

/**
 * The code that this page was opened with, taken out of the address at once: it is a secret and shall not stay in the
 * history.
 */
function takeAddress(): EnrolmentDraft | undefined {
	const { hash } = window.location;
	if (hash.length <= 1) return undefined;
	window.history.replaceState(null, "", window.location.pathname);
	const link = readEnrolmentFragment(hash);
	broken = link === undefined;
	const kept = keptEnrolmentDraft() ?? EMPTY_DRAFT;
	return link === undefined ? kept : withLink(kept, link);
}

/** The code of an enrolment that was not confirmed, of whatever tab of this browser. */
async function pendingDraft(): Promise<EnrolmentDraft> {
	try {
		const pending = await loadPendingEnrolment();
		return pending === undefined ? EMPTY_DRAFT : withLink(EMPTY_DRAFT, pending);
	} catch {
		return EMPTY_DRAFT; // storage refuses: the enrolment itself will say so, in words
	}
}
