/**
 * What a newer list no longer says (spec TL-2): a key, a denial or a status list that the one before had and that is not
 * named in `removed`. A key that ends earlier or may sign fewer kinds counts as gone.
 */
import type { Denial, ListedKey, Removal, TrustList } from "./trust-list";

export type Vanished = "key" | "denial" | "status";

/** Undefined where everything is there or explained. */
export function findVanished(before: TrustList, now: TrustList): Vanished | undefined {
	const explained = new Set(now.removed.map(removalName));
	const keys = new Map<string, ListedKey[]>();
	for (const key of now.keys) keys.set(identity(key), [...(keys.get(identity(key)) ?? []), key]);
	const isLost = (key: ListedKey) => !(keys.get(identity(key)) ?? []).some((other) => reaches(other, key));
	if (before.keys.some((key) => isLost(key) && !explained.has(keyName(key)))) return "key";
	const denied = new Set(now.denied.map(denialName));
	const lifted = (name: string) => !denied.has(name) && !explained.has(name);
	if (before.denied.map(denialName).some(lifted)) return "denial";
	const ids = new Set(now.status.map(({ id }) => statusName(id)));
	const dropped = (name: string) => !ids.has(name) && !explained.has(name);
	return before.status.map(({ id }) => statusName(id)).some(dropped) ? "status" : undefined;
}

/** Whether `key` may still sign all that `before` could, for as long. */
export function reaches(key: ListedKey, before: ListedKey): boolean {
	const lasts = (key.exp ?? Number.POSITIVE_INFINITY) >= (before.exp ?? Number.POSITIVE_INFINITY);
	const { kinds } = key;
	return lasts && (kinds === undefined || (before.kinds?.every((kind) => kinds.includes(kind)) ?? false));
}

/** The same key is the one with the same use, issuer, kid and public key. */
function identity(key: ListedKey): string {
	return `${keyName(key)}\n${key.spki}`;
}

/** What an entry of `removed` speaks of, comparable with the three below. */
export function removalName(removal: Removal): string {
	if ("status" in removal) return statusName(removal.status);
	return "denied" in removal ? denialName(removal.denied) : keyName(removal);
}

/** Look-up name of a key: what `removed` names (spec §4). */
export function keyName({ use, kid, iss }: { use: string; kid: string; iss?: string | undefined }): string {
	return `key\n${use}\n${iss ?? ""}\n${kid}`;
}

export function denialName({ jti, sub, kid }: Pick<Denial, "jti" | "sub" | "kid">): string {
	return `denied\n${jti ?? ""}\n${sub ?? ""}\n${kid ?? ""}`;
}

export function statusName(id: string): string {
	return `status\n${id}`;
}
