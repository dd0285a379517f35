import type { ReactNode } from "react";

export type Column<Row> = {
	/** Also the React key. */
	readonly heading: string;
	readonly cell: (row: Row) => ReactNode;
	readonly numeric?: boolean;
};

/** A plain table. The first column heads its row; on narrow screens it scrolls sideways by itself, by keyboard too. */
export function DataTable<Row>(props: {
	caption: string;
	rows: readonly Row[];
	rowKey: (row: Row) => string;
	columns: readonly Column<Row>[];
}) {
	const { caption, rows, rowKey, columns } = props;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1).
		<section aria-label={caption} tabIndex={0} className="overflow-x-auto rounded-card border border-line bg-card">
			<table className="w-full border-collapse text-left">
				<caption className="sr-only">{caption}</caption>
				<thead className="text-sm text-ink-2">
					<tr>
						{columns.map((column) => (
							<th
								key={column.heading}
								scope="col"
								className={`border-b border-line px-4 py-2.5 font-medium whitespace-nowrap ${column.numeric ? "text-right" : ""}`}
							>
								{column.heading}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={rowKey(row)} className="[&:not(:last-child)>*]:border-b [&>*]:border-line">
							{columns.map((column, index) => (
								<Cell key={column.heading} head={index === 0} numeric={column.numeric ?? false}>
									{column.cell(row)}
								</Cell>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

function Cell({ head, numeric, children }: { head: boolean; numeric: boolean; children: ReactNode }) {
	const className = `px-4 py-2.5 align-middle ${numeric ? "tabular text-right" : ""}`;
	if (!head) return <td className={className}>{children}</td>;
	return (
		<th scope="row" className={`${className} font-semibold`}>
			{children}
		</th>
	);
}
