/** The authority's keys: whether those that sign are there, and until when they count. */
import "server-only";
import { isoUtc } from "@/lib/shared/instant";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { fieldKeyId, readFieldKeys } from "../../crypto/field-keys";
import { endsSoon } from "../../keys/key-ends";
import { keyFileName } from "../../keys/key-file";
import { keysAt, type LoadedKeys, loadKeys } from "../../keys/key-store";
import { missingKeyFile } from "../../keys/missing-key";
import { type Finding, findingsOf } from "./finding";

const keys = findingsOf("keys");

export type ExaminedKeys = {
	readonly findings: readonly Finding[];
	/** Ids of the keys of encrypted columns; undefined where the keys cannot be read. */
	readonly fieldKeyIds: ReadonlySet<string> | undefined;
};

type Examining = {
	readonly dataDir: string;
	/** `RELAIS_FIELD_KEY`. */
	readonly fieldKeys: string | undefined;
	readonly now: NumericDate;
};

export async function examineKeys({ dataDir, fieldKeys, now }: Examining): Promise<ExaminedKeys> {
	const loaded = await loadKeys(dataDir);
	if (!loaded.ok) {
		const { code, path } = loaded.error;
		const says = `${path}: ${code}: put the file back, or make the keys of a new portal (relais keys init)`;
		return { findings: [keys.fault(says)], fieldKeyIds: undefined };
	}
	const missing = missingKeyFile(dataDir, loaded.value, now);
	const stored = missing === undefined ? keysAt(loaded.value, now).fieldKeys : [];
	return {
		findings: [
			missing === undefined
				? keys.ok(
						`those that sign are there; keyset ${loaded.value.claims.seq} ends ${isoUtc(loaded.value.claims.exp)}`,
					)
				: keys.fault(`${missing} is missing: put it back; until then nothing starts`),
			...endings(loaded.value, now),
			...rootsOf(loaded.value),
			...(fieldKeys === undefined && stored.length === 0 ? [noFieldKey()] : []),
		],
		fieldKeyIds: idsOf(fieldKeys, stored),
	};
}

function noFieldKey(): Finding {
	return keys.fault("there is no key for the encrypted columns: put field-*.json back, or set RELAIS_FIELD_KEY");
}

function idsOf(setting: string | undefined, stored: Parameters<typeof readFieldKeys>[1]): ReadonlySet<string> {
	if (setting === undefined && stored.length === 0) return new Set();
	return new Set(readFieldKeys(setting, stored).map(({ secret }) => fieldKeyId(secret)));
}

function endings(loaded: LoadedKeys, now: NumericDate): readonly Finding[] {
	return endsSoon(loaded, now).map(({ what, ends }) => {
		const whose = what === "keyset" ? "the keyset" : `the ${what} key`;
		return ends > now
			? keys.look(`${whose} ends ${isoUtc(ends)}: renew it before (relais keys draft)`)
			: keys.fault(`${whose} ended ${isoUtc(ends)}: renew it now (relais keys draft)`);
	});
}

function rootsOf({ folder }: LoadedKeys): readonly Finding[] {
	const roots = folder.files.filter(({ use }) => use === "root").map(keyFileName);
	if (roots.length === 0) return [];
	return [keys.look(`${roots.join(", ")} lies here: the portal runs without the root, so take it to a safe place`)];
}
