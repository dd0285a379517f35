import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { buildDenyFile, denyPrefix } from "@/lib/trust/deny-list";
import type { FetchPort } from "@/lib/trust/fetch-file";
import { keysetJwt, listJwt, STRANGER } from "@/tests/support/authority";
import { isTakenBack } from "./pass-standing";

const OLD = "URN:UVCI:01:FR:OLD#1";
const OTHER = "URN:UVCI:01:FR:OTHER#2";
const FILE = buildDenyFile([denyPrefix(OLD)]);
const DENY = { uri: "/trust/deny-1.bin", sha256: createHash("sha256").update(FILE).digest("hex"), count: 1 };

/** What an origin publishes; every address that was asked for. */
function origin(
	files: Partial<Record<"keyset" | "list", string>> = {},
	deny: Uint8Array<ArrayBuffer> | undefined = FILE,
) {
	const asked: string[] = [];
	const texts: Record<string, string> = {
		"/trust/keyset.jwt": files.keyset ?? keysetJwt(),
		"/trust/list.jwt": files.list ?? listJwt({ deny: DENY }),
	};
	const fetch: FetchPort = async ({ uri }) => {
		asked.push(uri);
		const text = texts[uri];
		if (text !== undefined) return { state: "fetched", etag: null, text };
		return deny === undefined ? { state: "unreachable" } : { state: "fetched", etag: null, text: "", bytes: deny };
	};
	return { fetch, asked };
}

describe("[SH-17] whether a kept pass was taken back", () => {
	it("is told by the published lists, of which every address is everybody's", async () => {
		const { fetch, asked } = origin();
		expect([await isTakenBack(OLD, { fetch }), await isTakenBack(OTHER, { fetch })]).toEqual([true, false]);
		expect(new Set(asked)).toEqual(new Set(["/trust/keyset.jwt", "/trust/list.jwt", DENY.uri]));
	});

	it("is not so where nothing is revoked", async () => {
		expect(await isTakenBack(OLD, origin({ list: listJwt({ deny: null }) }))).toBe(false);
	});

	it.each([
		["no network", { fetch: async () => ({ state: "unreachable" }) as const }],
		["a login page in place of the lists", origin({ keyset: "<html>", list: "<html>" })],
		["a list that this authority did not sign", origin({ list: listJwt({ deny: DENY }, { signer: STRANGER }) })],
		["another file than the one that the list names", origin({}, buildDenyFile([denyPrefix(OTHER)]))],
	])("is not known with %s", async (_, { fetch }) => {
		expect(await isTakenBack(OLD, { fetch })).toBeUndefined();
	});
});
