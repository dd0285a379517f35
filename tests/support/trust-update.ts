/** Updates of a verifier's trust, judged by lib/trust/update.ts, in the short forms that its tests compare. */
import type { VerifierBundle } from "@/lib/trust/bundle";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { type TrustUpdate, type UpdateQuestion, updateTrust } from "@/lib/trust/update";
import type { DocumentDecision } from "@/lib/trust/update-decision";
import { NOW } from "./authority";

const { subtle } = crypto;

export async function opened(content: VerifierBundle): Promise<Trust> {
	const trust = await openTrust(content, { subtle });
	if (!trust.ok) throw new Error(trust.error.code);
	return trust.value;
}

type Circumstances = Partial<Pick<UpdateQuestion, "now" | "date" | "floor">>;

export async function update(
	cached: VerifierBundle | undefined,
	fetched: VerifierBundle,
	circumstances: Circumstances = {},
): Promise<TrustUpdate> {
	const before = cached && (await opened(cached));
	const done = await updateTrust({ cached: before, fetched, now: NOW, ...circumstances, subtle });
	if (!done.ok) throw new Error(done.error.code);
	return done.value;
}

/** What became of the list: its state, or why it was refused. */
export async function decide(...question: Parameters<typeof update>): Promise<string> {
	return wordOf((await update(...question)).list);
}

/** The state of each document, or why it was refused. */
export function statesOf({ keyset, list, status, deny }: TrustUpdate) {
	const states = Object.entries(status).map(([id, decision]) => [id, wordOf(decision)] as const);
	return { keyset: wordOf(keyset), list: wordOf(list), status: Object.fromEntries(states), deny: wordOf(deny) };
}

function wordOf(decision: DocumentDecision): string {
	return decision.state === "refused" ? decision.reason : decision.state;
}
