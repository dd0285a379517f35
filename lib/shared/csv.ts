/**
 * A table for any spreadsheet: RFC 4180, semicolons and a byte order mark as French ones want it. What a spreadsheet would
 * take for a formula is text.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
	return `\ufeff${rows.map((row) => row.map(cell).join(";")).join("\r\n")}\r\n`;
}

function cell(text: string): string {
	const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return `"${inert.replaceAll('"', '""')}"`;
}
