import type { ReactNode } from "react";

/** One of several to pick from, as large as a thumb. */
export function Choice(props: { name: string; checked: boolean; onPick: () => void; children: ReactNode }) {
	const { name, checked, onPick, children } = props;
	return (
		<label className="flex min-h-14 cursor-pointer items-center gap-3 rounded-card border border-edge bg-card px-4 py-2.5 has-checked:border-accent has-checked:outline-2 has-checked:-outline-offset-2 has-checked:outline-accent has-focus-visible:outline-3 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus">
			<input
				type="radio"
				name={name}
				checked={checked}
				onChange={onPick}
				className="size-5 shrink-0 accent-(--accent)"
			/>
			<span>{children}</span>
		</label>
	);
}
