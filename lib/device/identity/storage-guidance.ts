import { assertNever } from "@/lib/shared/assert-never";
import type { BrowserKind } from "./browser-kind";

/**
 * What a person is told about lasting storage in this browser: before they are asked for anything, while the browser
 * waits for their answer, and after it did not promise. Every word is a key of the messages `storage`.
 */

/** What can be known without asking anybody. */
export type BrowserFacts = {
	readonly kind: BrowserKind;
	/** Opened from the Home Screen, the Dock or as an installed app. */
	readonly installed: boolean;
	/** The browser has `navigator.storage.persist`. */
	readonly canPromise: boolean;
	/** It has promised already. */
	readonly promised: boolean;
	/** The person said no earlier, and this browser remembers it. */
	readonly denied: boolean;
	/** A private window, as far as it gives itself away; false where nobody can tell. */
	readonly privateWindow: boolean;
	/** The person or an administrator switched all storage off for this site. */
	readonly storageOff: boolean;
};

/** What became of asking for lasting storage. `unanswered`: a question stands, or the browser says nothing at all. */
export type StorageAnswer = "promised" | "refused" | "unanswered" | "failed" | "unavailable";

/** Another place is better than this one: it is said in front of the form, with the whole link to take along. */
export type BetterPlace =
	| "storage_off"
	| "private_window"
	| "open_in_safari"
	| "open_in_browser"
	| "home_screen"
	| "home_screen_ipad"
	| "dock"
	| "no_promise";

/** Said beside the form: a question will come, or was answered with no. */
export type QuestionNotice = "question" | "question_android" | "blocked" | "blocked_android";

/** What to do in this browser so that it keeps what is stored. */
export type StorageRemedy =
	| BetterPlace
	| "blocked"
	| "blocked_android"
	| "unanswered"
	| "unanswered_android"
	| "unanswered_other"
	| "install"
	| "install_android"
	| "installed_refused"
	| "update_system"
	| "failed"
	| "other_browser";

/** Undefined where this place is as good as any, or the question below decides. */
export function betterPlace(facts: BrowserFacts): BetterPlace | undefined {
	const { kind, installed, canPromise, promised } = facts;
	if (facts.storageOff) return "storage_off";
	// Whatever it promises: it forgets everything with its last window.
	if (facts.privateWindow) return "private_window";
	if (promised) return undefined;
	if (kind === "in_app_apple") return "open_in_safari";
	if (kind === "in_app_android") return "open_in_browser";
	if (!installed && kind === "iphone") return "home_screen";
	if (!installed && kind === "ipad") return "home_screen_ipad";
	if (!installed && kind === "mac_safari") return "dock";
	return canPromise ? undefined : "no_promise";
}

/** Undefined where the browser asks nobody. */
export function questionNotice({ kind, promised, denied }: BrowserFacts): QuestionNotice | undefined {
	if (promised) return undefined;
	if (kind === "firefox") return denied ? "blocked" : "question";
	if (kind === "firefox_android") return denied ? "blocked_android" : "question_android";
	return undefined;
}

/** What the person can do so that this browser keeps what is stored; undefined where it has promised. */
export function storageRemedy(facts: BrowserFacts, answer: StorageAnswer): StorageRemedy | undefined {
	const place = betterPlace({ ...facts, promised: answer === "promised" });
	if (place !== undefined) return place;
	switch (answer) {
		case "promised":
			return undefined;
		case "unavailable":
			return "no_promise";
		case "failed":
			return "failed";
		case "unanswered":
			return whereToPress(facts.kind);
		case "refused":
			return afterRefusal(facts);
		default:
			return assertNever(answer);
	}
}

/** Where the question stands that the browser is waiting with. */
export function whereToPress(kind: BrowserKind): "unanswered" | "unanswered_android" | "unanswered_other" {
	if (kind === "firefox") return "unanswered";
	return kind === "firefox_android" ? "unanswered_android" : "unanswered_other";
}

/** A browser that asks the person is asked where it was announced, and nowhere else. */
export function asksThePerson(kind: BrowserKind): boolean {
	return kind === "firefox" || kind === "firefox_android" || kind === "other";
}

const ASK_AGAIN: readonly StorageRemedy[] = [
	...(["blocked", "blocked_android", "failed"] as const),
	...(["unanswered", "unanswered_android", "unanswered_other"] as const),
];

/** Whether asking once more can change the answer; else something has to be installed, updated or opened elsewhere. */
export function canAskAgain(remedy: StorageRemedy): boolean {
	return ASK_AGAIN.includes(remedy);
}

function afterRefusal({ kind, installed }: BrowserFacts): StorageRemedy {
	switch (kind) {
		case "firefox":
			return "blocked";
		case "firefox_android":
			return "blocked_android";
		case "chromium":
			return installed ? "installed_refused" : "install";
		case "chromium_android":
			return installed ? "installed_refused" : "install_android";
		case "iphone":
		case "ipad":
		case "mac_safari":
		// Their windows in other apps are better places already.
		case "in_app_apple":
			return "update_system";
		case "in_app_android":
		case "other":
			return "other_browser";
		default:
			return assertNever(kind);
	}
}
