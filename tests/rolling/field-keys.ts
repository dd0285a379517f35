/** "Change the field key" of docs/operations.md, under whatever load there is: each phase as it is printed there. */
import { readdir, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { printedCommand } from "../fleet/printed";
import { shell } from "../operations/shell";
import type { Release } from "./release";
import type { Env, Stage } from "./stage";

export type Rotation = {
	/** Of each phase, what an instance is started with. */
	readonly phases: readonly [Env, Env, Env];
	/** The third step; throws where it does not end with one key in use. */
	reseal(release: Release): Promise<void>;
	/** The file of the former key leaves `keys/`. */
	dropFile(): Promise<void>;
};

export async function openRotation(stage: Stage): Promise<Rotation> {
	const keys = path.join(stage.data, "keys");
	const [file = ""] = (await readdir(keys)).filter((name) => /^field-.*\.json$/.test(name));
	const { secret: present } = JSON.parse(await readFile(path.join(keys, file), "utf8")) as { readonly secret: string };
	const make = await printedCommand("openssl rand -base64 32 | tr '+/' '-_' | tr -d =");
	const next = (await shell(make, { cwd: stage.data })).trim();
	for (const printed of ["<present>,<next>", "<next>,<present>", "<next>"])
		await printedCommand(`RELAIS_FIELD_KEY=${printed}`);
	const env = (...keys: readonly string[]): Env => ({ RELAIS_FIELD_KEY: keys.join(",") });
	const phases = [env(present, next), env(next, present), env(next)] as const;
	return {
		phases,
		async reseal(release) {
			const said = await stage.command(await printedCommand("npm run --silent reseal"), release, phases[1]);
			const inUse = /^Keys in use: (.*)\.$/m.exec(said)?.[1]?.split(", ");
			if (inUse?.length !== 1) throw new Error(`after resealing not one key is in use:\n${said}`);
		},
		dropFile: () => rename(path.join(keys, file), path.join(stage.data, file)),
	};
}
