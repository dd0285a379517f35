"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { CONTROL, Field, type FieldProps } from "./field";

export type Choice = { readonly value: string; readonly label: string };

type ComboboxProps = FieldProps & {
	name: string;
	choices: readonly Choice[];
	/** The chosen value, or text that is not a choice yet. */
	value: string;
	onChange: (value: string) => void;
};

/** Case and accents do not matter when searching. */
function plain(text: string): string {
	return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function matching(choices: readonly Choice[], typed: string): readonly Choice[] {
	const wanted = plain(typed).trim();
	return wanted === "" ? choices : choices.filter(({ value, label }) => plain(`${value} ${label}`).includes(wanted));
}

/**
 * Choosing by typing (ARIA 1.2 combobox with a list): any part of a code or name narrows the list, Enter or leaving the
 * field takes the marked one.
 */
export function Combobox({ name, choices, value, onChange, ...field }: ComboboxProps) {
	const listId = useId();
	const [open, setOpen] = useState(false);
	const [typed, setTyped] = useState<string>();
	const [marked, setMarked] = useState(0);
	const chosen = choices.find((choice) => choice.value === value);
	const shown = open && typed !== undefined ? matching(choices, typed) : choices;
	const current = shown[Math.min(marked, shown.length - 1)];

	const take = (choice: Choice | undefined) => {
		if (choice !== undefined) onChange(choice.value);
		setOpen(false);
		setTyped(undefined);
		setMarked(0);
	};
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === "ArrowDown" || event.key === "ArrowUp") {
			event.preventDefault();
			setOpen(true);
			const step = event.key === "ArrowDown" ? 1 : -1;
			if (open) setMarked((at) => Math.max(0, Math.min(shown.length - 1, at + step)));
		} else if (event.key === "Enter" && open) {
			// The form moves on by itself: this Enter only chooses.
			take(current);
		} else if (event.key === "Escape" && open) {
			event.preventDefault();
			take(undefined);
		}
	};
	const onBlur = () => {
		// What was typed narrows to one: that one is meant. Nothing typed: nothing changes.
		if (typed === undefined || typed.trim() === "") take(undefined);
		else if (shown.length > 0) take(current);
		else {
			onChange(typed);
			take(undefined);
		}
	};
	return (
		<Field {...field}>
			{(attributes) => (
				<div className="relative">
					<input
						{...attributes}
						name={name}
						role="combobox"
						aria-expanded={open}
						aria-controls={listId}
						aria-autocomplete="list"
						aria-activedescendant={open && current !== undefined ? `${listId}-${current.value}` : undefined}
						autoComplete="off"
						spellCheck={false}
						data-1p-ignore=""
						className={CONTROL}
						value={typed ?? chosen?.label ?? value}
						onFocus={(event) => event.target.select()}
						onChange={(event) => {
							setTyped(event.target.value);
							setMarked(0);
							setOpen(true);
						}}
						onKeyDown={onKeyDown}
						onBlur={onBlur}
					/>
					<div
						id={listId}
						role="listbox"
						aria-label={field.label}
						hidden={!open || shown.length === 0}
						className="absolute inset-x-0 z-10 mt-1 max-h-64 overflow-auto rounded-field border border-line bg-card py-1 shadow-lg"
					>
						{shown.map((choice) => (
							// biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the input, which owns the focus.
							<div
								key={choice.value}
								id={`${listId}-${choice.value}`}
								role="option"
								tabIndex={-1}
								aria-selected={choice === current}
								// The press must not take the focus away from the input.
								onMouseDown={(event) => event.preventDefault()}
								onClick={() => take(choice)}
								className="cursor-pointer px-3 py-2 aria-selected:bg-accent aria-selected:text-on-accent"
							>
								{choice.label}
							</div>
						))}
					</div>
				</div>
			)}
		</Field>
	);
}
