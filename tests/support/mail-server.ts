/** A real SMTP server that a test reads, and that can refuse. */
import { once } from "node:events";
import { SMTPServer, type SMTPServerSession } from "smtp-server";

/** A message as it came: envelope and text. */
export type Received = { readonly to: readonly string[]; readonly text: string };

type SmtpRefusal = { readonly code: number; readonly at: "recipient" | "data" };

export type MailServer = {
	readonly url: string;
	readonly received: Received[];
	/** From now on; undefined takes everything. */
	readonly refuse: (refusal: SmtpRefusal | undefined) => void;
	/** Until what it answers is called, messages are read and not answered. */
	readonly hold: () => () => void;
	readonly close: () => Promise<void>;
};

export async function openMailServer(): Promise<MailServer> {
	const received: Received[] = [];
	let refusal: SmtpRefusal | undefined;
	let held: Promise<void> = Promise.resolve();
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ["STARTTLS"],
		onRcptTo: (_address, _session, done) => done(refusal?.at === "recipient" ? fault(refusal.code) : null),
		onData: (stream, session: SMTPServerSession, done) => {
			const parts: Buffer[] = [];
			stream.on("data", (part: Buffer) => parts.push(part));
			stream.on("end", async () => {
				await held;
				if (refusal?.at === "data") return done(fault(refusal.code));
				const to = session.envelope.rcptTo.map(({ address }) => address);
				received.push({ to, text: Buffer.concat(parts).toString("utf8") });
				done();
			});
		},
	});
	// A client that gives up in the middle of a conversation is one of the things that tests do.
	server.on("error", () => undefined);
	server.listen(0, "127.0.0.1");
	await once(server.server, "listening");
	const { port } = server.server.address() as { port: number };
	return {
		url: `smtp://127.0.0.1:${port}`,
		received,
		refuse: (next) => {
			refusal = next;
		},
		hold: () => {
			let release = () => {};
			held = new Promise((resolve) => {
				release = resolve;
			});
			return release;
		},
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
}

function fault(code: number): Error {
	return Object.assign(new Error("no"), { responseCode: code });
}

/** Body text, with quoted-printable undone. */
export function readable(text: string): string {
	const bytes = text
		.replace(/=\r?\n/g, "")
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
	return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The file that a message carries. */
export function attachmentOf({ text }: Received): { readonly name: string; readonly file: Buffer } {
	const part = text.split(/\r?\n--/).find((each) => /^Content-Disposition: attachment/m.test(each));
	const [head = "", ...body] = part?.split(/\r?\n\r?\n/) ?? [];
	const name = /filename=("?)([^"\r\n;]+)\1/.exec(head)?.[2];
	if (name === undefined || !/^Content-Transfer-Encoding: base64/m.test(head)) throw new Error("no file is attached");
	return { name, file: Buffer.from(body.join(""), "base64") };
}
