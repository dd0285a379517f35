import type { ConformanceSet } from "./agreement";
import { rules } from "./rules";
import { shc } from "./shc";
import { twoddocBusiness, twoddocSignatures } from "./twoddoc";

export const conformanceSets: readonly ConformanceSet[] = [shc, twoddocSignatures, twoddocBusiness, ...rules];
