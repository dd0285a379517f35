/** JSON of which equal values give equal text, whatever the order of members. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(inOrder(value));
}

function inOrder(value: unknown): unknown {
	if (typeof value !== "object" || value === null) return value;
	if (Array.isArray(value)) return value.map(inOrder);
	const members = value as Readonly<Record<string, unknown>>;
	// Without a prototype, every name is a member like any other.
	const ordered: Record<string, unknown> = Object.create(null);
	for (const name of Object.keys(members).sort()) ordered[name] = inOrder(members[name]);
	return ordered;
}
