import path from "node:path";
import { describe, expect, it } from "vitest";
import { plantProject } from "../tools/planted-project";
import { findOpenDefaults } from "./support/open-defaults";

const ASSERT_NEVER = `function assertNever(value: never): never { throw new Error(String(value)); }\n`;
const switchOver = (type: string, last: string) =>
	`${ASSERT_NEVER}export function f(x: ${type}): number { switch (x) { case "a": return 1; ${last} } }\n`;

/** Each with one `default` that answers for members nobody named. */
const OPEN = {
	"lib/server/open.ts": switchOver(`"a" | "b"`, "default: return 2;"),
	"lib/server/open-for-null.ts": switchOver(`"a" | "b" | null`, "case null: return 3; default: return 2;"),
	"app/open.tsx": switchOver(`"a" | "b"`, "case 'b': return 2; default: throw new Error('never');"),
};
const ALLOWED = {
	"lib/server/closed.ts": switchOver(`"a" | "b"`, "case 'b': return 2; default: return assertNever(x);"),
	"lib/server/closed-at-the-end.ts": switchOver(`"a" | "b"`, "case 'b': return 2; default: assertNever(x);"),
	"lib/server/text.ts": switchOver("string | undefined", "default: return 2;"),
	"lib/server/tested.test.ts": switchOver("string", "default: return 2;"),
};

describe("a switch over a union", () => {
	it("has no default that takes what nobody named", { timeout: 180_000 }, () => {
		expect(findOpenDefaults(path.resolve(import.meta.dirname, ".."))).toEqual([]);
	});

	it("is reported where it has one, and nowhere else", { timeout: 60_000 }, async () => {
		const project = await plantProject({ ...OPEN, ...ALLOWED });
		try {
			const found = findOpenDefaults(project.folder).map((place) => place.replace(/:\d+$/, ""));
			expect([...found].sort()).toEqual(Object.keys(OPEN).sort());
		} finally {
			await project.remove();
		}
	});
});
