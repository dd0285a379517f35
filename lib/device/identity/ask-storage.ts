import "client-only";
import { within } from "@/lib/scan/within";
import { browserFacts } from "./browser-facts";
import { asksThePerson, type StorageAnswer } from "./storage-guidance";

/**
 * Storage that the browser may evict when the disk runs low is no place for the only copy of a record. Browsers promise
 * to keep it at once, after a question to the person, or only to an installed app.
 */

/** For browsers that answer by themselves; theirs is there at once. */
const ANSWER_MS = 2000;

/** Asks, with the question that some browsers put to the person, until there is an answer or `stop` ends the waiting. */
export async function askStorage(stop: AbortSignal): Promise<StorageAnswer> {
	if (typeof navigator.storage?.persist !== "function") return "unavailable";
	const stopped = new Promise<StorageAnswer>((resolve) => {
		stop.addEventListener("abort", () => resolve("unanswered"), { once: true });
	});
	return Promise.race([stopped, ask()]);
}

/**
 * What can be had without a question that nobody announced: a promise of before, or the answer of a browser that puts no
 * question. `unanswered` where only the person could tell.
 */
export async function askStorageQuietly(): Promise<StorageAnswer> {
	const { kind, canPromise, promised, denied } = await browserFacts();
	if (!canPromise) return "unavailable";
	if (promised) return "promised";
	if (denied) return "refused";
	return asksThePerson(kind) ? "unanswered" : within(ask(), ANSWER_MS, "unanswered");
}

async function ask(): Promise<StorageAnswer> {
	try {
		return (await navigator.storage.persisted()) || (await navigator.storage.persist()) ? "promised" : "refused";
	} catch {
		return "failed";
	}
}
