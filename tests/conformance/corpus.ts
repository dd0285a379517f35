import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Public and official test cases, kept outside the repository; each set may be absent. */
const FOLDER = process.env["RELAIS_CORPUS"] ?? "../shared/data";

/** A JSON file, undefined where the corpus is absent. */
export function readCorpusJson<Content>(file: string): Content | undefined {
	const path = join(FOLDER, file);
	return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Content) : undefined;
}

/** The objects of a JSON Lines file, undefined where the corpus is absent. */
export function readCorpus<Line>(file: string): readonly Line[] | undefined {
	const path = join(FOLDER, file);
	if (!existsSync(path)) return undefined;
	return readFileSync(path, "utf8")
		.split("\n")
		.filter((line) => line !== "")
		.map((line): Line => JSON.parse(line));
}
