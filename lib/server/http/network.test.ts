import { describe, expect, it } from "vitest";
import { networkOf } from "./network";

const of = (forwarded: string | undefined) =>
	networkOf(
		new Request("http://localhost/", forwarded === undefined ? {} : { headers: { "x-forwarded-for": forwarded } }),
	);

describe("[AB-2] network of a request", () => {
	it.each([
		["192.0.2.7", "192.0.2.0/24"],
		["198.51.100.1, 192.0.2.7", "192.0.2.0/24"],
		["::ffff:192.0.2.7", "192.0.2.0/24"],
		["::ffff:c000:207", "192.0.2.0/24"],
		["0:0:0:0:0:ffff:192.0.2.7", "192.0.2.0/24"],
		["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
		["2001:DB8:0001:0002::1", "2001:db8:1::/48"],
		["2001:db8::1", "2001:db8:0::/48"],
		["2001:db8::5:6:7:8:9", "2001:db8:0::/48"],
		["fe80::1%eth0", "fe80:0:0::/48"],
		["::1", "0:0:0::/48"],
		["64:ff9b::192.0.2.7", "192.0.2.0/24"],
		["192.0.2.7:50123", "192.0.2.0/24"],
		["[2001:db8:1:2::6]:50123", "2001:db8:1::/48"],
		["[2001:db8:1:2::6]", "2001:db8:1::/48"],
		["anything else", "unknown"],
		["192.0.2", "unknown"],
		["", "unknown"],
		[undefined, "unknown"],
	])("%s counts as %s", (forwarded, network) => {
		expect(of(forwarded)).toBe(network);
	});
});
