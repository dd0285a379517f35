/** `relais notice publish`: what the authority tells staff, in the signed trust list. */
import { signListOffline } from "@/lib/server/publish/sign-list-offline";
import { publishNotices } from "@/lib/server/services/policy/publish-policy";
import { NOTICE_SCOPES, noticesFile } from "@/lib/trust/notice";
import { dataFolder, openKeys } from "./data-folder";
import type { Io } from "./io";
import { parseOptions } from "./options";
import { readJsonFile } from "./read-files";
import { currentTime } from "./read-time";
import { UsageError } from "./usage-error";

export const NOTICE_HELP = `relais notice publish FILE [--data DIR]
  Puts the notices of FILE into the signed trust list in the place of all earlier ones. FILE is a JSON array of
  {"from","to","scope":["${NOTICE_SCOPES.join('"|"')}"],"authority","text":{"fr","en"}}; [] withdraws them.`;

export async function noticeCommand([action, ...args]: readonly string[], io: Io): Promise<number> {
	if (action !== "publish") throw new UsageError("notice: publish");
	const { values, positionals } = parseOptions(args, { options: { data: { type: "string" } }, positionals: 1 });
	const [name] = positionals;
	if (name === undefined) throw new UsageError("notice publish: FILE is needed");
	const dataDir = dataFolder(values.data);
	const keys = await openKeys(dataDir, "notice publish");
	const notices = noticesFile.safeParse(readJsonFile(name, "notice publish"));
	if (!notices.success) {
		const [issue] = notices.error.issues;
		throw new UsageError(`notice publish: ${name}: ${issue?.path.join(".") || "the file"}: ${issue?.message}`);
	}
	await publishNotices(dataDir, notices.data);
	const { seq } = await signListOffline(dataDir, { keys, now: currentTime() });
	io.stdout.write(`${notices.data.length} notices; trust list ${seq} signed\n`);
	return 0;
}
