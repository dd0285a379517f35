"use client";

import type { RefObject } from "react";
import { CONTROL, Field } from "@/app/_ui/field";

const LONGEST = 8;

/** Digits that nobody sees and no browser keeps. */
export function PinField(props: {
	label: string;
	name: string;
	error: string | undefined;
	value: string;
	onType: (digits: string) => void;
	inputRef: RefObject<HTMLInputElement | null>;
}) {
	const { label, name, error, value, onType, inputRef } = props;
	return (
		<Field label={label} error={error} className="max-w-56">
			{(attributes) => (
				<input
					{...attributes}
					ref={inputRef}
					name={name}
					type="password"
					autoComplete="one-time-code"
					inputMode="numeric"
					data-1p-ignore=""
					value={value}
					onChange={(event) => onType(event.target.value.replace(/[^0-9]/g, "").slice(0, LONGEST))}
					className={`${CONTROL} tabular tracking-[0.3em]`}
				/>
			)}
		</Field>
	);
}
