/** The example policies of the documentation are ones that can be published. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { failedExamples, readPolicy } from "@/lib/policy/read-policy";

const folder = join(import.meta.dirname, "../../docs/examples");

it.each(readdirSync(folder))("docs/examples/%s can be published", (name) => {
	const read = readPolicy(JSON.parse(readFileSync(join(folder, name), "utf8")));
	expect(read.ok ? [] : read.error).toEqual([]);
	if (!read.ok) return;
	expect(read.value.examples?.length).toBeGreaterThan(0);
	expect(failedExamples(read.value)).toEqual([]);
});
