/**
 * The portal's settings, read from the environment once. Everything has a default that works on one machine except
 * the database. No other module of lib/server reads `process.env`.
 */
import "server-only";
import { resolve } from "node:path";
import { z } from "zod";

const origin = z.url({ protocol: /^https?$/ }).transform((text) => new URL(text).origin);

const environment = z.object({
	DATABASE_URL: z.string().min(1),
	RELAIS_ORIGIN: z
		.string()
		.default("http://localhost:3000")
		.transform((text) => text.split(","))
		.pipe(z.tuple([origin], origin)),
	RELAIS_FIELD_KEY: z.string().optional(),
	SMTP_URL: z.string().optional(),
	MAIL_FROM: z.string().default("Relais <no-reply@relais.invalid>"),
	LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
	RELAIS_SHEET_DAYS: z.coerce.number().int().min(1).max(3660).default(31),
	RELAIS_DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(10),
});

export type Settings = {
	readonly databaseUrl: string;
	/** Connections that one instance opens at most. */
	readonly databasePool: number;
	/** The first is written into links and lists; a request to any of them is accepted. */
	readonly origins: readonly [string, ...string[]];
	/** Absolute path of the data folder. */
	readonly dataDir: string;
	/** `RELAIS_FIELD_KEY`, unparsed: see crypto/field-keys.ts. */
	readonly fieldKeys: string | undefined;
	/** Undefined: no mail is made or sent. */
	readonly smtpUrl: string | undefined;
	readonly mailFrom: string;
	/** Days for which counters keep names and sheets. */
	readonly sheetDays: number;
	readonly logLevel: string;
};

/** Absolute path of the data folder, for what must work without any other setting. */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
	// A place of the operator's choice: nothing for the bundler to trace.
	return resolve(/* turbopackIgnore: true */ env["RELAIS_DATA"] || ".relais");
}

/** Throws with the names of the unusable variables, never their values. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
	const parsed = environment.safeParse(given);
	if (!parsed.success) {
		const names = new Set(parsed.error.issues.map((issue) => String(issue.path[0])));
		throw new Error(`Unusable settings: ${[...names].join(", ")}`);
	}
	const values = parsed.data;
	return {
		databaseUrl: values.DATABASE_URL,
		databasePool: values.RELAIS_DATABASE_POOL,
		origins: values.RELAIS_ORIGIN,
		dataDir: dataFolder(env),
		fieldKeys: values.RELAIS_FIELD_KEY,
		smtpUrl: values.SMTP_URL,
		mailFrom: values.MAIL_FROM,
		sheetDays: values.RELAIS_SHEET_DAYS,
		logLevel: values.LOG_LEVEL,
	};
}
