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
		return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
	} catch (cause) {
		// node:util's own sentence, without its lines of advice.
		const [words = ""] = cause instanceof Error ? cause.message.split(/[\n.] ?/) : [];
		const dashed = /^Option '(--[^']+)' argument is ambiguous$/.exec(words)?.[1];
		throw new UsageError(
			dashed === undefined ? words : `${dashed}: a value that begins with a dash is written ${dashed}=…`,
		);
	}
}
