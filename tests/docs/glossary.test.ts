import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tableRows } from "./markdown-table";
import { prismaSets, protocolModules, readSchema, schemaSets, setOf } from "./wire-enums";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/architecture.md"), "utf8");

describe("the words of docs/architecture.md", () => {
	it("name every set of values of the wire and of the database, and none that does not exist", async () => {
		const existing = new Set([...schemaSets(await protocolModules(root)), ...prismaSets(readSchema(root))]);
		const documented = tableRows(page, "its values").map(([, values = []]) => setOf(values));
		expect([...documented].sort()).toEqual([...existing].sort());
	});

	it("find the sets of a message, and those of an enum of the database", async () => {
		const { z } = await import("zod");
		const inner = z.object({ list: z.array(z.enum(["b", "a"])).optional() });
		const union = z.discriminatedUnion("state", [
			z.object({ state: z.literal("on") }),
			z.object({ state: z.literal("off"), inner }),
		]);
		expect([...schemaSets([{ union, other: 1 }])]).toEqual(["off on", "a b"]);
		expect([...prismaSets('enum Role {\n  b\n  a\n\n  @@map("role")\n}\n')]).toEqual(["a b"]);
	});

	it("stand for files that exist", () => {
		const rows = [
			...tableRows(page, "its values"),
			...tableRows(page, "answered by"),
			...tableRows(page, "its name there"),
		];
		const files = rows.flatMap((cells) => cells.flat().filter((span) => /^[\w.()[\]/-]+\.(ts|tsx|prisma)$/.test(span)));
		expect(files.length).toBeGreaterThan(30);
		expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
	});

	it("give each question one answer, which names one file", () => {
		const rows = tableRows(page, "answered by");
		expect(rows.length).toBeGreaterThan(15);
		expect(rows.filter(([, answer = []]) => answer.filter((span) => span.includes("/")).length !== 1)).toEqual([]);
	});
});
