/** Two decoders of one encoding side by side: how fast, and what they make of malformed input. */
import { median } from "./measure";

/** Throws, or answers undefined, for what it refuses. */
export type Decoder<Input> = (input: Input) => unknown;
export type Pair<Input> = { readonly name: string; readonly ours: Decoder<Input>; readonly theirs: Decoder<Input> };

const WARM_UP = 200;
const ROUNDS = 300;

/** Microseconds for each input, and the median over rounds of theirs ÷ ours; who begins changes from round to round. */
export function printRatio<Input>({ name, ours, theirs }: Pair<Input>, inputs: readonly Input[]): void {
	const rounds: { ours: number; theirs: number }[] = [];
	for (let round = -WARM_UP; round < ROUNDS; round++) {
		const first = round % 2 === 0 ? timed(ours, inputs) : undefined;
		const second = timed(theirs, inputs);
		const times = { ours: first ?? timed(ours, inputs), theirs: second };
		if (round >= 0) rounds.push(times);
	}
	const each = (side: "ours" | "theirs") => median(rounds.map((times) => times[side])) / inputs.length;
	const ratio = median(rounds.map((times) => times.theirs / times.ours));
	console.log(
		`${name.padEnd(30)} ours ${each("ours").toFixed(2)} µs, theirs ${each("theirs").toFixed(2)} µs, × ${ratio.toFixed(2)}`,
	);
}

/** Microseconds for all inputs. */
function timed<Input>(decoder: Decoder<Input>, inputs: readonly Input[]): number {
	const start = performance.now();
	for (const input of inputs) if (decoder(input) === undefined) throw new Error("a genuine input was refused");
	return (performance.now() - start) * 1_000;
}

export type Hostile<Input> = { readonly what: string; readonly input: Input };

export function printHostile<Input>({ name, ours, theirs }: Pair<Input>, inputs: readonly Hostile<Input>[]): void {
	console.log(`${name}: what becomes of malformed input`);
	for (const { what, input } of inputs) {
		console.log(`  ${what.padEnd(48)} ours ${outcomeOf(ours, input)}, theirs ${outcomeOf(theirs, input)}`);
	}
}

function outcomeOf<Input>(decoder: Decoder<Input>, input: Input): string {
	const start = performance.now();
	const outcome = answerOf(decoder, input);
	const ms = performance.now() - start;
	return ms < 20 ? outcome : `${outcome} after ${Math.round(ms)} ms`;
}

function answerOf<Input>(decoder: Decoder<Input>, input: Input): string {
	try {
		return decoder(input) === undefined ? "refused" : "ACCEPTED";
	} catch (fault) {
		return fault instanceof RangeError ? "refused (RangeError of the engine)" : "refused";
	}
}
