/**
 * Whom this process has met: keys of enrolled devices, and sessions of the console that were open. Somebody it knows has
 * the database asked without limit, whatever strangers of the same network do (spec AB-3). Knowing admits nobody: the
 * database says what a device or a session is now.
 */
import "server-only";
import type { DevicePublicJwk } from "@/lib/protocol/device-kit";

export type Acquaintances = {
	/** By thumbprint, of keys that were a device's own or its transport key when they were met. */
	readonly keys: Remembered<DevicePublicJwk>;
	/** By hash of the token, in base64url. */
	readonly sessions: Remembered<true>;
};

type Remembered<Value> = {
	readonly get: (name: string) => Value | undefined;
	readonly meet: (name: string, value: Value) => void;
	readonly forget: (name: string) => void;
};

/** More devices than a country has pharmacies and doors. */
const KEYS = 200_000;
const SESSIONS = 1_000;

export function acquaintances(): Acquaintances {
	return { keys: remembered(KEYS), sessions: remembered(SESSIONS) };
}

/** Those met longest ago are forgotten first. */
function remembered<Value>(most: number): Remembered<Value> {
	const values = new Map<string, Value>();
	return {
		get: (name) => values.get(name),
		meet: (name, value) => {
			values.delete(name);
			values.set(name, value);
			if (values.size > most) values.delete(values.keys().next().value ?? "");
		},
		forget: (name) => values.delete(name),
	};
}
