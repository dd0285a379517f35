/** Closes a switch over a union: a new member no longer compiles. */
export function assertNever(value: never): never {
	throw new Error(`unreachable member: ${typeof value}`);
}
