/** What the page for pharmacy software shows is what the counter reads and writes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readPreparedAct } from "@/lib/entry/prepared-act";

const page = readFileSync(join(import.meta.dirname, "../../docs/pharmacy-software.md"), "utf8");
const [, example = ""] = /```json act\n(.*?)```/s.exec(page) ?? [];

it("[PS-1] the example act is taken whole", () => {
	const { relais: _, version: __, performedAt: ___, ...members } = JSON.parse(example);
	const read = readPreparedAct(example, "2021-08-13");
	expect(read).toMatchObject({ outcome: "read", act: { ...members, performedAt: 1628841720 }, left: [] });
});

it("[PS-1] every member that is read stands in the table, and no other", () => {
	const rows = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)`/g)]);
	const named = rows.map(([, member = ""]) => member).filter((member) => !["relais", "version"].includes(member));
	// Nothing fits a number that is out of every range: what is known is left out and named.
	const wrong = Object.fromEntries(named.map((member) => [member, -1]));
	const read = readPreparedAct(JSON.stringify({ relais: "act", version: 1, ...wrong }), "2021-08-13");
	expect(read.outcome === "read" ? [...read.left].sort() : read).toEqual([...named].sort());
	expect(named).toHaveLength(22);
});
