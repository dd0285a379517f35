/** The largest files that anybody may ask the portal for: a country's deny file, and the largest one of the pages. */
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { BUILD_FOLDER } from "../../server/build/build";

/** A million revoked passes, six bytes each. */
const DENY_BYTES = 6_000_000;

/** Puts such a deny file among the published ones. Answers the paths of both. */
export async function largeFiles(dataFolder: string): Promise<readonly string[]> {
	const deny = `deny/${"0".repeat(64)}.bin`;
	const place = path.join(dataFolder, "public/trust", deny);
	await mkdir(path.dirname(place), { recursive: true });
	await writeFile(place, Buffer.alloc(DENY_BYTES, 7));
	return [`/trust/${deny}`, await largestOfPages()];
}

async function largestOfPages(): Promise<string> {
	const folder = path.join(BUILD_FOLDER, "static");
	const names = await readdir(folder, { recursive: true });
	const sized = await Promise.all(
		names.map(async (name) => {
			const found = await stat(path.join(folder, name));
			return { name, size: found.isFile() ? found.size : 0 };
		}),
	);
	const [largest] = sized.sort((a, b) => b.size - a.size);
	if (largest === undefined) throw new Error("the build has no files");
	return `/_next/static/${largest.name.split(path.sep).join("/")}`;
}
