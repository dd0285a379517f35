import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tableRows } from "./markdown-table";
import { prismaSets, protocolModules, readSchema, schemaSets, setOf } from "./wire-enums";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/architecture.md"), "utf8");

const TO_FORMAT = /\b(?:t|at|sampled|sampledAt)\s*:\s*(?:\w+\.)*performedAt\b/;
const FROM_FORMAT = /\bperformedAt\s*:\s*(?:\w+\.)*(?:t|sampled(?:At|\.at)?)\b(?!\s*\()/;
const mapsSampleTime = (code: string) => TO_FORMAT.test(code) || FROM_FORMAT.test(code);

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

	it("let one file of lib map the counter's sample time to the claims and to the record", () => {
		const planted = ["t: draft.performedAt,", "sampled: { at: performedAt, zone }", "{ performedAt: claims.t }"];
		expect(planted.filter(mapsSampleTime)).toEqual(planted);
		expect(mapsSampleTime("performedAt: z.int(),\n{ sample: draft.performedAt }")).toBe(false);

		const files = readdirSync(join(root, "lib"), { recursive: true, encoding: "utf8" })
			.filter((file) => /(?<!\.test)\.tsx?$/.test(file))
			.map((file) => `lib/${file}`);
		const mapping = files.filter((file) => mapsSampleTime(readFileSync(join(root, file), "utf8")));
		const row = tableRows(page, "its name there").find(([, names]) => names?.join(" ") === "t sampled");
		expect(mapping).toEqual(row?.[2]);
	});

	it("give each question one answer, which names one file", () => {
		const rows = tableRows(page, "answered by");
		expect(rows.length).toBeGreaterThan(15);
		expect(rows.filter(([, answer = []]) => answer.filter((span) => span.includes("/")).length !== 1)).toEqual([]);
	});
});
