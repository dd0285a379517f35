import { givenPath } from "./read-files";

/** `--data DIR`, else `$RELAIS_DATA`, else `.relais` in the project. */
export function dataFolder(option: string | undefined): string {
	return option === undefined ? (process.env["RELAIS_DATA"] ?? ".relais") : givenPath(option);
}
