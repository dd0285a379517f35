/** Finding elements the way people name them: by what they are and what is written on them. */

export type Query =
	| { readonly by: "css"; readonly css: string }
	| { readonly by: "role"; readonly role: string; readonly name?: string; readonly exact: boolean }
	| { readonly by: "text" | "label"; readonly text: string; readonly exact: boolean };

/** Of a way, each query looks within what the one before it found. `first`: only the first of all that is found. */
export type Path = { readonly ways: readonly (readonly Query[])[]; readonly first: boolean };

/** Runs in the page. In the order of the document. */
export function findAll({ ways, first }: Path): readonly HTMLElement[] {
	const plain = (text: string | null) => (text ?? "").replace(/\s+/g, " ").trim();
	const isShown = (element: Element) =>
		element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
	const says = (text: string, wanted: string, exact: boolean) =>
		exact ? text === plain(wanted) : text.toLowerCase().includes(plain(wanted).toLowerCase());
	const nameOf = (element: Element) => {
		const by = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
		const labelled = by.map((id) => plain(document.getElementById(id)?.textContent ?? "")).join(" ");
		if (labelled !== "") return labelled;
		const copy = element.cloneNode(true) as Element;
		for (const silent of copy.querySelectorAll("[aria-hidden='true']")) silent.remove();
		return plain(element.getAttribute("aria-label") ?? element.getAttribute("alt") ?? copy.textContent);
	};
	const roles: Readonly<Record<string, string>> = {
		button: "button:not([role]), [role=button], input[type=submit]",
		heading: "h1, h2, h3, h4, h5, h6, [role=heading]",
		img: "img:not([role]), [role=img]",
		link: "a[href]:not([role]), [role=link]",
	};
	const within = (root: ParentNode, query: Query): Element[] => {
		if (query.by === "css") return [...root.querySelectorAll(query.css)];
		if (query.by === "role") {
			const shown = [...root.querySelectorAll(roles[query.role] ?? "")].filter(isShown);
			return shown.filter((one) => query.name === undefined || says(nameOf(one), query.name, query.exact));
		}
		if (query.by === "label") {
			const controls = [...root.querySelectorAll<HTMLInputElement>("input, select, textarea")];
			const labels = (one: HTMLInputElement) => [...(one.labels ?? [])].map(nameOf);
			return controls.filter((one) => labels(one).some((label) => says(label, query.text, query.exact)));
		}
		const saying = [...root.querySelectorAll("*:not(script, style)")].filter((one) =>
			says(plain(one.textContent), query.text, query.exact),
		);
		// The innermost: what is around it says it too.
		return saying.filter((one) => !saying.some((other) => other !== one && one.contains(other)));
	};
	const found = ways.flatMap((queries) =>
		// From the document on: the root element is looked for too.
		queries.reduce<ParentNode[]>(
			(around, query) => [...new Set(around.flatMap((one) => within(one, query)))],
			[document],
		),
	);
	return (first ? found.slice(0, 1) : found) as HTMLElement[];
}
