/** JSON of which equal values give equal text, whatever the order of members. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(inOrder(value));
}

function inOrder(value: unknown): unknown {
	if (typeof value !== "object" || value === null) return value;
	if (Array.isArray(value)) return value.map(inOrder);
	const members = Object.entries(value).map(([name, member]) => [name, inOrder(member)] as const);
	return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}
