/**
 * `npm run bench:verify`: verdicts a second for every format, in Node and in Chromium, beside the bare WebCrypto work
 * that each of them cannot do without (./bare-work.ts), and the time from a cold cache to the first verdict; under a
 * trust list of national size. Status 1 when a limit is broken (./report.ts).
 *
 * One verdict at a time, one signer after the other. RP1's bare side does its three things one after the other; a
 * verdict checks both signatures at once, which shortens it where a second core is free. Processor time is printed too,
 * where it can be told: there the number of cores makes no difference.
 */
import { measureInChromium } from "./in-chromium";
import { measureInNode } from "./in-node";
import { makeWorld } from "./make-world";
import { printFirstVerdict, printTable } from "./report";
import { SIZES } from "./world";

const world = await makeWorld();
const count = (number: number) => number.toLocaleString("en");
console.log(
	`${count(SIZES.dcc)} DCC signers, ${count(SIZES.shc)} SHC keys, ${count(SIZES.denied)} denied ids; ` +
		"medians of rounds, each beside the bare WebCrypto work of the same passes",
);
const inNode = printTable("Node", await measureInNode(world));
const { measured, firstVerdict } = await measureInChromium(world);
const inChromium = printTable("Chromium", measured);
const loading = printFirstVerdict(firstVerdict);
if (!(inNode && inChromium && loading)) process.exitCode = 1;
