/** A message's schema as a table of its members: name, type with limits, and what the comments say of it. */
import { z } from "zod";
import { plainText, uuid } from "@/lib/protocol/fields";
import type { FieldComments } from "./field-comments";

export type FieldRow = { readonly path: string; readonly type: string; readonly meaning: string };

/** Exported schemas by their const, so that comments and names are found by identity. */
export type SchemaNames = ReadonlyMap<unknown, string>;

type Json = {
	readonly named?: string;
	readonly type?: string | readonly string[];
	readonly properties?: Readonly<Record<string, Json>>;
	readonly required?: readonly string[];
	readonly items?: Json;
	readonly anyOf?: readonly Json[];
	readonly oneOf?: readonly Json[];
	readonly additionalProperties?: Json | boolean;
	readonly propertyNames?: Json;
	readonly enum?: readonly string[];
	readonly const?: unknown;
	readonly format?: string;
	readonly pattern?: string;
	readonly allOf?: readonly Json[];
	readonly minimum?: number;
	readonly exclusiveMinimum?: number;
	readonly maximum?: number;
	readonly minLength?: number;
	readonly maxLength?: number;
	readonly minItems?: number;
	readonly maxItems?: number;
};

/** Stands between the branches of a union. */
const OR: FieldRow = { path: "", type: "*or*", meaning: "" };

export class FieldTable {
	readonly #names: SchemaNames;
	readonly #comments: FieldComments;

	constructor(names: SchemaNames, comments: FieldComments) {
		this.#names = names;
		this.#comments = comments;
	}

	/** Members in the schema's order. `parts`: schemas for the places that the message's own leaves open. */
	rowsOf(schema: z.ZodType, parts: Readonly<Record<string, z.ZodType>> = {}): readonly FieldRow[] {
		const json = z.toJSONSchema(schema, {
			io: "input",
			reused: "inline",
			override: ({ zodSchema, jsonSchema }) => {
				const named = this.#names.get(zodSchema);
				if (named !== undefined) Object.assign(jsonSchema, { named });
			},
		}) as Json;
		const rows = this.#members(json, { path: "", comment: json.named ?? "" });
		return rows.flatMap((row) => {
			const part = parts[row.path];
			if (part === undefined) return [row];
			return this.rowsOf(part).map((each) => ({ ...each, path: `${row.path}.${each.path}` }));
		});
	}

	#members(json: Json, at: { readonly path: string; readonly comment: string }): FieldRow[] {
		const comment = json.named ?? at.comment;
		const branches = branchesOf(json);
		if (branches.length > 1 && branches.some(({ properties }) => properties !== undefined)) {
			return branches.flatMap((branch, i) => [
				...(i === 0 ? [] : [OR]),
				...this.#branch(branch, { path: at.path, comment: `${comment}|${i}` }),
			]);
		}
		const only = branches[0] ?? json;
		if (only.items !== undefined) return this.#item(only.items, { path: `${at.path}[]`, comment });
		if (isObject(only.additionalProperties)) {
			return this.#item(only.additionalProperties, { path: `${at.path}.<${keyOf(only)}>`, comment });
		}
		const { properties = {}, required = [] } = only;
		return Object.entries(properties).flatMap(([name, member]) => {
			const place = { path: at.path === "" ? name : `${at.path}.${name}`, comment: `${comment}.${name}` };
			return [this.#row(member, { ...place, optional: !required.includes(name) }), ...this.#members(member, place)];
		});
	}

	/** A branch of a union begins with a row that says which one it is. */
	#branch(branch: Json, at: { readonly path: string; readonly comment: string }): FieldRow[] {
		const rows = this.#members(branch, at);
		const [first, ...rest] = rows;
		if (first === undefined) return [];
		const meaning = [this.#comments.get(branch.named ?? at.comment), first.meaning].find((text) => text) ?? "";
		return [{ ...first, meaning }, ...rest];
	}

