/**
 * The work list of papers that share an index (spec OL-5), as a counter keeps it: fetched while the portal speaks of one,
 * with a key for what will replace each paper. What is prepared for a person keeps its key: pressing twice, or after a
 * crash, gives the same sheet. What the portal refused replaces nothing, and its key is spent: the person gets another.
 */
import type { SharedIndex, SharedPapersAnswer } from "@/lib/protocol/shared-papers";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Failure, Result } from "@/lib/shared/result";
import type { TaskOutcome } from "./run-tasks";

/** While there is something to do the list is asked for so often at most. */
const ASK_EVERY = 60;

/** `drafts`: by key of the paper, the key of the record that will replace it. */
export type SharedList = {
	readonly shared: readonly SharedIndex[];
	readonly drafts: Readonly<Record<string, string>>;
};

export type SharedListPorts = {
	/** How many such indices the portal spoke of last; undefined: it has not spoken yet. */
	readonly heard: () => Promise<number | undefined>;
	readonly askedAt: () => Promise<NumericDate | undefined>;
	readonly load: () => Promise<SharedList | undefined>;
	readonly keep: (list: SharedList, askedAt: NumericDate) => Promise<void>;
	readonly forget: () => Promise<void>;
	readonly ask: () => Promise<Result<SharedPapersAnswer, Failure>>;
	/** Whether the record of this key was made here and the portal refused it. */
	readonly isRefused: (key: string) => Promise<boolean>;
	readonly now: () => NumericDate;
	readonly newKey: () => string;
};

export async function refreshSharedList(ports: SharedListPorts): Promise<TaskOutcome> {
	const { heard, askedAt, load, keep, forget, ask } = ports;
	const count = await heard();
	if (count === undefined) return { state: "idle" };
	if (count === 0) {
		await forget();
		return { state: "idle" };
	}
	const now = ports.now();
	const before = await askedAt();
	if (before !== undefined && now >= before && now < before + ASK_EVERY) {
		return { state: "idle", again: before + ASK_EVERY };
	}
	const answered = await ask();
	if (!answered.ok) return { state: "failed", error: answered.error };
	const { shared } = answered.value;
	const { drafts = {} } = (await load()) ?? {};
	const next: Record<string, string> = {};
	for (const { papers } of shared) for (const { key } of papers) next[key] = await draftOf(drafts[key], ports);
	await keep({ shared, drafts: next }, now);
	return { state: "done" };
}

async function draftOf(
	known: string | undefined,
	{ isRefused, newKey }: Pick<SharedListPorts, "isRefused" | "newKey">,
): Promise<string> {
	return known === undefined || (await isRefused(known)) ? newKey() : known;
}
