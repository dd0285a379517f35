/**
 * Parts of a Markdown page that are written by a program: between `<!-- generated: NAME -->` and `<!-- end -->`.
 */
const BLOCK = /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** The page with each block's text replaced; throws for a block that nobody writes, and for a text without its block. */
export function fillBlocks(page: string, texts: Readonly<Record<string, string>>): string {
	const open = new Set(Object.keys(texts));
	const filled = page.replace(BLOCK, (whole, head: string, name: string, end: string) => {
		const text = texts[name];
		if (text === undefined) return whole;
		open.delete(name);
		return `${head}\n${text.trim()}\n\n${end}`;
	});
	if (open.size > 0) throw new Error(`the page has no block for ${[...open].join(", ")}`);
	return filled;
}

export function blockNames(page: string): readonly string[] {
	return [...page.matchAll(BLOCK)].map(([, , name = ""]) => name);
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
	return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}
