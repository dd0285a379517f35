import type { z } from "zod";

/** What is wrong beside members that the schema does not name: the path of the first; undefined where nothing is. */
export function wrongBesideUnknownMembers({ issues }: z.ZodError): string | undefined {
	return issues.find(({ code }) => code !== "unrecognized_keys")?.path.join(".");
}
