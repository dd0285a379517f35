"use client";

import { useCallback, useEffect, useState } from "react";
import { type EnrolmentFailure, type EnrolmentStep, enrolDevice } from "@/lib/device/identity/enrol-device";
import { forgetEnrolmentDraft } from "@/lib/device/identity/enrolment-draft";
import type { EnrolmentLink } from "@/lib/device/identity/enrolment-link";
import type { StoredDevice } from "@/lib/device/identity/stored-device";
import { refreshBundle } from "@/lib/device/trust/refresh";

export type Enrolment =
	| { readonly state: "asking"; readonly failure?: EnrolmentFailure }
	| { readonly state: "working"; readonly step: EnrolmentStep }
	| { readonly state: "done"; readonly device: StoredDevice };

/** Runs an enrolment and says where it is. `askStorage`: whether the browser promises to keep what is stored. */
export function useEnrolment(askStorage: () => Promise<boolean>) {
	const [enrolment, setEnrolment] = useState<Enrolment>({ state: "asking" });
	const start = useCallback(
		async (link: EnrolmentLink, label: string) => {
			setEnrolment({ state: "working", step: "checking" });
			const onStep = (step: EnrolmentStep) => setEnrolment({ state: "working", step });
			const enrolled = await enrolDevice({ link, label, onStep, askStorage });
			if (!enrolled.ok) {
				setEnrolment({ state: "asking", failure: enrolled.error });
				return;
			}
			forgetEnrolmentDraft();
			// The key lists: useful at once, and not a reason to fail. The page of the device's role fetches them too.
			await refreshBundle();
			setEnrolment({ state: "done", device: enrolled.value });
		},
		[askStorage],
	);
	return { enrolment, start };
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
