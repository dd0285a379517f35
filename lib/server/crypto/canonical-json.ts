/** JSON of which equal values give equal text, whatever the order of members. */
export function canonicalJson(value: unknown): string {
	return JSON.stringify(value, (_, member: unknown) => {
		if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
		return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
	});
}
