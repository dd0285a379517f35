import "client-only";
import { within } from "@/lib/scan/within";
import { type BrowserKind, browserKind } from "./browser-kind";
import type { BrowserFacts } from "./storage-guidance";

/** A browser that says nothing in this time is taken for one that does not know. */
const ANSWER_MS = 2000;

/** What is known of this browser without asking the person for anything. Never throws, and never waits for long. */
export async function browserFacts(): Promise<BrowserFacts> {
	const installed = openedAsApp();
	const kind = browserKind({ userAgent: navigator.userAgent, touchPoints: navigator.maxTouchPoints, installed });
	const storageOff = !sessionOpens();
	const [promised, denied, filesRefused] = await Promise.all([
		told(() => navigator.storage.persisted()),
		told(async () => (await navigator.permissions.query({ name: "persistent-storage" })).state === "denied"),
		told(() => filesAreRefused(kind)),
	]);
	return {
		...{ kind, installed, promised, denied, storageOff },
		canPromise: typeof navigator.storage?.persist === "function",
		privateWindow: filesRefused && !storageOff,
	};
}

/** False where the browser lacks the function, refuses, or does not answer. */
async function told(ask: () => Promise<boolean>): Promise<boolean> {
	try {
		return await within(ask(), ANSWER_MS, false);
	} catch {
		return false;
	}
}

function openedAsApp(): boolean {
	// Safari's own word for it, from before there were manifests.
	if ((navigator as Navigator & { standalone?: boolean }).standalone === true) return true;
	return ["standalone", "minimal-ui", "window-controls-overlay"].some(
		(mode) => window.matchMedia(`(display-mode: ${mode})`).matches,
	);
}

/** Where cookies and site data are blocked, even this throws; a private window allows it. */
function sessionOpens(): boolean {
	try {
		window.sessionStorage.getItem("relais");
		return true;
	} catch {
		return false;
	}
}

/**
 * Firefox (SecurityError) and Safari (UnknownError) give private windows a database and no file system. Chrome gives them
 * both, so that nobody can tell.
 */
async function filesAreRefused(kind: BrowserKind): Promise<boolean> {
	if (kind === "chromium" || kind === "chromium_android" || kind === "in_app_android") return false;
	try {
		await navigator.storage.getDirectory();
		return false;
	} catch (error) {
		return error instanceof DOMException && (error.name === "SecurityError" || error.name === "UnknownError");
	}
}
