import "client-only";

/**
 * Keeps the screen on while the page is in front. The system drops the lock whenever the page is hidden and may refuse
 * it (low battery): both are normal, it is asked for again at the next return. Returns the function that releases it.
 */
export function keepScreenOn(): () => void {
	let lock: WakeLockSentinel | undefined;
	let ended = false;
	const ask = async () => {
		if (ended || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
		try {
			const granted = await navigator.wakeLock.request("screen");
			if (ended) await granted.release();
			else lock = granted;
		} catch {
			// Refused: the screen dims as usual.
		}
	};
	const onVisible = () => void ask();
	document.addEventListener("visibilitychange", onVisible);
	void ask();
	return () => {
		ended = true;
		document.removeEventListener("visibilitychange", onVisible);
		void lock?.release().catch(() => undefined);
	};
}
