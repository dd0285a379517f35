/**
 * What the environment may say, in one table. Read before anything is touched by whoever starts a portal (server/serve.ts,
 * server/start-portal.ts), and by readSettings. Not marked server-only: the process reads it outside of the bundle.
 */
import { z } from "zod";

const list = (text: string) => text.split(",").map((part) => part.trim());

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

function isOrigin(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, origin, href } = new URL(text);
	return /^https?:$/.test(protocol) && (href === `${origin}/` || href === origin);
}

function isUrlOf(schemes: readonly string[], text: string): boolean {
	return URL.canParse(text) && schemes.includes(new URL(text).protocol);
}

const number = (least: number, most: number) =>
	z
		.string()
		.regex(/^\d{1,6}$/)
		.transform(Number)
		.pipe(z.int().min(least).max(most));

const origin = z
	.string()
	.refine(isOrigin)
	.transform((text) => new URL(text).origin);

/** 32 bytes as base64url: the last character holds four bits. */
const FIELD_KEY = /^[\w-]{42}[AEIMQUYcgkosw048]$/;
const ADDRESS = "[^\\s<>@,;]+@[^\\s<>@,;]+";
const MAILBOX = new RegExp(`^(?:[^<>\\p{Cc}]*<${ADDRESS}>|${ADDRESS})$`, "u");

const environment = z.object({
	DATABASE_URL: z
		.string()
		.refine((text) => isUrlOf(["postgres:", "postgresql:"], text))
		.optional(),
	RELAIS_DATA: z
		.string()
		.refine((text) => !text.includes("\0"))
		.optional(),
	RELAIS_ORIGIN: z
		.string()
		.transform(list)
		.pipe(z.tuple([origin], origin))
		.optional(),
	RELAIS_PROXIES: number(0, 9).optional(),
	RELAIS_FIELD_KEY: z
		.string()
		.refine((text) => list(text).every((key) => FIELD_KEY.test(key)))
		.optional(),
	RELAIS_SHEET_DAYS: number(1, 3660).default(31),
	// Longer than a pass lasts (a year), and than the delegation and the outbox before it.
	RELAIS_RECORD_DAYS: number(400, 36_600).optional(),
	RELAIS_DATABASE_POOL: number(1, 200).default(10),
	RELAIS_DRAIN_SECONDS: number(0, 300).default(0),
	RELAIS_METRICS_TOKEN: z
		.string()
		.regex(/^[\w-]{32,256}$/)
		.optional(),
	SMTP_URL: z
		.string()
		.refine((text) => isUrlOf(["smtp:", "smtps:"], text) && new URL(text).hostname !== "")
		.optional(),
	MAIL_FROM: z.string().regex(MAILBOX).default("Relais <no-reply@relais.invalid>"),
	PORT: number(1, 65_535).optional(),
	HOST: z
		.string()
		.regex(/^[\w.:%-]+$/)
		.optional(),
	LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
});

export type Environment = z.infer<typeof environment>;

/** What each must be, as the sentence goes on. */
const MUST: Readonly<Record<keyof Environment, string>> = {
	DATABASE_URL: "be an address such as postgresql://user:password@host:5432/database",
	RELAIS_DATA: "name a folder",
	RELAIS_ORIGIN: "be addresses such as https://relais.example without a path, with commas between them",
	RELAIS_PROXIES: "be the number of proxies in front, from 0 to 9",
	RELAIS_FIELD_KEY: "be keys of 32 bytes as base64url, the newest first, with commas between them",
	RELAIS_SHEET_DAYS: "be a number of days from 1 to 3660",
	RELAIS_RECORD_DAYS: "be a number of days from 400 to 36600",
	RELAIS_DATABASE_POOL: "be a number of connections from 1 to 200",
	RELAIS_DRAIN_SECONDS: "be a number of seconds from 0 to 300",
	RELAIS_METRICS_TOKEN: "be 32 or more letters, digits, - and _",
	SMTP_URL: "be an address such as smtps://user:password@mail.example:465",
	MAIL_FROM: "be a sender such as Relais <no-reply@relais.example>",
	PORT: "be a number from 1 to 65535",
	HOST: "be an address or a name of this machine",
	LOG_LEVEL: `be one of ${LOG_LEVELS.join(", ")}`,
};

export const SETTING_NAMES = Object.keys(MUST) as readonly (keyof Environment)[];

/** The message says which and what they must be, never what they are. */
export class UnusableSettings extends Error {
	constructor(names: readonly (keyof Environment)[]) {
		super(names.map((name) => `${name} cannot be used: it must ${MUST[name]}.`).join(" "));
		this.name = "UnusableSettings";
	}
}

/** Throws UnusableSettings. An empty variable counts as absent. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
	const parsed = environment.safeParse(given);
	if (parsed.success) return parsed.data;
	const unusable = new Set(parsed.error.issues.map((issue) => issue.path[0]));
	throw new UnusableSettings(SETTING_NAMES.filter((name) => unusable.has(name)));
}
