/**
 * Which fetched status lists take the place of the cached ones (spec TL-5): the one whose `iat` is later. A revocation
 * does not come undone by an older file, nor by another one of the same second.
 */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { openStatusList, type StatusContext } from "./open-status-list";
import type { OpenedStatusList } from "./status-list";
import type { Trust } from "./trust";
import { CLOCK_IMPLAUSIBLE_LIMIT } from "./trust-age";
import type { DocumentDecision, StatusRefusal } from "./update-decision";

export type StatusMerge = {
	/** Status list JWTs by id, for the bundle. */
	readonly merged: Record<string, string>;
	readonly decisions: Record<string, DocumentDecision<StatusRefusal>>;
};

/** `kept` is what is cached, under the keyset in use; `clock` says what is the future. */
export async function mergeStatusLists(
	parts: StatusContext & {
		readonly kept: Trust;
		readonly fetched: Readonly<Record<string, string>>;
		readonly clock: NumericDate;
	},
): Promise<StatusMerge> {
	const { keyset, list, kept, fetched, clock } = parts;
	const merged: Record<string, string> = {};
	for (const id of kept.statusLists.keys()) {
		const jwt = kept.bundle.status?.[id];
		if (jwt !== undefined) merged[id] = jwt;
	}
	const decisions: Record<string, DocumentDecision<StatusRefusal>> = {};
	for (const [id, jwt] of Object.entries(fetched)) {
		const before = kept.statusLists.get(id);
		const opened = jwt === merged[id] ? before : await openStatusList(id, jwt, { keyset, list });
		const decision = judge(opened, before, clock);
		decisions[id] = decision;
		if (decision.state === "taken") merged[id] = jwt;
	}
	return { merged, decisions };
}

function judge(
	list: OpenedStatusList | undefined,
	before: OpenedStatusList | undefined,
	clock: NumericDate,
): DocumentDecision<StatusRefusal> {
	if (!list) return { state: "refused", reason: "status_list_unusable" };
	if (list.iat > clock + CLOCK_IMPLAUSIBLE_LIMIT) return { state: "refused", reason: "trust_from_future" };
	if (!before || list.iat > before.iat) return { state: "taken" };
	if (list.iat < before.iat) return { state: "refused", reason: "trust_rollback" };
	return list.content === before.content ? { state: "kept" } : { state: "refused", reason: "trust_fork" };
}
