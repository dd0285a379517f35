/**
 * The authority's policies and notices in its data folder, from where every list that is signed takes them. What comes
 * in here was read by `readPolicy` and `noticesFile`.
 */
import "server-only";
import { join } from "node:path";
import { z } from "zod";
import type { PolicyDocument } from "@/lib/policy/policy-document";
import type { noticesFile } from "@/lib/trust/notice";
import { withFolderLock } from "../../publish/folder-lock";
import { collectPolicies, type ListedPolicies, noticesPath, policiesPath } from "../../publish/listed-policies";
import { publishFile } from "../../publish/publish-file";
import { readPublishedList } from "../../publish/read-published-list";

const NOTHING: ListedPolicies = { policies: [], notices: [] };

/** What became of the list's policies; `busy`: another command is at it, nothing was changed. */
export type PolicyChange = "added" | "replaced" | "withdrawn" | "unknown" | "busy";

/** Adds the policy, or replaces the one of the same id. */
export function publishPolicy(dataDir: string, policy: PolicyDocument): Promise<PolicyChange> {
	return change(dataDir, async (listed) => {
		const others = listed.filter((candidate) => idOf(candidate) !== policy.id);
		await write(policiesPath(dataDir), [...others, policy]);
		return others.length < listed.length ? "replaced" : "added";
	});
}

/** `unknown` where there is none of that id. */
export function withdrawPolicy(dataDir: string, id: string): Promise<PolicyChange> {
	return change(dataDir, async (listed) => {
		const others = listed.filter((candidate) => idOf(candidate) !== id);
		if (others.length === listed.length) return "unknown";
		await write(policiesPath(dataDir), others);
		return "withdrawn";
	});
}

/** All notices there are to be; an empty list withdraws them. */
export async function publishNotices(dataDir: string, notices: z.infer<typeof noticesFile>): Promise<void> {
	await write(noticesPath(dataDir), notices);
}

async function change(
	dataDir: string,
	work: (listed: readonly unknown[]) => Promise<PolicyChange>,
): Promise<PolicyChange> {
	const done = await withFolderLock(join(dataDir, "trust", ".policies.lock"), async () => {
		const { policies } = await collectPolicies(dataDir, (await readPublishedList(dataDir))?.list ?? NOTHING);
		return work(policies);
	});
	return done ?? "busy";
}

const named = z.object({ id: z.string() });

function idOf(candidate: unknown): string | undefined {
	return named.safeParse(candidate).data?.id;
}

async function write(path: string, content: readonly unknown[]): Promise<void> {
	await publishFile(path, `${JSON.stringify(content, undefined, "\t")}\n`);
}
