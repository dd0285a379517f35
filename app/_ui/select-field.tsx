"use client";

import type { ComponentProps } from "react";
import type { Choice } from "./combobox";
import { CONTROL, Field, type FieldProps } from "./field";

type SelectFieldProps = FieldProps &
	Omit<ComponentProps<"select">, keyof FieldProps | "id"> & {
		choices: readonly Choice[];
	};

/** The browser's own list: typing the first letter chooses. An empty first line until somebody has chosen. */
export function SelectField({ label, hint, error, optional, className, choices, ...select }: SelectFieldProps) {
	const field = { label, hint, error, ...(optional === undefined ? {} : { optional }), className: className ?? "" };
	return (
		<Field {...field}>
			{(attributes) => (
				<select autoComplete="off" {...select} {...attributes} className={`${CONTROL} h-[3.1rem]`}>
					<option value="" />
					{choices.map(({ value, label: text }) => (
						<option key={value} value={value}>
							{text}
						</option>
					))}
				</select>
			)}
		</Field>
	);
}
