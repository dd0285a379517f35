/**
 * `npm run rolling [-- --from COMMIT]`: two instances behind a real HAProxy are brought from an earlier release to these
 * sources and back, and their field key is changed, each step as docs/operations.md prints it, while counters, doors,
 * holders, browsers and the console work.
 *
 * Every call has to be answered: by 503 or 429 only with a time to come back, by no other fault, by no closed connection. What
 * devices were told is stored is stored once, and passes open at both instances all the while. The last line is what came
 * of it. Status 0 only if all of this holds; 3 where there is no git history to take an earlier release from.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openServer } from "@/lib/server/context/open-context";
import { readSettings } from "@/lib/server/settings/settings";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { missingBalancer } from "../fleet/balancer";
import { command } from "../fleet/command";
import { holds } from "../fleet/compare";
import { type Crowd, startCrowd } from "../fleet/crowd";
import { brokenBy, verdictsOf } from "../fleet/judge";
import { printedRoutes } from "../fleet/ledger";
import type { Programs } from "../fleet/programs";
import { openRotation } from "./field-keys";
import { type People, type Strip, startPeople } from "./people";
import { commitOf, openRelease, type Release } from "./release";
import { type Env, openStage, PLACES, type Stage } from "./stage";
import { summary } from "./summary";

const NO_HISTORY = 3;
/** Milliseconds of work before the first step and after the last. */
const CALM = 5_000;
/** Passes that each instance opens between two steps. */
const SAMPLE = 30;

const { values } = parseArgs({ options: { from: { type: "string" } } });
const found = await commitOf(values.from);
if ("missing" in found) {
	console.log(found.missing);
	process.exit(NO_HISTORY);
}
const { commit } = found;

const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1000);
const say = (text: string) => console.log(`[${String(seconds()).padStart(4)} s] ${text}`);

type Work = { readonly crowd: Crowd; readonly people: People; readonly known: () => readonly Strip[] };

function startWork(stage: Stage): Work {
	const strips: Strip[] = [];
	const issued = ({ key, holderToken, stripNumber }: Strip) => strips.push({ key, holderToken, stripNumber });
	const crowd = startCrowd(stage, { pause: 16_000, atOnce: 4, smooth: true, issued });
	const known = () => strips.filter(({ key }) => crowd.records.acknowledged.has(key));
	return { crowd, people: startPeople(stage, crowd, known), known };
}

/** From the first that was registered to the last, evenly. */
function sampleOf(strips: readonly Strip[]): readonly Strip[] {
	const step = Math.max(1, Math.ceil(strips.length / SAMPLE));
	return strips.filter((_, i) => i % step === 0);
}

async function operate(stage: Stage, { crowd, people, known }: Work, releases: Record<"old" | "young", Release>) {
	const bothRead = async (strips: readonly Strip[]) => {
		for (const direct of stage.direct) await people.openPasses(strips, direct);
	};
	const oneAfterTheOther = async (what: string, release: Release, env: Env) => {
		for (const place of PLACES) {
			await stage.restart(place, release, env);
			// Between the two, one of each kind serves.
			await bothRead(sampleOf(known()));
		}
		const faults = [...crowd.faults(), ...people.faults()];
		say([what, crowd.progress(), ...(faults.length > 0 ? [`faults so far: ${faults.join(", ")}`] : [])].join("; "));
	};
	const { old, young } = releases;
	const rotation = await openRotation(stage);
	const [first, second, last] = rotation.phases;
	await sleep(CALM);
	await stage.asOwner("npm run --silent migrate", young);
	await stage.narrowAudit();
	say("the tables are up to date, while both instances run the release before");
	await oneAfterTheOther("both run these sources", young, {});
	await oneAfterTheOther("both are back on the release before", old, {});
	await oneAfterTheOther("both run these sources, and can read by the next field key", young, first);
	await oneAfterTheOther("both use the next field key", young, second);
	await rotation.reseal(young);
	say("the rest is encrypted anew");
	await rotation.dropFile();
	await oneAfterTheOther("both have the next field key alone", young, last);
	await sleep(CALM);
	await crowd.drain();
	await people.stop();
	const all = known();
	for (const place of PLACES) {
		const half = all.filter((_, i) => i % PLACES.length === place);
		await people.openPasses(half, stage.direct[place]);
	}
	say("every pass was opened, by the two instances in turn");
	return last;
}

async function judge(stage: Stage, { crowd, people }: Work, env: Env): Promise<boolean> {
	const server = await openServer(readSettings({ ...stage.settings(env), LOG_LEVEL: "silent" }));
	try {
		const verdicts = await verdictsOf(server, crowd);
		const faults = [...crowd.faults(), ...people.faults(), ...brokenBy(verdicts)];
		if (faults.length > 0) {
			console.log(`look at:\n  ${faults.slice(0, 30).join("\n  ")}`);
			console.log(`the instances' last words:\n${(await stage.logs()).slice(-1_500)}`);
		}
		const { answers } = crowd;
		console.log(`told to come back: ${printedRoutes(answers, "503") || "nobody"}`);
		const met = { opened: people.opened(), longest: people.longest() };
		console.log(summary({ answers, verdicts, ...met, restarts: stage.restarts(), seconds: seconds() }));
		return faults.length === 0 && Object.values(verdicts).every(holds);
	} finally {
		await server.stop();
	}
}

async function run(programs: Programs): Promise<boolean> {
	const old = await openRelease(commit);
	const young = { name: "these sources", root: ROOT };
	say(`from ${old.name} to these sources`);
	const stage = await openStage(programs, old);
	try {
		say("two instances of the release before serve; devices are enrolled");
		const work = startWork(stage);
		const env = await operate(stage, work, { old, young });
		return await judge(stage, work, env);
	} finally {
		await stage.close();
	}
}

await command(missingBalancer(), run);