	#item(item: Json, at: { readonly path: string; readonly comment: string }): FieldRow[] {
		const inner = this.#members(item, at);
		if (inner.length > 0) return inner;
		return [{ path: at.path, type: typeOf(item), meaning: "" }];
	}

	#row(json: Json, at: { readonly path: string; readonly comment: string; readonly optional: boolean }): FieldRow {
		const meaning = this.#comments.get(at.comment) ?? (json.named ? this.#comments.get(json.named) : undefined) ?? "";
		return { path: at.path, type: typeOf(json) + (at.optional ? ", optional" : ""), meaning };
	}
}

function branchesOf(json: Json): readonly Json[] {
	const all = json.anyOf ?? json.oneOf ?? [];
	return all.filter(({ type }) => type !== "null");
}

function isObject(value: Json | boolean | undefined): value is Json {
	return typeof value === "object" && Object.keys(value).length > 0;
}

function keyOf({ propertyNames }: Json): string {
	return propertyNames?.format === "date" ? "YYYY-MM-DD" : "position";
}

function typeOf(json: Json): string {
	const union = json.anyOf ?? json.oneOf;
	if (union !== undefined) return [...new Set(union.map(typeOf))].join(" or ");
	if (json.const !== undefined) return `\`${JSON.stringify(json.const)}\``;
	if (json.enum !== undefined) return json.enum.map((value) => `\`"${value}"\``).join(", ");
	if (typeof json.type === "object") return json.type.map((type) => typeOf({ ...json, type })).join(" or ");
	switch (json.type) {
		case "string":
			return textType(json);
		case "integer":
		case "number":
			return numberType(json);
		case "array":
			return `array${bounds(json.minItems, json.maxItems, "items")}`;
		case undefined:
			return "any";
		default:
			return json.type;
	}
}

const TEXT_PATTERN = patternOf(plainText);
const UUID_PATTERN = patternOf(uuid);

function textType({ pattern, allOf = [], format, minLength, maxLength }: Json): string {
	const patterns = [pattern, ...allOf.map((each) => each.pattern)].filter((each) => each !== undefined);
	if (patterns.some((each) => each === UUID_PATTERN)) return "UUID";
	const length = bounds(minLength, maxLength, "characters");
	if (patterns.some((each) => each === TEXT_PATTERN)) return `text${length}`;
	if (format === "date") return "`YYYY-MM-DD`";
	if (format === "email") return `e-mail address${length}`;
	if (format === "uri") return "URL";
	const [first] = patterns;
	const base64url = /^\^\[A-Za-z0-9_-\](?:\+|\{(\d+)\})\$$/.exec(first ?? "");
	if (base64url) return `base64url${base64url[1] === undefined ? length : `, ${base64url[1]} characters`}`;
	return first === undefined ? `string${length}` : `string \`${first.replaceAll("|", "\\|")}\`${length}`;
}

function numberType({ minimum, exclusiveMinimum, maximum }: Json): string {
	const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 1;
	const real = (value: number | undefined) =>
		Math.abs(value ?? Infinity) < Number.MAX_SAFE_INTEGER ? value : undefined;
	return `integer${bounds(real(least), real(maximum), "")}`;
}

function bounds(least: number | undefined, most: number | undefined, unit: string): string {
	const ending = unit === "" ? "" : ` ${unit}`;
	if (least !== undefined && least === most) return `, ${least}${ending}`;
	if (least !== undefined && least > 0 && most !== undefined) return `, ${least}–${most.toLocaleString("en")}${ending}`;
	if (most !== undefined) return `, at most ${most.toLocaleString("en")}${ending}`;
	return least !== undefined && unit === "" ? ` ≥ ${least}` : "";
}

function patternOf(schema: z.ZodType): string | undefined {
	const json = z.toJSONSchema(schema, { io: "input" }) as Json;
	return json.allOf?.at(-1)?.pattern ?? json.pattern;
}
