import "client-only";
import { FieldKeeper, isField } from "./field-keeper";
import { createRepeatFilter } from "./repeat-filter";
import { createWedgeReader, type KnownScanner, type WedgeStep } from "./wedge";

type WedgeListener = {
	/** True: taken. What is not taken counts as new when it is scanned again. */
	readonly onText: (text: string) => boolean;
	/** A scan whose beginning was lost. */
	readonly onStutter: () => void;
	readonly known?: KnownScanner | undefined;
};

/**
 * Listens to the whole page for a keyboard-wedge scanner, also while a field has the focus: no key of a scanner changes a
 * field or presses anything, and keys that were a person's after all return to their field. Returns what stops it.
 */
export function listenForWedge({ onText, onStutter, known }: WedgeListener): () => void {
	const reader = createWedgeReader(known);
	const keeper = new FieldKeeper();
	const filter = createRepeatFilter({ seed: crypto.getRandomValues(new Int32Array(1))[0] ?? 0 });
	const suppressed = new Set<string>();
	let timer: ReturnType<typeof setTimeout> | undefined;

	const hear = (text: string) => {
		const now = performance.now();
		if (filter.isNew(text, now) && onText(text)) filter.add(text, now);
	};
	const act = (step: WedgeStep, target: EventTarget | null) => {
		if (step.undo) keeper.restore();
		if (step.giveBack !== undefined) keeper.write(step.giveBack);
		if (step.begins) keeper.keep(target);
		for (const scan of step.scans ?? []) {
			if (scan.outcome === "read") hear(scan.text);
			else onStutter();
		}
	};
	const idle = () => {
		act(reader.idle(), null);
		wait();
	};
	const wait = () => {
		clearTimeout(timer);
		const due = reader.due();
		timer = due === undefined ? undefined : setTimeout(idle, due);
	};
	const press = (event: KeyboardEvent) => {
		if (event.repeat && suppressed.has(event.code)) swallow(event);
		if (event.repeat || event.isComposing) return;
		const step = reader.press(event, isField(event.target) ? event.target : undefined);
		if (step.suppress) {
			swallow(event);
			suppressed.add(event.code);
		}
		act(step, event.target);
		wait();
	};
	const release = (event: KeyboardEvent) => {
		reader.release(event);
		// Some browsers press a button when the key comes up again.
		if (suppressed.delete(event.code)) swallow(event);
		wait();
	};
	window.addEventListener("keydown", press, { capture: true });
	window.addEventListener("keyup", release, { capture: true });
	return () => {
		clearTimeout(timer);
		window.removeEventListener("keydown", press, { capture: true });
		window.removeEventListener("keyup", release, { capture: true });
	};
}

function swallow(event: KeyboardEvent): void {
	event.preventDefault();
	event.stopPropagation();
}
