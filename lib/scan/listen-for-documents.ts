import "client-only";
import { DOCUMENT_QUIET_MS, DocumentRun } from "./document-run";
import { FieldKeeper, isField } from "./field-keeper";

type DocumentListener = {
	/** Whether what was typed so far begins like something that is scanned here. */
	readonly wanted: (beginning: string) => boolean;
	/** The text in every reading, the likeliest first. */
	readonly onScan: (texts: readonly string[]) => void;
};

/** Listens to the whole page; what a scanner typed into a field is taken out of it again. Returns what stops it. */
export function listenForDocuments({ wanted, onScan }: DocumentListener): () => void {
	const run = new DocumentRun(wanted);
	const keeper = new FieldKeeper();
	const suppressed = new Set<string>();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const end = () => onScan(run.end());
	const press = (event: KeyboardEvent) => {
		if (event.isComposing || (event.repeat && !suppressed.has(event.code))) return;
		const { suppress, begins, undo } = run.press(event, isField(event.target) ? event.target : undefined);
		if (begins) keeper.keep(event.target);
		if (undo) keeper.restore();
		if (suppress) {
			event.preventDefault();
			event.stopPropagation();
			suppressed.add(event.code);
		}
		clearTimeout(timer);
		timer = run.taken ? setTimeout(end, DOCUMENT_QUIET_MS) : undefined;
	};
	const release = (event: KeyboardEvent) => {
		// Some browsers press a button when the key comes up again.
		if (!suppressed.delete(event.code)) return;
		event.preventDefault();
		event.stopPropagation();
	};
	window.addEventListener("keydown", press, { capture: true });
	window.addEventListener("keyup", release, { capture: true });
	return () => {
		clearTimeout(timer);
		window.removeEventListener("keydown", press, { capture: true });
		window.removeEventListener("keyup", release, { capture: true });
	};
}
