/**
 * Whether something is a CertLogic expression that can be evaluated in bounded time, in words for its author. Says
 * nothing about what it decides.
 */
import type { CertLogicExpression } from "certlogic-js";
import { dataAccesses, validateFormat } from "certlogic-js/dist/validation";

/** Levels of lists and objects. The rules of France and Germany have nine at most. */
const DEEPEST = 32;
/** Published rules look at the payload and at what a verifier adds. */
const EXTERNAL = "external.";

/** Undefined: nothing is wrong. */
export function expressionProblem(candidate: unknown): string | undefined {
	if (candidate === undefined) return "is missing";
	if (isDeeperThan(candidate, DEEPEST)) return `is nested more than ${DEEPEST} levels deep: split the rule`;
	const [wrong] = validateFormat(candidate);
	if (wrong) return `is no CertLogic: ${wrong.message.slice(0, 160)}`;
	return reducesWithin(candidate, false) ? "has a reduce within a reduce, which may never end" : undefined;
}

/** What expressions that have the form ask of the verifier: `today`, `valueSets.diseases`. */
export function namesOfFacts(expressions: readonly CertLogicExpression[]): readonly string[] {
	const paths = expressions.flatMap((expression) => dataAccesses(expression));
	return paths.filter((path) => path.startsWith(EXTERNAL)).map((path) => path.slice(EXTERNAL.length));
}

/** Without recursion: what it looks at may be deeper than the stack. */
export function isDeeperThan(candidate: unknown, limit: number): boolean {
	let level: readonly unknown[] = [candidate];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > limit) return true;
		level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
	}
	return false;
}

/** Each turn of the outer one would take all turns of the inner one. */
function reducesWithin(expression: unknown, reducing: boolean): boolean {
	if (typeof expression !== "object" || expression === null) return false;
	return Object.entries(expression).some(([operator, operands]) => {
		if (operator !== "reduce") return reducesWithin(operands, reducing);
		return reducing || reducesWithin(operands, true);
	});
}
