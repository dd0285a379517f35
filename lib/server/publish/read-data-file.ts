import "server-only";
import { readFile } from "node:fs/promises";

/** JSON that the operator's commands keep in the data folder; undefined where there is none. Throws where it is broken. */
export async function readDataFile(path: string): Promise<unknown> {
	let text: string;
	try {
		text = await readFile(path, "utf8");
	} catch (fault) {
		if ((fault as NodeJS.ErrnoException).code === "ENOENT") return undefined;
		throw fault;
	}
	return JSON.parse(text);
}
