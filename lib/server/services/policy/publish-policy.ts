/**
 * The authority's policies and notices in its data folder, from where every list that is signed takes them. What comes
 * in here was read by `readPolicy` and `noticesFile`.
 */
import "server-only";
import { z } from "zod";
import type { PolicyDocument } from "@/lib/policy/policy-document";
import type { noticesFile } from "@/lib/trust/notice";
import { collectPolicies, type ListedPolicies, noticesPath, policiesPath } from "../../publish/listed-policies";
import { publishFile } from "../../publish/publish-file";
import { readPublishedList } from "../../publish/read-published-list";

const NOTHING: ListedPolicies = { policies: [], notices: [] };

/** Adds the policy, or replaces the one of the same id. */
export async function publishPolicy(dataDir: string, policy: PolicyDocument): Promise<{ readonly replaced: boolean }> {
	const listed = await listedPolicies(dataDir);
	const others = listed.filter((candidate) => idOf(candidate) !== policy.id);
	await write(policiesPath(dataDir), [...others, policy]);
	return { replaced: others.length < listed.length };
}

/** Whether there was one of that id. */
export async function withdrawPolicy(dataDir: string, id: string): Promise<boolean> {
	const listed = await listedPolicies(dataDir);
	const others = listed.filter((candidate) => idOf(candidate) !== id);
	if (others.length === listed.length) return false;
	await write(policiesPath(dataDir), others);
	return true;
}

/** All notices there are to be; an empty list withdraws them. */
export async function publishNotices(dataDir: string, notices: z.infer<typeof noticesFile>): Promise<void> {
	await write(noticesPath(dataDir), notices);
}

async function listedPolicies(dataDir: string): Promise<readonly unknown[]> {
	return (await collectPolicies(dataDir, (await readPublishedList(dataDir)) ?? NOTHING)).policies;
}

const named = z.object({ id: z.string() });

function idOf(candidate: unknown): string | undefined {
	return named.safeParse(candidate).data?.id;
}

async function write(path: string, content: readonly unknown[]): Promise<void> {
	await publishFile(path, `${JSON.stringify(content, undefined, "\t")}\n`);
}
