/** The code of a fault of the operating system (`ENOENT`, `EADDRINUSE`); undefined for any other fault. */
export function errnoOf(fault: unknown): string | undefined {
	if (!(fault instanceof Error && "code" in fault)) return undefined;
	return typeof fault.code === "string" ? fault.code : undefined;
}
