/**
 * The rows of the first Markdown table with a column of this heading. Each cell is given as the list of its
 * code spans (`like this`), which is all that documentation tests compare. Escaped pipes are not supported.
 */
export function tableRows(markdown: string, heading: string): string[][][] {
	const lines = markdown.split("\n");
	const head = lines.findIndex((line) => cellsOf(line).includes(heading));
	if (head < 0) throw new Error(`no table with a column "${heading}"`);
	const body = lines.slice(head + 2);
	const end = body.findIndex((line) => !line.startsWith("|"));
	return body.slice(0, end < 0 ? undefined : end).map((line) => cellsOf(line).map(codeSpans));
}

function cellsOf(line: string): string[] {
	if (!line.startsWith("|")) return [];
	return line
		.split("|")
		.slice(1, -1)
		.map((cell) => cell.trim());
}

function codeSpans(cell: string): string[] {
	return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
}
