/** Puts a server together from its settings, and takes it apart again. Nothing here talks to the database yet. */
import "server-only";
import { join } from "node:path";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { acquaintances } from "../auth/acquaintances";
import { askForStrangers } from "../auth/ask-for-strangers";
import { meetingLoop } from "../auth/meet-devices";
import { fieldCipher } from "../crypto/field-cipher";
import { readFieldKeys } from "../crypto/field-keys";
import { type Database, openDatabase } from "../db/database";
import { numericDate } from "../db/timestamp";
import { DEFAULT_LIMITS, type LoadLimits, loadGuard } from "../http/load-guard";
import { sampledLog } from "../http/sampled-log";
import { ensureRecordKey } from "../keys/ensure-record-key";
import { expectedFile } from "../keys/expected-file";
import { type KeyFolder, keysFolder } from "../keys/key-folder";
import { type KeyStore, type LoadedKeys, loadKeys } from "../keys/key-store";
import { liveKeys } from "../keys/live-keys";
import { missingKeyFile } from "../keys/missing-key";
import { type MailLoop, mailLoop } from "../mail/mail-loop";
import { sheetMailer } from "../mail/sheet-mailer";
import { openMetrics } from "../metrics/metrics";
import { listIssuedAt } from "../publish/list-issued-at";
import { type TrustPublisher, trustPublisher } from "../publish/trust-publisher";
import { fieldKeysInUse } from "../services/field-key/reseal-columns";
import { askDatabase } from "../services/health/ask-database";
import { openLog } from "../settings/log";
import type { Settings } from "../settings/settings";
import { tidyLoop } from "../tidy/tidy-loop";
import type { ServerContext } from "./server-context";
import { signingClock } from "./signing-clock";

export type Server = {
	readonly context: ServerContext;
	readonly publisher: TrustPublisher;
	readonly mail: MailLoop | undefined;
	/**
	 * Starts the loops that publish, send and tidy. Throws when stored rows need an encryption key that is not here: a
	 * portal that registered on under another key would hide the loss. An unreachable database is no reason.
	 */
	readonly start: () => Promise<void>;
	/** Stops the loops after the step under way and closes the database. */
	readonly stop: () => Promise<void>;
};

export type ServerOptions = {
	/** The server's and, unless `databaseClock` says otherwise, its database's. */
	readonly clock?: () => NumericDate;
	readonly databaseClock?: () => Promise<NumericDate>;
	readonly limits?: LoadLimits;
	/** Milliseconds of silence after which a database connection is given up. */
	readonly databasePatience?: number;
};

const systemClock = (): NumericDate => Math.floor(Date.now() / 1_000);

/** A folder that this process may not write goes without: counters then send what they can open. */
async function addRecordKey({ settings, clock, refreshKeys, log }: ServerContext, folder: KeyFolder): Promise<void> {
	try {
		if (await ensureRecordKey(settings.dataDir, { folder, now: clock() })) await refreshKeys();
	} catch (err) {
		log.warn({ err }, "no key for records could be made: locked counters will not send");
	}
}

/** Throws when keys are missing or settings unusable: a server without them must not start. */
export async function openServer(
	settings: Settings,
	{ clock = systemClock, databaseClock, limits = DEFAULT_LIMITS, databasePatience }: ServerOptions = {},
): Promise<Server> {
	const loaded = await loadKeys(settings.dataDir);
	if (!loaded.ok) throw new Error(`${loaded.error.code}: ${loaded.error.path}`);
	const missing = missingKeyFile(settings.dataDir, loaded.value, clock());
	if (missing !== undefined) throw new Error(`keys_missing: ${missing}`);
	const log = openLog(settings.logLevel);
	const keys = liveKeys(loaded.value, { dataDir: settings.dataDir, clock, log });
	const { db, connections } = openDatabase({
		connectionString: settings.databaseUrl,
		pool: settings.databasePool,
		patience: databasePatience,
		onIdleFault: (err) => log.warn({ err }, "a database connection broke while idle"),
	});
	const compared = databaseClock ?? (clock === systemClock ? () => clockOf(db) : async () => clock());
	const dates = signingClock({ clock, databaseClock: compared, log });
	const issuedAt = listIssuedAt(settings.dataDir);
	const context: ServerContext = {
		settings,
		db,
		connections,
		get keys() {
			return keys.now();
		},
		refreshKeys: keys.refresh,
		cipher: fieldCipher(readFieldKeys(settings.fieldKeys, requireStoredFieldKeys(settings, loaded.value, keys.now()))),
		clock,
		signingClock: dates,
		log,
		requestLog: sampledLog(log),
		listIssuedAt: issuedAt,
		metrics: openMetrics({ connections, clockDifference: dates.difference, listIssuedAt: issuedAt }),
		guard: loadGuard(limits),
		acquaintances: acquaintances(),
		strangers: askForStrangers({ db, connections }),
		trustChanged: (change) => publisher.changed(change),
		publishNow: () => publisher.publishNow(),
		sheetMailer: settings.smtpUrl === undefined ? undefined : sheetMailer(settings, settings.smtpUrl),
		mailWaiting: () => mail?.wake(),
	};
	const publisher = trustPublisher(context);
	const mail = settings.smtpUrl === undefined ? undefined : mailLoop(context, settings.smtpUrl);
	const [tidying, meeting] = [tidyLoop(context), meetingLoop(context)];
	return {
		context,
		publisher,
		mail,
		start: async () => {
			await requireFieldKeys(context);
			await warnOfLostCommits(context);
			await addRecordKey(context, loaded.value.folder);
			publisher.start();
			mail?.start();
			tidying.start();
			meeting.start();
		},
		stop: async () => {
			await Promise.all([publisher.stop(), mail?.stop(), tidying.stop(), meeting.stop()]);
			context.sheetMailer?.close();
			context.requestLog.flush();
			await db.$disconnect();
		},
	};
}

/** The folder's, of which there need be none where the environment holds them. */
function requireStoredFieldKeys(
	{ fieldKeys, dataDir }: Settings,
	loaded: LoadedKeys,
	now: KeyStore,
): KeyStore["fieldKeys"] {
	if (fieldKeys !== undefined || now.fieldKeys.length > 0) return now.fieldKeys;
	throw new Error(`keys_missing: ${join(keysFolder(dataDir), expectedFile(loaded, "field"))}`);
}

async function clockOf(db: Database): Promise<NumericDate> {
	const rows = await db.$queryRaw<readonly { readonly now: Date }[]>`SELECT clock_timestamp() AS now`;
	return numericDate(rows[0]?.now ?? new Date(Number.NaN));
}

async function warnOfLostCommits({ db, log }: ServerContext): Promise<void> {
	if ((await askDatabase(db)).keepsCommits) return;
	log.error(
		"the database is set to forget commits: what a counter was told is registered may be lost; set fsync and synchronous_commit on",
	);
}

async function requireFieldKeys(context: ServerContext): Promise<void> {
	let inUse: readonly string[];
	try {
		inUse = await fieldKeysInUse(context);
	} catch (err) {
		context.log.warn({ err }, "the database does not answer yet");
		return;
	}
	const missing = inUse.filter((keyId) => !context.cipher.knows(keyId));
	if (missing.length > 0) throw new Error(`Stored rows need field keys that are missing: ${missing.join(", ")}`);
}
