import type { ReactNode } from "react";

/** One line of a `dl` in two columns. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-sm text-ink-2">{label}</dt>
			<dd className="tabular font-medium">{children}</dd>
		</>
	);
}
