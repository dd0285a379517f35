import "client-only";

/** Where keys go that type: what a hand scanner must not change. */
type TextField = HTMLInputElement | HTMLTextAreaElement;
type Field = TextField | HTMLSelectElement;

/** Inputs that are no text: keys press them, and type nothing. */
const PRESSED = new Set(["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"]);

export function isField(target: EventTarget | null): target is Field {
	if (target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement) return true;
	return target instanceof HTMLInputElement && !PRESSED.has(target.type);
}

type Kept = { readonly field: Field; readonly value: string; readonly caret: readonly [number, number] | undefined };

/**
 * Keeps what stood in a field before a run of keys, puts it back when the run was a scanner's, and writes held keys at
 * the caret when it was a person's. The page hears of both as of any typing.
 */
export class FieldKeeper {
	#kept: Kept | undefined;

	keep(target: EventTarget | null): void {
		this.#kept = isField(target) ? { field: target, value: target.value, caret: caretOf(target) } : undefined;
	}

	restore(): void {
		if (this.#kept === undefined) return;
		const { field, value, caret } = this.#kept;
		if (!field.isConnected || field.value === value) return;
		setValue(field, value);
		tell(field, "historyUndo");
		if (caret !== undefined && isTextField(field)) field.setSelectionRange(...caret);
	}

	/** At the caret of the field that the run began in, if it still has the focus. */
	write(text: string): void {
		const field = this.#kept?.field;
		if (field === undefined || field !== document.activeElement || !isTextField(field) || field.readOnly) return;
		const [from, to] = caretOf(field) ?? [field.value.length, field.value.length];
		const room = field.maxLength < 0 ? text.length : Math.max(0, field.maxLength - field.value.length + to - from);
		const written = text.slice(0, room);
		setValue(field, field.value.slice(0, from) + written + field.value.slice(to));
		if (caretOf(field) !== undefined) field.setSelectionRange(from + written.length, from + written.length);
		tell(field, "insertText", written);
	}

	forget(): void {
		this.#kept = undefined;
	}
}

function isTextField(field: Field): field is TextField {
	return !(field instanceof HTMLSelectElement);
}

/** Undefined where the field has none: numbers, dates. */
function caretOf(field: Field): readonly [number, number] | undefined {
	if (!isTextField(field)) return undefined;
	const { selectionStart, selectionEnd } = field;
	return selectionStart === null || selectionEnd === null ? undefined : [selectionStart, selectionEnd];
}

/** Past the page's own setter: React would take the change for its own, and not tell of it. */
function setValue(field: Field, value: string): void {
	const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set;
	setter?.call(field, value);
}

function tell(field: Field, inputType: string, data?: string): void {
	if (field instanceof HTMLSelectElement) field.dispatchEvent(new Event("change", { bubbles: true }));
	else
		field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType, ...(data === undefined ? {} : { data }) }));
}
