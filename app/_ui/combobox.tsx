"use client";

import { type UseComboboxState, type UseComboboxStateChangeOptions, useCombobox } from "downshift";
import { type KeyboardEvent, useState } from "react";
import { CONTROL, type ControlAttributes, Field, type FieldProps } from "./field";

export type Choice = { readonly value: string; readonly label: string };

type ComboboxProps = {
	name: string;
	choices: readonly Choice[];
	/** The chosen value, or text that is not a choice yet. */
	value: string;
	onChange: (value: string) => void;
	/** The form asks for it. */
	asked?: boolean;
};

/** Rows at a time: the list of antigen tests has hundreds, and nobody reads that many. */
const SHOWN = 60;

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
export function Combobox({ name, choices, value, onChange, asked = false, ...field }: FieldProps & ComboboxProps) {
	return (
		<Field {...field}>
			{(attributes) => <Control {...{ name, choices, value, onChange, asked, attributes }} label={field.label} />}
		</Field>
	);
}

/** The pointer neither opens the list nor moves the mark: it may rest where the list appears under somebody who types. */
function byKeyboard(
	state: UseComboboxState<Choice>,
	{ type, changes }: UseComboboxStateChangeOptions<Choice>,
): Partial<UseComboboxState<Choice>> {
	const { InputClick, ItemMouseMove, MenuMouseLeave } = useCombobox.stateChangeTypes;
	return type === InputClick || type === ItemMouseMove || type === MenuMouseLeave ? state : changes;
}

/**
 * The list, its mark and their roles are downshift's. What is chosen is taken in the event itself: the form moves the
 * focus within the same key press, and downshift reports a choice only after that.
 */
function useChoosing({ choices, value, onChange, inputId }: Omit<ComboboxProps, "name"> & { inputId: string }) {
	const [typed, setTyped] = useState<string>();
	const chosen = choices.find((choice) => choice.value === value);
	const shown = (typed === undefined ? choices : matching(choices, typed)).slice(0, SHOWN);
	const box = useCombobox<Choice>({
		inputId,
		items: [...shown],
		itemToString: (choice) => choice?.label ?? "",
		itemToKey: (choice) => choice?.value,
		selectedItem: chosen ?? null,
		inputValue: typed ?? chosen?.label ?? value,
		defaultHighlightedIndex: 0,
		stateReducer: byKeyboard,
	});
	const take = (text: string | undefined) => {
		if (text !== undefined) onChange(text);
		setTyped(undefined);
	};
	const marked = shown[Math.max(0, box.highlightedIndex)];
	const onKeyDown = (event: KeyboardEvent) => {
		if (event.key === "Enter" && box.isOpen && marked !== undefined) take(marked.value);
		if (event.key !== "Escape") return;
		take(undefined);
		// Downshift would empty a closed field; there Escape belongs to the dialog around it.
		if (!box.isOpen) Object.assign(event.nativeEvent, { preventDownshiftDefault: true });
	};
	// What was typed narrows to one: that one is meant. Nothing typed: nothing changes.
	const onBlur = () => take(typed === undefined || typed.trim() === "" ? undefined : (marked?.value ?? typed));
	return { box, shown, take, typing: { onKeyDown, onBlur, onType: setTyped } };
}

function Control(props: ComboboxProps & { label: string; attributes: ControlAttributes }) {
	const { name, choices, value, onChange, asked, label, attributes } = props;
	const { box, shown, take, typing } = useChoosing({ choices, value, onChange, inputId: attributes.id });
	const { onType, ...keys } = typing;
	return (
		<div className="relative">
			<input
				{...box.getInputProps({
					...attributes,
					...keys,
					name,
					// The label names it already, by `htmlFor`.
					"aria-labelledby": undefined,
					onFocus: (event) => event.target.select(),
					onChange: (event) => onType(event.currentTarget.value),
				})}
				spellCheck={false}
				data-1p-ignore=""
				data-asked={asked}
				className={CONTROL}
			/>
			<div
				{...box.getMenuProps({ "aria-label": label })}
				hidden={!box.isOpen || shown.length === 0}
				className="absolute inset-x-0 z-10 mt-1 max-h-64 overflow-auto rounded-field border border-line bg-card py-1 shadow-lg"
			>
				{shown.map((choice, index) => (
					<div
						key={choice.value}
						{...box.getItemProps({ item: choice, index, onClick: () => take(choice.value) })}
						className="cursor-pointer px-3 py-2 aria-selected:bg-accent aria-selected:text-on-accent"
					>
						{choice.label}
					</div>
				))}
			</div>
		</div>
	);
}
