import { type ParseArgsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage-error";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Parses what follows the command's name; says in one line what is wrong. `positionals` is how many it may have. */
export function parseOptions<Given extends Options>(
	args: readonly string[],
	{ options, positionals = 0 }: { readonly options: Given; readonly positionals?: number },
) {
	const parsed = tryParse(args, options);
	if (parsed.positionals.length > positionals)
		throw new UsageError(`unexpected argument: ${parsed.positionals.at(-1)}`);
	return parsed;
}

function tryParse<Given extends Options>(args: readonly string[], options: Given) {
	try {
		return parseArgs({ args: withDashedValues(args, options), options, allowPositionals: true, strict: true });
	} catch (cause) {
		// node:util's own sentence, without its lines of advice.
		const [words = ""] = cause instanceof Error ? cause.message.split(/[\n.] ?/) : [];
		const dashed = /^Option '(--[^']+)' argument is ambiguous$/.exec(words)?.[1];
		throw new UsageError(
			dashed === undefined ? words : `${dashed}: a value that begins with a dash is written ${dashed}=…`,
		);
	}
}

/**
 * One key identifier in 64 begins with a dash, and whoever withdraws a stolen key has no time for that: what follows an
 * option with a value is that value. Two dashes remain an option that lacks one, as in `--without --reason`.
 */
function withDashedValues(args: readonly string[], options: Options): string[] {
	const takesValue = (arg: string) => arg.startsWith("--") && options[arg.slice(2)]?.type === "string";
	const joined: string[] = [];
	for (const arg of args) {
		const before = joined.at(-1) ?? "";
		if (takesValue(before) && /^-[^-]/.test(arg)) joined[joined.length - 1] = `${before}=${arg}`;
		else joined.push(arg);
	}
	return joined;
}
