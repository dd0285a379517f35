/** The bench's world: made from names and counts, the same on every machine and in every run. */
import { createHash } from "node:crypto";
import { base64 } from "@/lib/shared/bytes";
import { DAY } from "@/lib/shared/numeric-date";
import { buildDenyFile } from "@/lib/trust/deny-list";
import { bundle, keysetJwt, listJwt, NOW } from "../tests/support/authority";
import { manyPrefixes } from "../tests/support/many-prefixes";
import { makeListedKeys } from "./listed-keys";
import { hc1Texts, relaisTexts, shcTexts, twoddocTexts } from "./pass-texts";
import { type BenchWorld, SIZES } from "./world";

/** Of each format, each signed by another key. */
const TEXTS = 24;

/** Where the list says that its deny file lies, relative to the page. */
const DENY_PATH = "/trust/deny";

export async function makeWorld(): Promise<BenchWorld> {
	const { keys, signers } = makeListedKeys(TEXTS, NOW);
	const deny = buildDenyFile(manyPrefixes(SIZES.denied));
	const sha256 = createHash("sha256").update(deny).digest("base64url");
	return {
		bundle: bundle({
			// What has ended is not taken by a device that has nothing yet, and pages have a clock of their own.
			keyset: keysetJwt({ exp: NOW + 36_500 * DAY }),
			list: listJwt({ exp: NOW + 36_500 * DAY, keys, deny: { uri: DENY_PATH, sha256, count: SIZES.denied } }),
			deny: base64(deny),
		}),
		texts: {
			relais: relaisTexts(TEXTS),
			hc1: await hc1Texts(signers.hc1),
			shc: shcTexts(signers.shc),
			"2ddoc": twoddocTexts(signers["2ddoc"]),
		},
		now: NOW,
	};
}
