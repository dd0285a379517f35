import { describe, expect, it } from "vitest";
import { standingAfter } from "./paper-standing";

describe("[SH-6] the paper of a refused record", () => {
	it.each([
		["identity_mismatch", "void"],
		["signature_invalid", "void"],
		["issuer_denied", "void"],
		["revoked", "void"],
		["already_registered", "registered"],
		["key_reused", "registered"],
		["index_reused", "shared"],
		["issuer_mismatch", "foreign"],
		["record_malformed", "stands"],
		["sealed_unreadable", "stands"],
		["a_reason_of_a_newer_portal", "stands"],
	])("%s: %s", (reason, standing) => {
		expect(standingAfter(reason)).toBe(standing);
	});
});
