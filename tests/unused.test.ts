import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findUnused, type Unused } from "../tools/find-unused";
import { type PlantedProject, plantProject } from "../tools/planted-project";

describe("what nothing uses", () => {
	let project: PlantedProject;
	let unused: readonly Unused[];

	beforeAll(async () => {
		project = await plantProject({
			"server/start-portal.ts": `import { used } from "./kept";\nconsole.log(used);\n`,
			"server/kept.ts": "export const used = 1;\nexport const forgotten = 2;\nexport type Forgotten = 3;\n",
			"server/lost.ts": "export const lost = 1;\n",
		});
		unused = await findUnused(project.folder);
	}, 60_000);
	afterAll(() => project.remove());

	it.each([
		["files", "server/lost.ts"],
		["exports", "forgotten"],
		["types", "Forgotten"],
		["dependencies", "zod"],
		["devDependencies", "fast-check"],
	])("is found: %s, such as %s", (kind, name) => {
		expect(unused.filter((each) => each.kind === kind).map((each) => each.name)).toContain(name);
	});

	it("is not what something uses", () => {
		expect(unused.map(({ name }) => name)).not.toContain("used");
	});
});
