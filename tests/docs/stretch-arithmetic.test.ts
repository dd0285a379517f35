/** The figures that docs/decisions/044 gives about two copies that are both offline, computed again from the scheme. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { STRETCH } from "@/lib/kit/index-stretch";
import { BLOCK_SIZE } from "@/lib/server/services/device/allot-delegation";

const page = readFileSync(
	join(import.meta.dirname, "../../docs/decisions/044-indices-are-drawn-in-stretches.md"),
	"utf8",
);
const STRETCHES = BLOCK_SIZE / STRETCH;

/** That `drawn` stretches of the one copy and as many of the other have none in common. */
function apart(drawn: number): number {
	let chance = 1;
	for (let i = 0; i < drawn; i++) chance *= (STRETCHES - drawn - i) / (STRETCHES - i);
	return chance;
}

it("[OL-1] two copies meet as often as the decision says", () => {
	const rows = page.split("\n").filter((line) => /^\| \d+ \|/.test(line));
	expect(rows.length).toBeGreaterThan(2);
	for (const row of rows) {
		const [acts = 0, drawn, none, shared] = row
			.split("|")
			.slice(1, 5)
			.map((cell) => Number.parseFloat(cell));
		expect(drawn).toBe(Math.ceil(acts / STRETCH));
		expect(none).toBeCloseTo(100 * apart(Math.ceil(acts / STRETCH)), 1);
		expect(shared).toBeCloseTo(acts ** 2 / BLOCK_SIZE, 1);
	}
});
