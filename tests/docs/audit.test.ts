/** docs/operations.md tells of every act that leaves an entry, and of no other. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { AUDIT_ACTIONS } from "@/lib/server/audit/actions";
import { tableRows } from "./markdown-table";

it("[AU-3] the acts of the audit trail are those of docs/operations.md", () => {
	const page = readFileSync(join(import.meta.dirname, "../../docs/operations.md"), "utf8");
	const documented = tableRows(page, "entry").flatMap(([words = []]) => words);
	expect([...documented].sort()).toEqual([...AUDIT_ACTIONS].sort());
});
