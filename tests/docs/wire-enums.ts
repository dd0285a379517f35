/** Every set of values that the messages of lib/protocol and the database know: what the glossary must name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";

type Def = z.core.$ZodTypeDef & {
	readonly entries?: Readonly<Record<string, string>>;
	readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
	readonly element?: z.core.$ZodType;
	readonly innerType?: z.core.$ZodType;
	readonly keyType?: z.core.$ZodType;
	readonly valueType?: z.core.$ZodType;
	readonly options?: readonly z.core.$ZodType[];
	readonly discriminator?: string;
};

/** One value set as text, whatever the order: `door train`. */
export const setOf = (values: readonly string[]) => [...values].sort().join(" ");

/** The value sets of the schemas that these modules export. */
export function schemaSets(modules: readonly Readonly<Record<string, unknown>>[]): ReadonlySet<string> {
	const sets = new Set<string>();
	const seen = new Set<unknown>();
	const visit = (schema: unknown): void => {
		if (!isSchema(schema) || seen.has(schema)) return;
		seen.add(schema);
		const { def } = schema._zod as { def: Def };
		if (def.entries !== undefined) sets.add(setOf(Object.values(def.entries)));
		if (def.discriminator !== undefined) sets.add(setOf(discriminatorValues(def)));
		for (const part of Object.values(def.shape ?? {})) visit(part);
		for (const part of [def.element, def.innerType, def.keyType, def.valueType, ...(def.options ?? [])]) visit(part);
	};
	for (const exported of modules.flatMap((module) => Object.values(module))) visit(exported);
	return sets;
}

function discriminatorValues({ options = [], discriminator = "" }: Def): string[] {
	return options.flatMap((option) => {
		const values = option._zod.propValues?.[discriminator] ?? [];
		return [...values].map(String);
	});
}

function isSchema(value: unknown): value is z.core.$ZodType {
	return typeof value === "object" && value !== null && "_zod" in value;
}

/** The enums of the database, as prisma/schema.prisma writes them. */
export function prismaSets(schema: string): ReadonlySet<string> {
	const sets = new Set<string>();
	for (const [, body = ""] of schema.matchAll(/^enum \w+ \{\n([^}]*)\}/gm)) {
		const values = body.split("\n").map((line) => line.trim());
		sets.add(setOf(values.filter((line) => /^\w+$/.test(line))));
	}
	return sets;
}

export async function protocolModules(root: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
	const folder = join(root, "lib/protocol");
	const files = readdirSync(folder).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
	return Promise.all(files.map((name) => import(join(folder, name)) as Promise<Record<string, unknown>>));
}

export const readSchema = (root: string) => readFileSync(join(root, "prisma/schema.prisma"), "utf8");
