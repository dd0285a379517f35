"use client";

import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react";
import { ActFields } from "./act-fields";
import { ActPicker } from "./act-picker";
import type { FieldsProps } from "./form-fields";
import type { Act, FieldName } from "./form-state";
import { MoreFields } from "./more-fields";
import { PersonFields } from "./person-fields";

type AttestationFormProps = FieldsProps & {
	/** The button found these to be put right: the focus goes to the first. */
	readonly found: object | undefined;
	/** What a scanner typed last. */
	readonly heard: object | undefined;
	readonly onAct: (act: Act) => void;
	readonly onProduct: (code: string) => void;
	readonly onLeave: (field: FieldName) => void;
};

type Asked = HTMLInputElement | HTMLSelectElement;

/** Asked for, and still open. */
function isOpen(field: Asked): boolean {
	if (field.dataset["asked"] !== "true") return false;
	return field.type === "checkbox" ? !(field as HTMLInputElement).checked : field.value === "";
}

/**
 * Enter goes to the next field that is asked for and still empty, after the last one to the button that issues (spec
 * EN-13). Tab goes everywhere.
 */
function moveOn(event: KeyboardEvent<HTMLFormElement>): void {
	const { target, currentTarget: form } = event;
	const isField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
	if (event.key !== "Enter" || !isField || event.nativeEvent.isComposing) return;
	event.preventDefault();
	const fields = [...form.elements].filter(
		(element): element is Asked => element instanceof HTMLInputElement || element instanceof HTMLSelectElement,
	);
	const next = fields.slice(fields.indexOf(target) + 1).find(isOpen);
	(next ?? document.querySelector<HTMLElement>("[data-issue]"))?.focus();
}

/** Where the typing starts: the first field that is open. */
function start(form: HTMLFormElement | null): void {
	const fields = [...(form?.querySelectorAll<Asked>("[data-asked='true']") ?? [])];
	(fields.find(isOpen) ?? fields[0])?.focus();
}

export function AttestationForm({ found, heard, onAct, onProduct, onLeave, ...fields }: AttestationFormProps) {
	const { form } = fields;
	const ref = useRef<HTMLFormElement>(null);
	// A new person: to where the typing starts. Something wrong: to the first field that is.
	// biome-ignore lint/correctness/useExhaustiveDependencies: the draft's id is what makes it a new person.
	useEffect(() => start(ref.current), [form.id]);
	useEffect(() => {
		if (found !== undefined) ref.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
	}, [found]);
	// A scanner filled fields in: on to what is still open.
	useEffect(() => {
		if (heard !== undefined) start(ref.current);
	}, [heard]);
	const leave = ({ target }: FocusEvent<HTMLFormElement>) => {
		const { name } = target as Partial<Asked>;
		if (name !== undefined && name !== "" && name in form) onLeave(name as FieldName);
	};
	return (
		<form
			ref={ref}
			onKeyDown={moveOn}
			onBlur={leave}
			onSubmit={(event) => event.preventDefault()}
			noValidate
			autoComplete="off"
		>
			<ActPicker act={form.act} onAct={onAct} />
			<div className="mt-5 grid grid-cols-2 gap-x-3.5 gap-y-3 sm:grid-cols-6">
				<PersonFields {...fields} />
				<ActFields {...fields} onProduct={onProduct} />
				<MoreFields {...fields} />
			</div>
		</form>
	);
}
