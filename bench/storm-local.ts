// @ts-nocheck
import { bareFloor } from "./storm/floor";
import { openStage } from "./storm/stage";
import { storeBallast } from "./storm/ballast";
import { issue } from "./storm/issue";
import { drain } from "./storm/drain";
import { processorTime } from "./storm/processor-time";
const N = Number(process.argv[2] ?? 100), R = Number(process.argv[3] ?? 3), S = Number(process.argv[4]??0);
const per = 22;
const stage = await openStage({ devices: N });
await storeBallast(stage, S);
async function run(batch: number, records: number, counters = stage.counters) {
	const outboxes = [];
	for (const counter of counters) { const r = []; for (let i = 0; i < records; i++) r.push(await issue(counter)); outboxes.push({ counter, records: r }); }
	const count = counters.length * records;
	const b = { node: processorTime(stage.portal), database: processorTime(stage.postgres) };
	const d = await drain(stage, outboxes, { batch, window: 0.5 });
	return { node: (processorTime(stage.portal) - b.node) / count, database: (processorTime(stage.postgres) - b.database) / count, s: d.seconds, n: d.acknowledged.size, count, away: d.turnedAway };
}
const out: number[][] = [];
try {
	await run(11, 22);
	for (let i = 0; i < R; i++) {
		const q = await run(11, per), f = await bareFloor(stage, stage.counters, 11);
		const q2 = await run(100, 100, stage.counters.slice(0, Math.ceil(N * per / 100))), f2 = await bareFloor(stage, stage.counters.slice(0, Math.ceil(N*per/100)), 100);
		const r = [(q.node + q.database) / (f.node + f.database), (q2.node + q2.database) / (f2.node + f2.database)];
		out.push(r);
		const t = (x: {node:number;database:number}) => `${x.node.toFixed(2)}+${x.database.toFixed(2)}`;
		console.log(`11: ${t(q)} / ${t(f)} = ${r[0]!.toFixed(2)}   100: ${t(q2)} / ${t(f2)} = ${r[1]!.toFixed(2)}  (${q.n}/${q.count} ${q.s.toFixed(1)}s away ${q.away}; ${q2.n}/${q2.count})`);
	}
	const med = (i: number) => out.map((r) => r[i]!).sort((a, b) => a - b)[Math.floor(out.length / 2)]!.toFixed(2);
	console.log("median", med(0), med(1));
} finally { await stage.close(); }
