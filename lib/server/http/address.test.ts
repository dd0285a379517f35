import { describe, expect, it } from "vitest";
import { addressOf } from "./address";

const of = (forwarded: string | undefined) =>
	addressOf(
		new Request("http://localhost/", forwarded === undefined ? {} : { headers: { "x-forwarded-for": forwarded } }),
	);

describe("address of a request", () => {
	it.each([
		["192.0.2.7", "192.0.2.7"],
		["198.51.100.1, 192.0.2.7", "192.0.2.7"],
		["::ffff:192.0.2.7", "192.0.2.7"],
		["::ffff:c000:207", "192.0.2.7"],
		["0:0:0:0:0:ffff:192.0.2.7", "192.0.2.7"],
		["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
		["2001:DB8:0001:0002::1", "2001:db8:1:2::/64"],
		["2001:db8::1", "2001:db8:0:0::/64"],
		["2001:db8::5:6:7:8:9", "2001:db8:0:5::/64"],
		["fe80::1%eth0", "fe80:0:0:0::/64"],
		["::1", "0:0:0:0::/64"],
		["64:ff9b::192.0.2.7", "64:ff9b:0:0::/64"],
		["anything else", "anything else"],
		[undefined, "unknown"],
	])("%s counts as %s", (forwarded, address) => {
		expect(of(forwarded)).toBe(address);
	});
});
