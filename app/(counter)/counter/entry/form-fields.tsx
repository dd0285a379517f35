"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/app/_ui/field";
import type { EntryContext, FieldProblems } from "./field-problems";
import type { CounterForm, FieldName } from "./form-state";

export type FieldsProps = {
	readonly form: CounterForm;
	/** What is shown as wrong now. */
	readonly problems: FieldProblems;
	readonly context: EntryContext;
	readonly onChange: (field: FieldName | "locale", value: string) => void;
};

/** Sentence of a field's problem; undefined for none. */
export function useProblem({ problems }: Pick<FieldsProps, "problems">) {
	const t = useTranslations("entry.problem");
	return (name: FieldName) => {
		const problem = problems[name];
		return problem === undefined ? undefined : t(problem);
	};
}

type EntryFieldProps = FieldsProps & {
	readonly name: FieldName;
	readonly label: string;
	readonly className?: string;
	readonly optional?: boolean;
	readonly hint?: string | undefined;
	readonly placeholder?: string;
	readonly inputMode?: "numeric" | "tel" | "email";
	readonly maxLength?: number;
	readonly lang?: string;
	/** In place of what stands in the form. */
	readonly shown?: string;
	/** While typing. */
	readonly write?: (typed: string) => string;
	/** When the field is left: as it was read. */
	readonly settle?: (typed: string) => string;
	readonly selectOnFocus?: boolean;
};

/** A text field of the form. One that is not optional is asked for: Enter stops there while it is empty. */
export function EntryField(props: EntryFieldProps) {
	const { form, name, onChange, label, className, optional = false, hint, shown, write, settle, selectOnFocus } = props;
	const problem = useProblem(props);
	const value = shown ?? form[name];
	const { placeholder, inputMode, maxLength, lang } = props;
	return (
		<TextField
			label={label}
			name={name}
			className={className ?? ""}
			error={problem(name)}
			data-asked={!optional}
			value={value}
			{...(optional ? { optional } : {})}
			{...(hint === undefined ? {} : { hint })}
			{...{ placeholder, inputMode, maxLength, lang }}
			onChange={(event) => onChange(name, write === undefined ? event.target.value : write(event.target.value))}
			onFocus={selectOnFocus ? (event) => event.target.select() : undefined}
			onBlur={() => {
				const settled = settle?.(value) ?? value;
				if (settled !== value) onChange(name, settled);
			}}
		/>
	);
}
