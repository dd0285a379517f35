"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "./button";

const WORKER_URL = "/serwist/sw.js";
/** Seconds without a key, a touch or a pointer after which a waiting version is applied by itself. */
const IDLE_SECONDS = 120;

/** Screens with unfinished work mark it: an update never takes a half-typed form away. */
const BUSY_SELECTOR = "[data-unfinished='true']";

function applyUpdate(worker: ServiceWorker): void {
	navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), { once: true });
	worker.postMessage({ type: "SKIP_WAITING" });
}

/** Calls back with the worker that waits, now or later. */
async function watchForUpdates(found: (worker: ServiceWorker) => void): Promise<void> {
	const registration = await navigator.serviceWorker.register(WORKER_URL, { scope: "/", type: "module" });
	if (registration.waiting !== null && navigator.serviceWorker.controller !== null) found(registration.waiting);
	registration.addEventListener("updatefound", () => {
		const worker = registration.installing;
		worker?.addEventListener("statechange", () => {
			// Without a controller this is the first install: nothing is replaced.
			if (worker.state === "installed" && navigator.serviceWorker.controller !== null) found(worker);
		});
	});
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
	const [waiting, setWaiting] = useState<ServiceWorker>();
	useEffect(() => {
		if (process.env.NODE_ENV !== "production" || !("serviceWorker" in navigator)) return;
		watchForUpdates(setWaiting).catch(() => {
			// Refused (private mode, no secure context): enrolment says so; pages work while the server answers.
		});
	}, []);
	useEffect(() => (waiting === undefined ? undefined : whenIdle(() => applyUpdate(waiting))), [waiting]);
	if (waiting === undefined) return null;
	return (
		<div
			role="status"
			className="screen-only fixed right-4 bottom-28 sm:bottom-4 z-20 flex items-center gap-4 rounded-card border border-line bg-card py-2 pr-2 pl-4 shadow-lg"
		>
			<span>{t("ready")}</span>
			<Button tone="primary" compact onClick={() => applyUpdate(waiting)}>
				{t("apply")}
			</Button>
		</div>
	);
}
