// @ts-check
/** The command line of `npm start`, read before packages are installed. */
import { StepFailed } from "./project.mjs";

export const HELP = `npm start [-- options]

  --lan     HTTPS on the local network, for phones: makes a certificate and shows the address as a QR
  --dev     development: sources are compiled as they change
  --help    this text

Environment: PORT (3000), HOST (127.0.0.1), RELAIS_DATA (.relais), DATABASE_URL (the embedded PostgreSQL),
RELAIS_ORIGIN (public address when a balancer stands in front), SMTP_URL, MAIL_FROM.
`;

/** @typedef {{ readonly lan: boolean, readonly dev: boolean, readonly help: boolean, readonly port: number }} Options */

/**
 * @param {readonly string[]} args
 * @returns {Options}
 * @throws StepFailed on an unknown option or an unusable PORT
 */
export function readOptions(args) {
	const known = new Set(["--lan", "--dev", "--help"]);
	const unknown = args.find((arg) => !known.has(arg));
	if (unknown !== undefined) throw new StepFailed(`unknown option ${unknown}\n\n${HELP}`);
	const port = Number(process.env["PORT"] || 3000);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new StepFailed(`PORT must be a number from 1 to 65535, not ${process.env["PORT"]}`);
	}
	/** @param {string} name */
	const has = (name) => args.includes(name);
	return { lan: has("--lan"), dev: has("--dev"), help: has("--help"), port };
}
