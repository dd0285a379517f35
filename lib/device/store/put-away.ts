import "client-only";
import type { DBCore } from "dexie";

/**
 * A browser may put a page away whole, to come back to it (its back-forward cache), in the middle of a transaction. In
 * WebKit that stays open, and no other page of ours reads the database for as long as the page is kept: it says "loading"
 * and nothing else. So a page that is put away takes back what is under way, and begins anew if it comes back.
 */
export class Transactions {
	readonly #underWay = new Set<IDBTransaction>();

	/** The same database, with its transactions followed. */
	followed(core: DBCore): DBCore {
		return {
			...core,
			transaction: (...asked) => {
				const begun = core.transaction(...asked);
				this.#follow(begun as unknown as IDBTransaction);
				return begun;
			},
		};
	}

	#follow(transaction: IDBTransaction): void {
		this.#underWay.add(transaction);
		for (const end of ["complete", "abort"]) {
			transaction.addEventListener(end, () => this.#underWay.delete(transaction), { once: true });
		}
	}

	/** `page`: its window. `beginAnew`: for a page that comes back and lost something. */
	takeBackWith(page: EventTarget, beginAnew: () => void): void {
		let lost = false;
		page.addEventListener("pagehide", (event) => {
			if (!(event as PageTransitionEvent).persisted) return;
			for (const transaction of this.#underWay) lost = takenBack(transaction) || lost;
		});
		page.addEventListener("pageshow", (event) => {
			if ((event as PageTransitionEvent).persisted && lost) beginAnew();
		});
	}
}

function takenBack(transaction: IDBTransaction): boolean {
	try {
		transaction.abort();
		return true;
	} catch (error) {
		// It has ended, and its end was not told yet.
		if (error instanceof DOMException && error.name === "InvalidStateError") return false;
		throw error;
	}
}
