/** What people do at a counter: serve from eight to eight, close the app, open it twice. */
import { DAY, HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { between, fraction, spacing } from "../engine/draw";
import { correct, newDraft, open, replaceShared, serve, tend } from "./counter";
import type { Counter } from "./counter-parts";

const OPENS = 8 * HOUR;
const CLOSES = 20 * HOUR;
/** Of a working day, which is as long as the time between two openings of the shop. */
const OPEN_HOURS = (CLOSES - OPENS) / HOUR;

export function staff(counter: Counter): void {
	const { world, random } = counter;
	const { sim, scenario } = world;
	const perSheet = (OPEN_HOURS * HOUR) / scenario.sheetsPerDay;
	const next = () => sim.at(openTime(sim.time() / 1000 + spacing(random, perSheet)) * 1000, arrive);
	const arrive = () => {
		if (world.calm()) return;
		sim.start(counter.name, work(counter));
		next();
	};
	next();
	if (scenario.faults.second_tab > 0) secondTab(counter);
}

/** The moment itself, or the next opening. */
function openTime(at: number): number {
	const ofDay = at % DAY;
	if (ofDay < OPENS) return at - ofDay + OPENS + (at % HOUR);
	return ofDay < CLOSES ? at : at - ofDay + DAY + OPENS + (at % HOUR);
}

async function work(counter: Counter): Promise<void> {
	const { world, random } = counter;
	await serve(counter, newDraft(counter));
	if (random.chance(0.2)) await tend(counter);
	if (random.chance(0.3)) await replaceShared(counter);
	if (world.happens("corrected", counter.ofCorrections, 0.5)) await correct(counter);
	if (world.happens("page_closed", random, 0.3)) leave(counter);
}

/** In calm somebody looks at the list every minute or two, until nobody needs anything. */
export function workOff(counter: Counter): void {
	const { world, random } = counter;
	world.sim.after(between(random, 60_000, 120_000), () => {
		world.sim.start(counter.name, replaceShared(counter));
		workOff(counter);
	});
}

/** Whatever waits, waits until somebody opens the app again. */
function leave(counter: Counter): void {
	counter.world.count("page_closed");
	counter.away = true;
	for (const page of [...counter.pages.keys()]) page.kill();
}

function secondTab(counter: Counter): void {
	const { world, random } = counter;
	world.sim.after(spacing(random, (HOUR * 1000) / world.scenario.faults.second_tab), () => {
		if (world.calm()) return;
		if (counter.pages.size === 1) {
			world.count("second_tab");
			const { shown } = open(counter);
			world.sim.after(fraction(random) * 30 * MINUTE * 1000, () => {
				counter.away = true;
				shown.page.kill();
				counter.away = counter.pages.size === 0;
			});
		}
		secondTab(counter);
	});
}
