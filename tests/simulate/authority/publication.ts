/** The files that the authority publishes: keysets by number, the list, and the status lists of what the portal revoked. */
import { deflateSync } from "node:zlib";
import { base64url } from "@/lib/shared/bytes";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { keysetFile, TRUST_FILES } from "@/lib/trust/trust-file";
import type { PortalData } from "../portal/portal-data";
import { type Generations, ISSUER, keyFor, keysetText } from "./key-generations";
import { signed } from "./sign-document";

const LISTS_LAST = 7 * DAY;

export type PublishedFile = { readonly etag: string; readonly text: string };
/** By path. */
export type Files = ReadonlyMap<string, PublishedFile>;

type Denial = { readonly sub: string };
export type ListContent = {
	readonly seq: number;
	readonly denied: readonly Denial[];
	readonly lifted: readonly { readonly denied: Denial; readonly reason: string; readonly at: NumericDate }[];
};

const path = (name: string) => `/trust/${name}`;
const statusPath = (id: string) => path(`status/${id}.jwt`);

/** By id, the indices that are revoked. */
export type Revoked = ReadonlyMap<string, readonly number[]>;

/** What the portal has revoked, by status list. */
export function revokedNow({ list, revoked, delegations }: PortalData): Revoked {
	const byList = new Map<string, number[]>(Array.from({ length: list }, (_, n) => [String(n + 1), []]));
	for (const paper of revoked.keys()) {
		const [jti = "", index] = paper.split(".");
		byList.get(String(delegations.get(jti)?.list))?.push(Number(index));
	}
	return byList;
}

type Publication = {
	readonly before: Files | undefined;
	readonly generations: Generations;
	readonly content: ListContent;
	readonly revoked: Revoked;
	readonly iat: NumericDate;
};

export async function publication({ before, generations, content, revoked, iat }: Publication): Promise<Files> {
	const files = new Map(before);
	const { keyset } = generations;
	const numbered = path(keysetFile(keyset));
	if (!files.has(numbered)) {
		const text = await keysetText(generations, iat);
		for (const place of [numbered, path(TRUST_FILES.keyset)]) files.set(place, { etag: `"keyset ${keyset}"`, text });
	}
	const { seq, denied, lifted } = content;
	const status = [...revoked.keys()].map((id) => ({ id, uri: statusPath(id) }));
	const claims = { iss: ISSUER, seq, iat, exp: iat + LISTS_LAST, keys: [], removed: lifted, denied, status };
	const list = await signed(keyFor("list", generations.list), "trust-list+jwt", claims);
	files.set(path(TRUST_FILES.list), { etag: `"list ${seq}"`, text: list });
	for (const [id, indices] of revoked) {
		const text = await statusList(statusPath(id), { indices, iat, generation: generations.status });
		files.set(statusPath(id), { etag: `"status ${id} ${seq}"`, text });
	}
	files.set(path(TRUST_FILES.delegations), { etag: '"none"', text: "[]" });
	return files;
}

type StatusContent = { readonly indices: readonly number[]; readonly iat: NumericDate; readonly generation: number };

function statusList(sub: string, { indices, iat, generation }: StatusContent): Promise<string> {
	const bits = new Uint8Array(Math.floor(Math.max(0, ...indices) / 8) + 1);
	for (const index of indices) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
	const status_list = { bits: 1, lst: base64url(Uint8Array.from(deflateSync(bits))) };
	return signed(keyFor("status", generation), "statuslist+jwt", { sub, iat, exp: iat + 30 * DAY, status_list });
}
