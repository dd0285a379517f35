/**
 * `npm run day:counter`: a pharmacy's day. 120 acts at two workstations and by three professionals, two outages, a browser
 * that crashes, a disk that is full, a profile that is restored, one that is copied, a workstation that dies.
 *
 * The last line says what became of it: status 0 only if every act is registered once, no index is on two papers but those
 * that two copies gave offline, whose people were named and have new sheets, and every paper reads as it was issued.
 */
import { openDevice, type TestDevice } from "../support/browser";
import { enrolDevice, openCounter } from "../support/counter-page";
import { keepLastScreens } from "../support/last-screens";
import { openPortal } from "../support/portal";
import { queryPortal } from "../support/portal-database";
import { canPrint } from "../support/printed-pdf";
import type { Day } from "./day";
import { afternoon, evening, morning, noon } from "./hours";
import { judgeDay } from "./judge-day";
import { Workstation } from "./workstation";

const started = performance.now();
const say = (text: string) =>
	console.log(`[${String(Math.round((performance.now() - started) / 1000)).padStart(4)} s] ${text}`);

async function enrolled(day: Day, label: string): Promise<Workstation> {
	const { origin } = day.portal;
	const device = day.keep(await openDevice({ origin, viewport: { width: 1280, height: 860 } }));
	await (await enrolDevice(device, { link: (await day.portal.links()).counter, label })).close();
	await (await openCounter(device)).close();
	return new Workstation(device, day.papers);
}

async function main(): Promise<boolean> {
	if (!(await canPrint())) throw new Error("pdftoppm (poppler-utils) is not installed");
	const closers: (() => Promise<void>)[] = [];
	const devices: TestDevice[] = [];
	try {
		const portal = await openPortal();
		closers.push(portal.close);
		const keep = (device: TestDevice) => {
			devices.push(device);
			closers.push(device.close);
			return device;
		};
		const day: Day = { portal, papers: [], say, keep };
		const second = await enrolled(day, "poste 2");
		const first = await morning(day, await enrolled(day, "poste 1"));
		await noon(day, first, second);
		const { copy, queue, shared } = await afternoon(day, first, second);
		await evening(day, { first, copy, queue, shared });
		const faults = devices.flatMap((device) => device.faults);
		for (const fault of faults) console.log(fault);
		const query = (sql: string) => queryPortal(portal.databaseUrl, sql);
		const verdict = judgeDay({ papers: day.papers, shared, ...(await recordsOf(query)) });
		for (const fault of verdict.faults) console.log(fault);
		console.log(verdict.line);
		return verdict.faults.length === 0 && faults.length === 0;
	} catch (error) {
		await keepLastScreens(devices, "day");
		throw error;
	} finally {
		for (const close of closers.reverse()) await close().catch((error) => console.error(error));
	}
}

async function recordsOf(query: (sql: string) => Promise<readonly Record<string, unknown>[]>) {
	const rows = await query(
		"SELECT trim(delegation_jti) || '.' || status_index AS id, state, encode(code_hash, 'hex') AS hash FROM records",
	);
	const open = await query("SELECT 1 FROM shared_papers WHERE revoked_at IS NULL");
	const records = rows.map(({ id, state, hash }) => ({ id: String(id), state: String(state), codeHash: String(hash) }));
	return { records, unsettled: open.length };
}

process.exitCode = (await main()) ? 0 : 1;
process.exit();
