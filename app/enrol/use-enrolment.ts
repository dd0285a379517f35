"use client";

import { useCallback, useEffect, useState } from "react";
import { loadPendingEnrolment } from "@/lib/device/identity/device-store";
import { type EnrolmentFailure, type EnrolmentStep, enrolDevice } from "@/lib/device/identity/enrol-device";
import { type EnrolmentLink, readEnrolmentFragment } from "@/lib/device/identity/enrolment-link";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { refreshBundle } from "@/lib/device/trust/refresh";

export type Enrolment =
	| { readonly state: "asking"; readonly failure?: EnrolmentFailure }
	| { readonly state: "working"; readonly step: EnrolmentStep }
	| { readonly state: "done"; readonly device: StoredDevice };

/** Runs an enrolment and says where it is. */
export function useEnrolment() {
	const [enrolment, setEnrolment] = useState<Enrolment>({ state: "asking" });
	const start = useCallback(async (link: EnrolmentLink, label: string) => {
		setEnrolment({ state: "working", step: "checking" });
		const onStep = (step: EnrolmentStep) => setEnrolment({ state: "working", step });
		const enrolled = await enrolDevice({ link, label, onStep });
		if (!enrolled.ok) {
			setEnrolment({ state: "asking", failure: enrolled.error });
			return;
		}
		// The key lists: useful at once, and not a reason to fail. The page of the device's role fetches them too.
		await refreshBundle();
		setEnrolment({ state: "done", device: enrolled.value });
	}, []);
	return { enrolment, start };
}

/** What the page was opened with. `reading` until the address and the storage have been looked at. */
export type OfferedLink = EnrolmentLink | "reading" | "none" | "malformed";

/** Kept outside of the component: the framework may mount it anew after the address has changed. */
let taken: EnrolmentLink | "malformed" | undefined;

/**
 * The code that this page was opened with, taken out of the address at once: it is a secret and shall not stay in the
 * history. After a reload the code of an enrolment that was not confirmed comes back.
 */
export function useOfferedLink(): OfferedLink {
	const [link, setLink] = useState<OfferedLink>(taken ?? "reading");
	useEffect(() => {
		const take = () => {
			const { hash } = window.location;
			if (hash.length <= 1) return false;
			window.history.replaceState(null, "", window.location.pathname);
			taken = readEnrolmentFragment(hash) ?? "malformed";
			setLink(taken);
			return true;
		};
		if (!take() && taken === undefined) {
			const settle = (found: EnrolmentLink | "none") => setLink((now) => (now === "reading" ? found : now));
			loadPendingEnrolment().then(
				(pending) => settle(pending === undefined ? "none" : { code: pending.code, root: pending.root }),
				// Storage refuses: the enrolment itself will say so, in words.
				() => settle("none"),
			);
		}
		window.addEventListener("hashchange", take);
		return () => window.removeEventListener("hashchange", take);
	}, []);
	return link;
}

/** Whether the pages of this app are on the device: the service worker is active only after its precache is complete. */
export function useOfflineReady(): boolean {
	const [ready, setReady] = useState(false);
	useEffect(() => {
		let mounted = true;
		void navigator.serviceWorker?.ready.then(() => mounted && setReady(true));
		return () => {
			mounted = false;
		};
	}, []);
	return ready;
}
