/** The authority's mail server. */
import "server-only";
import nodemailer from "nodemailer";

export type SmtpTransport = ReturnType<typeof smtpTransport>;

/** `patience`: milliseconds without an answer after which a connection is given up. */
export function smtpTransport(url: string, patience: number) {
	return nodemailer.createTransport({
		url,
		connectionTimeout: patience,
		greetingTimeout: patience,
		socketTimeout: patience,
	});
}

/** `permanent`: the server refuses this letter, and would again. */
export type SmtpFault = {
	/** The socket's or the protocol's word, and the server's number. */
	readonly code: string;
	readonly reply: number | undefined;
	readonly permanent: boolean;
};

/** Never the server's sentence, which may repeat the address. Only a refused letter is permanent. */
export function smtpFault(fault: unknown): SmtpFault {
	const { responseCode, code, name } = fault as { responseCode?: unknown; code?: unknown; name?: unknown };
	const word = typeof code === "string" ? code : typeof name === "string" ? name : "unknown";
	if (typeof responseCode !== "number") return { code: word, reply: undefined, permanent: false };
	const aboutLetter = word === "EENVELOPE" || word === "EMESSAGE";
	return { code: `${word} ${responseCode}`, reply: responseCode, permanent: aboutLetter && responseCode >= 500 };
}
