/** A policy named on the command line: read, and what is wrong with it said in one line. */
import { statSync } from "node:fs";
import type { PolicyDocument } from "@/lib/policy/policy-document";
import { POLICY_LIMIT, readPolicy } from "@/lib/policy/read-policy";
import { givenPath, readJsonFile } from "./read-files";
import { UsageError } from "./usage-error";

/** Whether its examples hold is another question (`failedExamples`). */
export function readPolicyFile(path: string, option: string): PolicyDocument {
	const size = statSync(givenPath(path), { throwIfNoEntry: false })?.size ?? 0;
	if (size > POLICY_LIMIT) {
		throw new UsageError(`${option}: ${path} has more than ${POLICY_LIMIT} bytes: leave out what no rule asks for`);
	}
	const read = readPolicy(readJsonFile(path, option));
	if (read.ok) return read.value;
	const [first, ...others] = read.error;
	const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
	throw new UsageError(`${option}: ${path}: ${first}${more}`);
}
