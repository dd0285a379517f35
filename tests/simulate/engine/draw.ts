import { type Random, randomFor } from "@/tests/fuzz/random";

/** The stream of one actor: another actor beside it changes nothing of what it draws. */
export const streamOf = (seed: number, actor: string): Random => randomFor(seed, actor, 0);

const FINE = 0x4000_0000;

/** In [0, 1). */
export const fraction = (random: Random) => random.int(FINE) / FINE;

export const between = (random: Random, low: number, high: number) => low + fraction(random) * (high - low);

/** Waiting times of what happens by chance, so much apart on average. */
export const spacing = (random: Random, mean: number) => -mean * Math.log(1 - fraction(random));

const hex = (random: Random) => random.int(0x1_0000_0000).toString(16).padStart(8, "0");

/** Version 4, as the platform makes them. */
export function uuidOf(random: Random): string {
	const [a, b, c, d] = [hex(random), hex(random), hex(random), hex(random)];
	return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function lettersOf(random: Random, length: number): string {
	return Array.from({ length }, () => LETTERS[random.int(LETTERS.length)]).join("");
}
