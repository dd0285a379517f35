import "client-only";

/**
 * Writes drafts one after the other, each the newest at that moment: a person types faster than a disk writes, and what was
 * thrown away is never written back by a write that was on its way.
 */
type DraftWriting = {
	readonly save: (id: string, form: unknown) => Promise<void>;
	readonly remove: (id: string) => Promise<void>;
};

export class DraftSaver {
	readonly #writing: DraftWriting;
	/** Told after each write whether it held. */
	readonly #onWritten: (kept: boolean) => void;
	/** By draft; null: to be removed. */
	readonly #pending = new Map<string, { readonly form: unknown } | null>();
	#running: Promise<void> | undefined;

	constructor(writing: DraftWriting, onWritten: (kept: boolean) => void) {
		this.#writing = writing;
		this.#onWritten = onWritten;
	}

	save(id: string, form: unknown): void {
		this.#pending.set(id, { form });
		this.#run();
	}

	remove(id: string): void {
		this.#pending.set(id, null);
		this.#run();
	}

	/** Until everything so far is on the disk. */
	async settled(): Promise<void> {
		while (this.#running !== undefined) await this.#running;
	}

	#run(): void {
		this.#running ??= this.#writeAll().finally(() => {
			this.#running = undefined;
		});
	}

	async #writeAll(): Promise<void> {
		for (let next = this.#take(); next !== undefined; next = this.#take()) {
			const [id, draft] = next;
			const kept = await (draft === null ? this.#writing.remove(id) : this.#writing.save(id, draft.form)).then(
				() => true,
				// A full disk: the screen says that what is typed is not kept. The next key tries again.
				() => false,
			);
			this.#onWritten(kept);
		}
	}

	#take(): [string, { readonly form: unknown } | null] | undefined {
		for (const [id, draft] of this.#pending) {
			this.#pending.delete(id);
			return [id, draft];
		}
		return undefined;
	}
}
