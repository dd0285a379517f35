import { useId } from "react";
import type { Choice } from "@/app/_ui/combobox";

/** Two or three choices side by side, all of them visible. */
export function RadioChoice<Value extends string>(props: {
	label: string;
	choices: readonly (Choice & { readonly value: Value })[];
	value: Value;
	onChange: (value: Value) => void;
}) {
	const name = useId();
	return (
		<fieldset className="flex gap-6">
			<legend className="mb-1 text-sm text-ink-2">{props.label}</legend>
			{props.choices.map(({ value, label }) => (
				<label key={value} className="flex min-h-9 items-center gap-2">
					<input
						type="radio"
						name={name}
						className="size-5 accent-accent"
						checked={props.value === value}
						onChange={() => props.onChange(value)}
					/>
					{label}
				</label>
			))}
		</fieldset>
	);
}
