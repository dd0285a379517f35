/**
 * Sends waiting letters to the SMTP server, each at least once: a letter is marked sent only after the server took it.
 * If the process dies in between it goes out again under the same Message-ID, by which mail systems drop the double.
 * Several instances share the work; a job taken by one that dies comes back when its turn is over.
 */
import "server-only";
import { DAY, MINUTE } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { timestamp } from "../db/timestamp";
import { letter, letterPlace } from "./letter-job";
import { type SmtpTransport, smtpFault, smtpTransport } from "./smtp";
import { writeLetter } from "./write-letter";

const TICK_MS = 15_000;
const AT_ONCE = 5;
/** A job that was taken is not taken again for so long: longer than any SMTP time-out. */
const LEASE = 5 * MINUTE;
const FIRST_WAIT = MINUTE;
const LONGEST_WAIT = 6 * 3_600;
/** About three days of trying. */
const ATTEMPTS = 20;
const SMTP_TIMEOUT_MS = 30_000;

export type MailLoop = {
	readonly start: () => void;
	readonly wake: () => void;
	readonly stop: () => Promise<void>;
	/** Sends what is due now; the number sent. For tests and the loop. */
	readonly sendDue: () => Promise<number>;
};

type Job = {
	readonly pharmacyNumber: string;
	readonly id: string;
	readonly attempts: number;
	readonly fieldKeyId: string;
	readonly letterSealed: Uint8Array;
};

export function mailLoop(context: ServerContext, smtpUrl: string): MailLoop {
	const transport = smtpTransport(smtpUrl, SMTP_TIMEOUT_MS);
	let running: Promise<unknown> = Promise.resolve();
	let ticker: NodeJS.Timeout | undefined;

	async function sendDue(): Promise<number> {
		let sent = 0;
		for (;;) {
			const jobs = await takeJobs(context);
			if (jobs.length === 0) return sent;
			for (const job of jobs) if (await sendJob(context, transport, job)) sent += 1;
		}
	}

	function run(): void {
		running = running.then(sendDue).catch((err) => context.log.warn({ err }, "the mail loop failed; trying again"));
	}

	return {
		sendDue,
		wake: () => {
			if (ticker !== undefined) run();
		},
		start: () => {
			ticker = setInterval(run, TICK_MS);
			ticker.unref();
			run();
		},
		stop: async () => {
			clearInterval(ticker);
			ticker = undefined;
			await running;
			transport.close();
		},
	};
}

/** False when the letter was not taken: it is tried again, or given up. */
async function sendJob(context: ServerContext, transport: SmtpTransport, job: Job): Promise<boolean> {
	const { cipher, settings, db, clock } = context;
	try {
		const place = letterPlace(job.pharmacyNumber, job.id);
		const text = cipher.open(place, { keyId: job.fieldKeyId, envelope: job.letterSealed });
		const open = letter.parse(JSON.parse(text));
		await transport.sendMail({
			from: settings.mailFrom,
			to: open.email,
			messageId: `<${job.id}@${new URL(settings.origins[0]).hostname}>`,
			headers: { "Auto-Submitted": "auto-generated" },
			...writeLetter(open),
		});
	} catch (fault) {
		await postpone(context, job, fault);
		return false;
	}
	await db.mailJob.update({
		where: whereOf(job),
		data: { state: "sent", sentAt: timestamp(clock()), lastError: null, letterSealed: new Uint8Array() },
	});
	return true;
}

function whereOf({ pharmacyNumber, id }: Job) {
	return { pharmacyNumber_id: { pharmacyNumber, id } };
}

/** Takes jobs that are due, so that no other instance does, until the lease is over. */
function takeJobs({ db, clock }: ServerContext): Promise<readonly Job[]> {
	const now = timestamp(clock());
	return db.$queryRaw<readonly Job[]>`
		UPDATE mail_jobs SET attempts = attempts + 1, next_attempt_at = ${timestamp(clock() + LEASE)}
		WHERE (pharmacy_number, id) IN (
			SELECT pharmacy_number, id FROM mail_jobs WHERE state = 'waiting' AND next_attempt_at <= ${now}
			ORDER BY next_attempt_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
		RETURNING pharmacy_number AS "pharmacyNumber", id, attempts, field_key_id AS "fieldKeyId",
			letter_sealed AS "letterSealed"`;
}

async function postpone({ db, clock, log }: ServerContext, job: Job, fault: unknown): Promise<void> {
	const { code, permanent } = smtpFault(fault);
	const failed = permanent || job.attempts >= ATTEMPTS;
	const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (job.attempts - 1)) * (0.8 + Math.random() * 0.4);
	log.warn({ mailJob: job.id, attempts: job.attempts, code, failed }, "a letter was not sent");
	await db.mailJob.update({
		where: whereOf(job),
		data: failed
			? { state: "failed", lastError: code, letterSealed: new Uint8Array() }
			: { lastError: code, nextAttemptAt: timestamp(clock() + Math.min(Math.round(wait), DAY)) },
	});
}
