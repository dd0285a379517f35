import type { ConformanceSet } from "./agreement";
import { dcc } from "./dcc";
import { rules } from "./rules";
import { shc } from "./shc";
import { twoddocBusiness, twoddocSignatures } from "./twoddoc";
import { wycheproof } from "./wycheproof";

export const conformanceSets: readonly ConformanceSet[] = [
	dcc,
	shc,
	twoddocSignatures,
	twoddocBusiness,
	...rules,
	wycheproof,
];
