import { describe, expect, it } from "vitest";
import { keysetJwt, listJwt, ROOT, STRANGER } from "@/tests/support/authority";
import { rootOfKeyset } from "./first-root";

describe("[ND-6] the root that a browser without an enrolment pins", () => {
	it("is the key that the published keyset carries, and that signed it", async () => {
		expect(await rootOfKeyset(keysetJwt())).toBe(ROOT.thumbprint);
	});

	it.each<[string, string]>([
		["of a keyset that somebody else signed", keysetJwt({}, { signer: STRANGER, header: { jwk: ROOT.jwk } })],
		["of a keyset that carries no key", keysetJwt({}, { header: { jwk: undefined } })],
		["of a document of another type", listJwt({}, { signer: ROOT, header: { jwk: ROOT.jwk } })],
		["of no keyset at all", "<html>"],
	])("is nobody’s %s", async (_, jwt) => {
		expect(await rootOfKeyset(jwt)).toBeUndefined();
	});
});
