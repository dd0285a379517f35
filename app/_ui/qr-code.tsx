import type { CSSProperties } from "react";
import { encode } from "uqr";

const DRAWING = { ecc: "M", border: 4 } as const;

/** Rows of modules from above, quiet zone included; true is dark. */
export function qrRows(text: string): readonly (readonly boolean[])[] {
	return encode(text, DRAWING).data;
}

/**
 * A QR code as one SVG path, black on white whatever the theme, with the quiet zone of four modules that ISO/IEC 18004
 * asks for. Text of the alphanumeric set (base45) is drawn in alphanumeric mode. `label` is what it is, not its text.
 */
export function QrCode(props: { text: string; label: string; className?: string; style?: CSSProperties }) {
	const { text, label, className = "", style } = props;
	const rows = qrRows(text);
	const size = rows.length;
	return (
		<svg
			role="img"
			aria-label={label}
			viewBox={`0 0 ${size} ${size}`}
			shapeRendering="crispEdges"
			className={`bg-white ${className}`}
			style={style}
		>
			<path d={darkRuns(rows)} fill="#000" />
		</svg>
	);
}

/** Each run of dark modules in a row is one rectangle: a tenth of the nodes that single modules would make. */
function darkRuns(rows: readonly (readonly boolean[])[]): string {
	const runs: string[] = [];
	for (const [y, row] of rows.entries()) {
		for (let x = 0; x < row.length; x++) {
			if (!row[x]) continue;
			const start = x;
			while (row[x + 1]) x++;
			runs.push(`M${start} ${y}h${x + 1 - start}v1h${start - x - 1}z`);
		}
	}
	return runs.join("");
}
