/**
 * A page of the app: what it does ends at any durable step when it is killed, and nothing of its memory goes on. What was
 * sent is on its way all the same; what it held locked is free again.
 */

export type Page = {
	readonly name: string;
	readonly alive: () => boolean;
	/** Runs a step of the disk, unless the page is gone before or after it. */
	readonly write: <Value>(step: () => Promise<Value>) => Promise<Value>;
	/** What comes back to a page that is gone comes to nobody. */
	readonly here: <Value>(coming: Promise<Value>) => Promise<Value>;
	readonly kill: () => void;
	/** Calls when it is killed; answers how to take that back. */
	readonly onGone: (call: () => void) => () => void;
};

/** The disk takes no more: QuotaExceededError. */
export class DiskFull extends Error {
	constructor() {
		super("the quota has been exceeded");
	}
}

export type PageFaults = {
	/** The page dies at this durable step. */
	readonly dies: () => boolean;
	readonly isFull: () => boolean;
	/** Milliseconds that the disk takes over this step, mostly 0. */
	readonly slowness: () => number;
	readonly sleep: (wait: number) => Promise<void>;
	/** It is gone: locks are to be freed, and somebody may open it again. */
	readonly onDeath: (page: Page) => void;
};

/** What a page that is gone hears. */
export const never = <Value>() => new Promise<Value>(() => {});

export function openPage(name: string, faults: PageFaults): Page {
	let alive = true;
	const mourners = new Set<() => void>();
	const page: Page = {
		name,
		alive: () => alive,
		async write(step) {
			const slow = faults.slowness();
			if (slow > 0) await faults.sleep(slow);
			if (!alive) return never();
			if (faults.dies()) {
				page.kill();
				return never();
			}
			if (faults.isFull()) throw new DiskFull();
			const value = await step();
			if (alive && faults.dies()) page.kill();
			return alive ? value : never();
		},
		here(coming) {
			return coming.then(
				(value) => (alive ? value : never()),
				(error: unknown) => {
					if (alive) throw error;
					return never();
				},
			);
		},
		kill() {
			if (!alive) return;
			alive = false;
			faults.onDeath(page);
			for (const call of mourners) call();
		},
		onGone(call) {
			mourners.add(call);
			return () => void mourners.delete(call);
		},
	};
	return page;
}

/** A store as this page sees it: reading needs the page alone, writing may meet every fault of the disk. */
export function through<Store extends object>(page: Page, store: Store, writes: readonly (keyof Store)[]): Store {
	const seen: Record<string, unknown> = {};
	for (const [name, method] of Object.entries(store) as [keyof Store & string, unknown][]) {
		if (typeof method !== "function") continue;
		const call = method as (...given: unknown[]) => Promise<unknown>;
		seen[name] = writes.includes(name)
			? (...given: unknown[]) => page.write(() => call(...given))
			: (...given: unknown[]) => page.here(call(...given));
	}
	return seen as Store;
}

/** What the browser does with a fault of the disk in the background: nothing is lost, the next round tries again. */
export async function onDisk<Value>(work: Promise<Value>): Promise<Value | undefined> {
	try {
		return await work;
	} catch (error) {
		if (error instanceof DiskFull) return undefined;
		throw error;
	}
}
