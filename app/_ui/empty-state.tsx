import type { ReactNode } from "react";

/** What a list shows before it has anything: why it is empty and what will fill it. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
	return (
		<div className="rounded-card border border-dashed border-line px-5 py-8 text-center">
			<p className="font-medium">{title}</p>
			{children === undefined ? null : <div className="mt-1 text-sm text-ink-2">{children}</div>}
		</div>
	);
}
