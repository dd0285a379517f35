/** Web Locks of one profile: one page at a time holds a name, and a page that is gone holds nothing. */
import { never, type Page } from "./page";

export type Locks = {
	/** Waits until the name is free. */
	readonly withLock: <Value>(page: Page, name: string, work: () => Promise<Value>) => Promise<Value>;
	/** Undefined where another page holds it. */
	readonly ifFree: <Value>(page: Page, name: string, work: () => Promise<Value>) => Promise<Value | undefined>;
	readonly free: (page: Page) => void;
};

type Held = { page: Page | undefined; readonly waiting: { readonly page: Page; readonly go: () => void }[] };

export function locks(): Locks {
	const names = new Map<string, Held>();
	const heldOf = (name: string): Held => {
		const held = names.get(name) ?? { page: undefined, waiting: [] };
		names.set(name, held);
		return held;
	};
	const pass = (held: Held) => {
		held.page = undefined;
		for (let next = held.waiting.shift(); next !== undefined; next = held.waiting.shift()) {
			if (!next.page.alive()) continue;
			held.page = next.page;
			next.go();
			return;
		}
	};
	const holding = async <Value>(held: Held, page: Page, work: () => Promise<Value>) => {
		// A page may die in the very moment in which the name is handed to it.
		if (!page.alive()) return never<Value>();
		held.page = page;
		try {
			return await work();
		} finally {
			if (page.alive()) pass(held);
		}
	};
	return {
		async withLock(page, name, work) {
			const held = heldOf(name);
			if (held.page !== undefined) await new Promise<void>((go) => held.waiting.push({ page, go }));
			return holding(held, page, work);
		},
		async ifFree(page, name, work) {
			const held = heldOf(name);
			return held.page === undefined ? holding(held, page, work) : undefined;
		},
		free(page) {
			for (const held of names.values()) if (held.page === page) pass(held);
		},
	};
}
