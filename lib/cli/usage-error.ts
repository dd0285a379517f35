/**
 * Unusable arguments or files: one line on standard error, exit status 2 (spec §7). The message names options and files,
 * never what is in them (spec V-4).
 */
export class UsageError extends Error {
	constructor(message: string) {
		super(message);
		this.name = "UsageError";
	}
}
