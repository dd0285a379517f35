/** docs/api.md says what the route table, the schemas and the list of published files say. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROUTES } from "@/lib/protocol/routes";
import { apiBlocks } from "@/tools/api-docs/api-page";
import { blockNames, fillBlocks } from "@/tools/api-docs/blocks";
import { tableRows } from "./markdown-table";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/api.md"), "utf8");
const blocks = apiBlocks(root);

describe("docs/api.md", () => {
	it("is what `npm run api-docs` writes", () => {
		expect(page).toBe(fillBlocks(page, blocks));
		// tests/portal/conversation.test.ts holds that one.
		expect([...blockNames(page)].sort()).toEqual([...Object.keys(blocks), "conversation"].sort());
	});

	it("has the bodies of every call", () => {
		const headings = [...page.matchAll(/^#### (.+)$/gm)].map((match) => match[1]);
		expect(headings.sort()).toEqual(
			Object.values(ROUTES)
				.map(({ method, path }) => `${method} ${path}`)
				.sort(),
		);
	});

	it("says of each reason that refuses a record what becomes of it", () => {
		const codes = readFileSync(join(root, "docs/error-codes.md"), "utf8");
		const known = /<!-- literals: .*\n((?:\|.*\n)+)/.exec(codes)?.[1] ?? "";
		const refusing = [...known.matchAll(/^\| `([a-z_]+)` \| refused/gm)].map((match) => match[1]);
		const told = tableRows(page, "kept").map(([reason = []]) => reason[0]);
		expect(told).toEqual(expect.arrayContaining(refusing));
	});
});
