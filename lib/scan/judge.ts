import "client-only";
import type { Trust } from "@/lib/trust/trust";
import type { Verdict } from "@/lib/verify/verdict";
import type { WorkerLink } from "./worker/link";
import type { JudgeContext } from "./worker/messages";

/** As `verifyPass` of lib/verify; an array is a text in several codes. */
export type Scanned = string | readonly string[];

/** A verdict takes a few milliseconds; a worker that has not given it by now is not coming back. */
const JUDGE_MS = 2000;

/**
 * Judges in the worker, so that the page is free to show. Where the worker does not answer (none in this browser, ended
 * by the system) the page judges itself: a verdict may be late, never missing, and never another. Never rejects.
 */
export class Judge {
	readonly #worker: WorkerLink;
	/** What the worker was given last, and whether it has opened it. */
	#held: { readonly trust: Trust; readonly opened: Promise<boolean> } | undefined;

	constructor(worker: WorkerLink) {
		this.#worker = worker;
	}

	/** Hands over the lists once, so that the first verdict need not wait for them to be opened again. */
	hold(trust: Trust): Promise<boolean> {
		if (this.#held?.trust !== trust) {
			const opened = this.#worker.ask({ type: "trust", bundle: trust.bundle }, "trusted", { ms: OPEN_MS });
			this.#held = { trust, opened: opened.then((answer) => answer !== undefined) };
		}
		return this.#held.opened;
	}

	async judge(text: Scanned, trust: Trust, context: JudgeContext): Promise<Verdict> {
		if (await this.hold(trust)) {
			const answer = await this.#worker.ask({ type: "judge", text, ...context }, "verdict", { ms: JUDGE_MS });
			if (answer !== undefined) return answer.verdict;
		}
		// A worker that was started anew has to be given the lists again.
		this.#held = undefined;
		const { verifyPass } = await import("@/lib/verify/verify-pass");
		return verifyPass(text, trust, context);
	}
}

/** A list of national size is open in a fraction of this, in milliseconds. */
const OPEN_MS = 5000;
