import { describe, expect, it } from "vitest";
import { readEntry } from "../entry-text";
import { walletLink } from "./wallet-link";

describe("walletLink", () => {
	it("[ER-6] carries the whole certificate, where no server sees it, and is read back at a door", () => {
		const hc1 = "HC1:6BF%20+ABC:/.*$-&Z".padEnd(120, "9");
		const link = new URL(walletLink(hc1));
		expect([link.origin, link.pathname, link.search]).toEqual([
			"https://bonjour.tousanticovid.gouv.fr",
			"/app/walletdcc",
			"",
		]);
		expect(readEntry(link.href)).toBe(hc1);
	});
});
