/**
 * Policies and notices of the trust list: what `<data>/trust/policies.json` and `notices.json` say, as the operator's
 * commands wrote them; without such a file, what the last list carried, so that an instance with a data folder of its
 * own withdraws nothing. A damaged file never stops the rest of the list, such as a denial: the last one's content
 * stays, and the log says so.
 */
import "server-only";
import { join } from "node:path";
import { z } from "zod";
import { noticesFile } from "@/lib/trust/notice";
import type { TrustList } from "@/lib/trust/trust-list";
import { readDataFile } from "./read-data-file";

export const policiesPath = (dataDir: string) => join(dataDir, "trust", "policies.json");
export const noticesPath = (dataDir: string) => join(dataDir, "trust", "notices.json");

export type ListedPolicies = Pick<TrustList, "policies" | "notices">;

export type CollectedPolicies = ListedPolicies & {
	/** The files that could not be used. */
	readonly unusable: readonly string[];
};

/** Checked when it was published; a policy of another version is told by who reads the list. */
const policiesFile = z.array(z.looseObject({ id: z.string() }));

export async function collectPolicies(dataDir: string, before: ListedPolicies): Promise<CollectedPolicies> {
	const [policies, notices] = await Promise.all([
		read(policiesPath(dataDir), policiesFile),
		read(noticesPath(dataDir), noticesFile),
	]);
	return {
		policies: policies.content ?? before.policies,
		notices: notices.content ?? before.notices,
		unusable: [policies, notices].flatMap(({ unusable }) => unusable ?? []),
	};
}

async function read<Schema extends z.ZodType>(
	path: string,
	schema: Schema,
): Promise<{ readonly content?: z.infer<Schema>; readonly unusable?: string }> {
	try {
		const content = await readDataFile(path);
		return content === undefined ? {} : { content: schema.parse(content) };
	} catch {
		return { unusable: path }; // said by the caller; the list goes on with what it had
	}
}
