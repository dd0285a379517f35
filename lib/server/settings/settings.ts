/**
 * The portal's settings, read from the environment once. Everything has a default that works on one machine except
 * the database. No other module of lib/server reads `process.env`.
 */
import "server-only";
import { resolve } from "node:path";
import { readEnvironment, UnusableSettings } from "./environment";

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
	/** What whoever reads the metrics sends; undefined: nobody may. */
	readonly metricsToken: string | undefined;
	/** Undefined: no mail is made or sent. */
	readonly smtpUrl: string | undefined;
	readonly mailFrom: string;
	/** Days for which counters keep names and sheets. */
	readonly sheetDays: number;
	/** Days for which records and what belongs to them are kept; undefined: nobody deletes them. */
	readonly recordDays: number | undefined;
	readonly logLevel: string;
};

/** Absolute path of the data folder, for what must work without any other setting. */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): string {
	// A place of the operator's choice: nothing for the bundler to trace.
	return resolve(/* turbopackIgnore: true */ env["RELAIS_DATA"] || ".relais");
}

/** Throws UnusableSettings. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
	const values = readEnvironment(env);
	if (values.DATABASE_URL === undefined) throw new UnusableSettings(["DATABASE_URL"]);
	return {
		databaseUrl: values.DATABASE_URL,
		databasePool: values.RELAIS_DATABASE_POOL,
		origins: values.RELAIS_ORIGIN ?? ["http://localhost:3000"],
		dataDir: dataFolder(env),
		fieldKeys: values.RELAIS_FIELD_KEY,
		metricsToken: values.RELAIS_METRICS_TOKEN,
		smtpUrl: values.SMTP_URL,
		mailFrom: values.MAIL_FROM,
		sheetDays: values.RELAIS_SHEET_DAYS,
		recordDays: values.RELAIS_RECORD_DAYS,
		logLevel: values.LOG_LEVEL,
	};
}
