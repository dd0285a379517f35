import type { ReactNode } from "react";

/** Title of a section with its actions on the right. `id` names the title for `aria-labelledby`. */
export function SectionHead({ id, title, children }: { id: string; title: string; children?: ReactNode }) {
	return (
		<div className="flex flex-wrap items-center justify-between gap-3">
			<h2 id={id} className="text-2xl font-semibold">
				{title}
			</h2>
			<div className="flex flex-wrap gap-2">{children}</div>
		</div>
	);
}
