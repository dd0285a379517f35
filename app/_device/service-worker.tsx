"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/app/_ui/button";
import { checkOfflineCopy, registerWorker } from "@/lib/device/offline-copy/offline-copy";

/** Seconds without a key, a touch or a pointer after which a waiting version is applied by itself. */
const IDLE_SECONDS = 120;

const UPDATE_EVERY_MINUTES = 60;

/** Minutes between two looks at the copy of the app on this device, when it was complete and when it was not. */
const LOOK_AFTER = { complete: 10, otherwise: 1 } as const;

/** Screens with unfinished work mark it: an update never discards a half-typed form. */
const BUSY_SELECTOR = "[data-unfinished='true']";

type Apply = () => void;

/** Calls back with the way to apply an update, whenever there is one: now, later, or because another tab applied it. */
async function watchForUpdates(found: (apply: Apply) => void): Promise<void> {
	let chosenHere = false;
	const offer = (worker: ServiceWorker) =>
		found(() => {
			chosenHere = true;
			worker.postMessage({ type: "SKIP_WAITING" });
		});
	// Without a controller this is the first install: nothing is replaced.
	let controlled = navigator.serviceWorker.controller !== null;
	navigator.serviceWorker.addEventListener("controllerchange", () => {
		if (chosenHere) window.location.reload();
		// Another tab moved on: the scripts that this page has not loaded yet are gone.
		else if (controlled) found(() => window.location.reload());
		controlled = true;
	});
	const registration = await registerWorker();
	// A counter's page stays open for days, and only a navigation makes the browser look for a new version.
	setInterval(() => void registration.update().catch(() => undefined), UPDATE_EVERY_MINUTES * 60_000);
	if (registration.waiting !== null && controlled) offer(registration.waiting);
	registration.addEventListener("updatefound", () => {
		const worker = registration.installing;
		worker?.addEventListener("statechange", () => {
			if (worker.state === "installed" && controlled) offer(worker);
		});
	});
}

/** Looks again and again whether this device could open the app without a network, and has what is missing fetched. */
function keepOfflineCopy(): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let stopped = false;
	const look = async () => {
		clearTimeout(timer);
		const { state } = await checkOfflineCopy();
		const minutes = state === "ready" ? LOOK_AFTER.complete : LOOK_AFTER.otherwise;
		clearTimeout(timer);
		if (!stopped) timer = setTimeout(look, minutes * 60_000);
	};
	const onLook = () => void look();
	const onVisible = () => {
		if (document.visibilityState === "visible") void look();
	};
	window.addEventListener("online", onLook);
	document.addEventListener("visibilitychange", onVisible);
	void look();
	return () => {
		stopped = true;
		clearTimeout(timer);
		window.removeEventListener("online", onLook);
		document.removeEventListener("visibilitychange", onVisible);
	};
}

/** Applies the update once nobody has touched the page for a while and no work is unfinished. */
function whenIdle(apply: () => void): () => void {
	let timer: ReturnType<typeof setTimeout>;
	const arm = () => {
		clearTimeout(timer);
		timer = setTimeout(() => (document.querySelector(BUSY_SELECTOR) === null ? apply() : arm()), IDLE_SECONDS * 1000);
	};
	const events = ["keydown", "pointerdown", "touchstart"] as const;
	for (const event of events) window.addEventListener(event, arm, { passive: true });
	arm();
	return () => {
		clearTimeout(timer);
		for (const event of events) window.removeEventListener(event, arm);
	};
}

/**
 * Registers the service worker and offers a new version instead of forcing it: skipping the wait would purge the
 * scripts of pages that are open in other tabs.
 */
export function ServiceWorker() {
	const t = useTranslations("common.update");
	const [apply, setApply] = useState<Apply>();
	useEffect(() => {
		if (process.env.NODE_ENV !== "production") return;
		if ("serviceWorker" in navigator) {
			watchForUpdates((found) => setApply(() => found)).catch(() => {
				// Refused (private mode, no secure context): the door and enrolment say so; pages work while the server answers.
			});
		}
		return keepOfflineCopy();
	}, []);
	useEffect(() => (apply === undefined ? undefined : whenIdle(apply)), [apply]);
	if (apply === undefined) return null;
	return (
		<div
			role="status"
			className="screen-only fixed right-4 bottom-28 sm:bottom-4 z-20 flex items-center gap-4 rounded-card border border-line bg-card py-2 pr-2 pl-4 shadow-lg"
		>
			<span>{t("ready")}</span>
			<Button tone="primary" compact onClick={apply}>
				{t("apply")}
			</Button>
		</div>
	);
}
