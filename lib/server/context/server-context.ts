import type { SigningClock } from "./signing-clock";
import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Acquaintances } from "../auth/acquaintances";
import type { AskForStrangers } from "../auth/ask-for-strangers";
import type { FieldCipher } from "../crypto/field-cipher";
import type { Connections, Database } from "../db/database";
import type { LoadGuard } from "../http/load-guard";
import type { SampledLog } from "../http/sampled-log";
import type { KeyStore } from "../keys/key-store";
import type { SheetMailer } from "../mail/sheet-mailer";
import type { Metrics } from "../metrics/metrics";
import type { Log } from "../settings/log";
import type { Settings } from "../settings/settings";

/** What changed, so that the publisher knows which signed files to renew. */
export type TrustChange = {
	readonly list?: boolean;
	/** Days on which check codes were revoked. */
	readonly codeDays?: readonly string[];
	/** Records were registered, whose codes can wait a while. */
	readonly registered?: boolean;
};

/** All that a service may reach. Made once per process; tests make their own. */
export type ServerContext = {
	readonly settings: Settings;
	readonly db: Database;
	readonly connections: Connections;
	/** As of the moment of asking: generations take turns. */
	readonly keys: KeyStore;
	/** Finds new generations and a new keyset in the data folder. What cannot be read leaves the keys in use. */
	readonly refreshKeys: () => Promise<void>;
	readonly cipher: FieldCipher;
	/** The server's clock. */
	readonly clock: () => NumericDate;
	/** What it and its database's clock agree on: dates whatever is signed. */
	readonly signingClock: SigningClock;
	readonly log: Log;
	/** For lines that anybody can cause by a request. */
	readonly requestLog: SampledLog;
	/** Of the published trust list, whoever published it; undefined where there is none. */
	readonly listIssuedAt: () => Promise<NumericDate | undefined>;
	/** What this process tells whoever watches over it. */
	readonly metrics: Metrics;
	/** Admits requests as long as there is room. */
	readonly guard: LoadGuard;
	/** Whom this process has met. */
	readonly acquaintances: Acquaintances;
	/** Looks up what those bring whom it has not met. */
	readonly strangers: AskForStrangers;
	/** Asks for the signed files to be renewed soon; never waits and never fails. */
	readonly trustChanged: (change: TrustChange) => void;
	/** Renews the trust list and status lists now; resolves once they are on disk. */
	readonly publishNow: () => Promise<{ readonly seq: number }>;
	/** Undefined without SMTP. */
	readonly sheetMailer: SheetMailer | undefined;
	/** Says that a letter waits; without SMTP nothing is made to wait. */
	readonly mailWaiting: () => void;
};
